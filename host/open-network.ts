// Access from other machines: TLS listeners, and what is announced about them.
import { join } from 'node:path';
import { createMdnsAnnouncer } from '#adapters/mdns/mdns-announcer.ts';
import { defined } from '#contract/types/defined.ts';
import type { NetworkAccessStatus } from '#contract/types/network-access.ts';
import type { ListenAddress } from '#gateway/server/gateway-base.ts';
import type { GatewayServices } from '#gateway/server/services.ts';
import { Discovery } from './discovery.ts';
import type { HostOptions } from './host-api.ts';
import { createListenBeside } from './listen-beside.ts';
import { NetworkAccess, type NetworkAccessParts } from './network-access.ts';

/** Access from other machines of a running host. */
export interface OpenNetwork extends Required<Pick<ListenAddress, 'remoteHosts' | 'listenBeside'>> {
  /** Follows the settings and the addresses of this machine, and returns the result. */
  applyNetworkAccess(): Promise<NetworkAccessStatus>;
  close(): Promise<void>;
}

interface NetworkParts
  extends Pick<NetworkAccessParts, 'port' | 'onRequest' | 'onUpgrade'>, Pick<HostOptions, 'addresses'> {
  readonly services: Pick<GatewayServices, 'config' | 'identity' | 'log'>;
  /** The loopback address that the gateway listens on. */
  readonly numericHost: string;
}

/** Opens the listeners. The announcement follows in the background, because it waits for the answers of other computers. */
export async function openNetwork({ services, numericHost, addresses, ...parts }: NetworkParts): Promise<OpenNetwork> {
  const { config, identity, log } = services;
  const access = new NetworkAccess({
    ...parts,
    folder: join(identity.home, 'tls'),
    settings: () => config.settings().gateway,
    log,
    ...defined({ addresses }),
  });
  const discovery = new Discovery({
    announcer: createMdnsAnnouncer(),
    settings: () => config.settings().network,
    version: identity.version,
    log,
  });
  const applyNetworkAccess = async () => discovery.apply(await access.apply());
  await access.apply();
  const apply = (): void =>
    void applyNetworkAccess().catch((error: unknown) =>
      log.error("Couldn't change network access.", { error: String(error) }),
    );
  apply();
  const stopFollowing = config.onChange(apply);
  return {
    remoteHosts: () => [...access.hosts(), ...discovery.hosts()],
    listenBeside: createListenBeside(numericHost, (host, handlers) => access.listenBeside(host, handlers)),
    applyNetworkAccess,
    async close() {
      stopFollowing();
      await discovery.close();
      await access.close();
    },
  };
}
