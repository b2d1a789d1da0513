// Real multicast queries on a network interface of this computer.
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { networkInterfaces } from 'node:os';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMdnsAnnouncer } from './mdns-announcer.ts';

const GROUP = '224.0.0.251';
const PORT = 5353;
const TYPE = '_openclaw-gw._tcp.local';

/** An interface that other computers could hear, or loopback. */
const [place] = Object.entries(networkInterfaces())
  .flatMap(([network, list = []]) => list.map((info) => ({ network, host: info.address, ...info })))
  .filter(({ family }) => family === 'IPv4')
  .toSorted((a, b) => Number(a.internal) - Number(b.internal));

/** Bytes of a query for a service type: one PTR question. */
function makeQuery(): Buffer {
  const labels = TYPE.split('.').flatMap((label) => [Buffer.from([label.length]), Buffer.from(label)]);
  return Buffer.concat([Buffer.from([0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0]), ...labels, Buffer.from([0, 0, 12, 0, 1])]);
}

describe.runIf(place !== undefined && process.platform === 'linux')('the announcer', () => {
  const { network = '', host = '' } = place ?? {};
  const heard: Buffer[] = [];
  let phone: Socket;

  beforeEach(async () => {
    heard.length = 0;
    phone = createSocket({ type: 'udp4', reuseAddr: true });
    phone.on('message', (packet) => heard.push(packet));
    phone.bind(PORT);
    await once(phone, 'listening');
    phone.addMembership(GROUP, host);
    phone.setMulticastInterface(host);
  });
  afterEach(() => phone.close());

  /** Answers have the response bit; the farewell has a time to live of 0. */
  const answers = () => heard.filter((packet) => ((packet[2] ?? 0) & 0x80) !== 0 && packet.includes('openclaw-gw'));

  it('answers a query of a phone with its address and facts, and says goodbye', async () => {
    const announcer = createMdnsAnnouncer();
    const announcement = {
      type: 'openclaw-gw',
      name: `Gatehouse ${process.pid}`,
      hostname: `gatehouse-${process.pid}`,
      port: 18_789,
      addresses: [{ host, network }],
      facts: { role: 'gateway', gatewayPort: '18789' },
    };
    const announced = await announcer.announce(announcement);
    expect(announced).toEqual({ name: announcement.name, hostname: announcement.hostname });
    heard.length = 0;
    phone.send(makeQuery(), PORT, GROUP);
    await expect.poll(() => answers().length).toBeGreaterThan(0);
    const [answer = Buffer.alloc(0)] = answers();
    for (const text of [announcement.name, 'role=gateway', 'gatewayPort=18789', announcement.hostname])
      expect(answer.includes(text)).toBe(true);
    expect(answer.includes(Buffer.from(host.split('.').map(Number)))).toBe(true);

    heard.length = 0;
    await announcer.stop();
    await expect.poll(() => answers().length).toBeGreaterThan(0);
    heard.length = 0;
    phone.send(makeQuery(), PORT, GROUP);
    // Its own query comes back, but nobody answers: everything is sent in order on one interface.
    await expect.poll(() => heard.length).toBeGreaterThan(0);
    expect(answers()).toEqual([]);
  });
});
