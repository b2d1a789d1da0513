// Announces a gateway with multicast DNS. The library is loaded with the first announcement, and its sockets are closed with the last.
import type { CiaoService, Responder, ServiceType } from '@homebridge/ciao';
import type { Announced, Announcement, Announcer } from '#core/ports/announcer.ts';

/** Longest wait for the answers of other computers to the probes, ms. */
const ANNOUNCE_MS = 15_000;
/** Longest wait for the farewell to be sent, ms: a stop must not hang on a network that is gone. */
const STOP_MS = 2_000;

/** Creates an announcer that uses multicast DNS. */
export function createMdnsAnnouncer(): Announcer {
  return new MdnsAnnouncer();
}

interface Running {
  readonly responder: Responder;
  readonly service: CiaoService;
}

class MdnsAnnouncer implements Announcer {
  #running: Running | undefined;

  async announce(announcement: Announcement): Promise<Announced> {
    await this.stop();
    const { getResponder } = await import('@homebridge/ciao');
    const { name, hostname, port, addresses, facts } = announcement;
    // With named interfaces, the library starts no program to find them.
    const responder = getResponder({ interface: [...new Set(addresses.map(({ network }) => network))] });
    const service = responder.createService({
      name,
      hostname,
      port,
      // The type is a list of registered ones, and a text that isn't in it is announced as it is.
      type: announcement.type as ServiceType,
      txt: { ...facts },
      restrictedAddresses: addresses.map(({ host }) => host),
    });
    this.#running = { responder, service };
    try {
      await within(service.advertise(), ANNOUNCE_MS, 'No answer from the network.');
    } catch (error) {
      await this.stop();
      throw error;
    }
    return {
      name: service.getFQDN().split('.')[0] ?? name,
      hostname: service.getHostname().replace(/\.local\.?$/, ''),
    };
  }

  async stop(): Promise<void> {
    const running = this.#running;
    this.#running = undefined;
    if (running === undefined) return;
    const { service, responder } = running;
    // What the network doesn't hear expires in the caches of other computers.
    await within(service.end(), STOP_MS, '').catch(() => undefined);
    await within(service.destroy(), STOP_MS, '').catch(() => undefined);
    await within(responder.shutdown(), STOP_MS, '').catch(() => undefined);
  }
}

async function within<T>(work: Promise<T>, ms: number, message: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(message)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
