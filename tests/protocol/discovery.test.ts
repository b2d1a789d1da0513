// Discovery on a network interface of this computer, as a phone sees it.
// Proves: LN-2
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { get } from 'node:https';
import { hostname, networkInterfaces, userInfo } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NetworkAccessStatus } from '#contract/types/network-access.ts';
import { startProtocolHost, type ProtocolHost } from './support/protocol-host.ts';
import { connected, type RawSocket } from './support/raw-socket.ts';

const GROUP = '224.0.0.251';
const PORT = 5353;
const TYPE = '_openclaw-gw._tcp.local';

const [place] = Object.entries(networkInterfaces())
  .flatMap(([network, list = []]) => list.map((info) => ({ network, host: info.address, ...info })))
  .filter(({ family, internal }) => family === 'IPv4' && !internal);

/** Bytes of a query for the service type: one PTR question. */
function makeQuery(): Buffer {
  const labels = TYPE.split('.').flatMap((label) => [Buffer.from([label.length]), Buffer.from(label)]);
  return Buffer.concat([Buffer.from([0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0]), ...labels, Buffer.from([0, 0, 12, 0, 1])]);
}

// Another interface than loopback is needed, because the gateway listens on loopback anyway.
describe.runIf(place !== undefined && process.platform === 'linux')('discovery', () => {
  const { network = '', host = '' } = place ?? {};
  const heard: Buffer[] = [];
  let gateway: ProtocolHost;
  let owner: RawSocket;
  let phone: Socket;
  let calls = 0;

  beforeAll(async () => {
    gateway = await startProtocolHost(() => ({ steps: [{ say: 'hello' }] }), {
      addresses: () => [{ host, kind: 'lan', network }],
    });
    owner = await connected(gateway.url, { scopes: ['operator.admin'] });
    phone = createSocket({ type: 'udp4', reuseAddr: true });
    phone.on('message', (packet) => heard.push(packet));
    phone.bind(PORT);
    await once(phone, 'listening');
    phone.addMembership(GROUP, host);
    phone.setMulticastInterface(host);
  });
  afterAll(async () => {
    phone.close();
    owner.close();
    await gateway.stop();
  });

  async function call(method: string, params: Readonly<Record<string, unknown>> = {}): Promise<NetworkAccessStatus> {
    const answer = await owner.request(`call-${(calls += 1)}`, method, params);
    expect(answer.error).toBeUndefined();
    // All methods that are called here return the status.
    return answer.payload as unknown as NetworkAccessStatus;
  }

  /** Packets of this gateway, which names its port. */
  const answers = () =>
    heard.filter((packet) => ((packet[2] ?? 0) & 0x80) !== 0 && packet.includes(`gatewayPort=${gateway.address.port}`));

  async function browse(): Promise<string> {
    heard.length = 0;
    phone.send(makeQuery(), PORT, GROUP);
    await expect.poll(() => answers().length).toBeGreaterThan(0);
    return answers()
      .map((packet) => packet.toString('latin1'))
      .join('\n');
  }

  function statusFor(name: string): Promise<number | undefined> {
    const { port } = gateway.address;
    const headers = { Host: `${name}:${port}` };
    return new Promise((resolve, reject) => {
      get({ host, port, path: '/healthz', headers, rejectUnauthorized: false }, (response) => {
        resolve(response.resume().statusCode);
      }).on('error', reject);
    });
  }

  it('is off by default, and announces nothing while only this computer can connect', async () => {
    expect((await call('network.status')).discovery).toMatchObject({ mode: 'off', isAnnounced: false });
    const { discovery } = await call('network.discovery.set', { mode: 'minimal' });
    expect(discovery).toMatchObject({ mode: 'minimal', isAnnounced: false });
    expect(discovery?.error).toBeUndefined();
  });

  it('announces in minimal mode what a phone needs, without names, versions, or paths', async () => {
    const { discovery, fingerprint = '' } = await call('network.set', { mode: 'lan' });
    expect(discovery).toMatchObject({ isAnnounced: true, type: '_openclaw-gw._tcp' });
    const answer = await browse();
    for (const text of [
      'role=gateway',
      'transport=gateway',
      'displayName=Gatehouse ',
      'gatewayTls=1',
      `gatewayTlsSha256=${fingerprint.replaceAll(':', '').toLowerCase()}`,
    ])
      expect(answer).toContain(text);
    for (const secret of [gateway.home, 'gatehouseVersion', `on ${hostname()}`, `${hostname()}-`])
      expect(answer).not.toContain(secret);
    expect(answer).not.toMatch(new RegExp(`(home|Users)/${userInfo().username}`));
    // Everything that was announced is listed.
    const listed = discovery?.reveals.minimal.map(({ name, value }) => `${name}=${value}`) ?? [];
    for (const fact of answer.match(/(role|transport|displayName|lanHost|gateway\w+)=[\w .-]+/g) ?? [])
      expect(listed.some((line) => fact.startsWith(line.slice(0, 20)))).toBe(true);
  });

  it('accepts the announced name as an address, and no other', async () => {
    const { discovery } = await call('network.status');
    const name = discovery?.reveals.minimal.find((fact) => fact.name === 'host')?.value ?? '';
    expect(name).toMatch(/^gatehouse-[0-9a-f]{8}\.local$/);
    expect(await statusFor(name)).toBe(200);
    expect(await statusFor(`x${name}`)).toBe(403);
    expect(await statusFor(`${hostname()}.local`)).toBe(403);
  });

  it('reveals the name of the computer in full mode only', async () => {
    const { discovery } = await call('network.discovery.set', { mode: 'full' });
    const answer = await browse();
    const computer = hostname().split('.')[0] ?? '';
    expect(answer).toContain(`displayName=Gatehouse on ${computer}`);
    expect(answer).toContain('gatehouseVersion=');
    expect(discovery?.reveals.full).toContainEqual({ name: 'displayName', value: `Gatehouse on ${computer}` });
  });

  it('says goodbye when it is turned off, when access ends, and when the gateway stops', async () => {
    const goodbye = async (end: () => Promise<unknown>) => {
      heard.length = 0;
      await end();
      await expect.poll(() => answers().length).toBeGreaterThan(0);
    };
    await goodbye(() => call('network.discovery.set', { mode: 'off' }));
    expect(await statusFor(`${hostname().split('.')[0]}-gatehouse.local`)).toBe(403);
    await call('network.discovery.set', { mode: 'minimal' });
    await goodbye(() => call('network.set', { mode: 'loopback' }));
    expect((await call('network.status')).discovery).toMatchObject({ mode: 'minimal', isAnnounced: false });
    expect((await call('network.set', { mode: 'lan' })).discovery?.isAnnounced).toBe(true);
    await goodbye(() => gateway.stop());
  });
});
