// What is refused: handshakes, requests, and connections that are closed.
import { TestDevice } from '../../support/device.ts';
import { connectParams, type RawSocket } from '../../support/raw-socket.ts';
import type { Replay, Stage } from '../replay.ts';

const UI = { mode: 'webchat', version: '1.0.0', platform: 'linux' };
/** More than the 64 KiB that a first frame may have. */
const TOO_MUCH = 'x'.repeat(70_000);
const ROLE_TRIES = 11;

/** Recorded cases that are a `connect` with other params. */
const CONNECTS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'no-auth': { auth: undefined },
  'wrong-password': { auth: { password: 'wrong' } },
  'tui-client-without-device': { client: { ...UI, id: 'openclaw-tui', mode: 'ui' } },
  'ui-client-without-device': { client: { ...UI, id: 'openclaw-control-ui' } },
  'protocol-mismatch': { minProtocol: 5, maxProtocol: 5 },
  'invalid-role': { role: 'emperor' },
  'unknown-client-id': { client: { ...UI, id: 'nobody' } },
  'extra-connect-field': { foo: 1 },
};

export const REFUSAL_REPLAYS: readonly Replay[] = [
  {
    file: 'connect-errors',
    async run(stage) {
      for (const [name, changes] of Object.entries(CONNECTS)) await stage.connect(name, changes);
      await stage.device('wrong-token', new TestDevice(), { auth: { token: 'wrong' } });
      await badProofs(stage);
      await badFirstFrames(stage);
    },
  },
  { file: 'request-errors', run: badRequests },
  { file: 'closes', run: closes },
];

async function badProofs(stage: Stage): Promise<void> {
  const forge = async (section: string, change: (device: Readonly<Record<string, unknown>>) => object) => {
    const connection = await stage.open(section);
    const params = new TestDevice().params(await connection.socket.nonce(), {});
    const device = params['device'] as Readonly<Record<string, unknown>>; // an object by its maker
    await connection.socket.request('connect', 'connect', { ...params, device: { ...device, ...change(device) } });
  };
  await forge('bad-signature', () => ({ signature: 'A'.repeat(86) }));
  await forge('bad-nonce', () => ({ nonce: 'another' }));
  await forge('stale-signedAt', () => ({ signedAt: Date.now() - 60 * 60_000 }));
  await forge('device-id-mismatch', () => ({ id: '0'.repeat(64) }));
}

async function badFirstFrames({ open }: Stage): Promise<void> {
  const send = async (section: string, frame: unknown): Promise<RawSocket> => {
    const { socket } = await open(section);
    socket.send(frame);
    await socket.closed;
    return socket;
  };
  const early = await open('first-frame-not-connect');
  await early.call('health', {});
  await early.socket.closed;
  await send('first-frame-not-json', 'hello');
  await send('first-frame-no-method', { type: 'req', id: '1' });
  await send('preauth-too-large', { type: 'req', id: 'connect', method: 'connect', params: { pathEnv: TOO_MUCH } });
}

async function badRequests({ connect }: Stage): Promise<void> {
  const client = await connect();
  const { socket } = client;
  await client.call('no.such.method', {});
  await client.call('chat.send', {});
  await client.call('chat.send', { sessionKey: 'main', message: 'x', idempotencyKey: 'a', nope: 1 });
  await client.call('node.event', { event: 'x' });
  await socket.request('connect', 'connect', connectParams());
  await client.call('', undefined);
  socket.send({ foo: 1 });
  await socket.answer('invalid');
  socket.send('not json');
  await client.call('cron.get', { id: 'nope' });
  await client.call('exec.approval.resolve', { id: 'nope', decision: 'deny' });
  await client.call('sessions.describe', { key: 'agent:main:nope' });
  await client.call('chat.history', { sessionKey: 'agent:main:nope' });
  await client.call('health', {});
  const reader = await connect('read-only scopes', { scopes: ['operator.read'] });
  await reader.call('chat.send', { sessionKey: 'main', message: 'x', idempotencyKey: 'a' });
  await reader.call('config.patch', { raw: '{}' });
  await reader.call('device.pair.list', {});
  await reader.call('exec.approval.list', {});
}

async function closes({ connect, device }: Stage): Promise<void> {
  const owner = await connect('owner');
  for (const method of ['device.pair.remove', 'device.token.revoke', 'device.token.rotate']) {
    const one = new TestDevice();
    const connection = await device(method, one, { client: { id: 'cli', mode: 'cli' } });
    await owner.call(method, { deviceId: one.id, ...(method === 'device.pair.remove' ? {} : { role: 'operator' }) });
    await connection.socket.closed;
  }
  const large = await connect('frame above maxPayload');
  large.socket.send(`{"type":"req","id":"1","method":"health","params":{"x":"${'x'.repeat(27 * 1024 * 1024)}"}}`);
  await large.socket.closed;
  const wrong = await connect('repeated unauthorized role');
  for (let tries = 0; tries < ROLE_TRIES; tries += 1) await wrong.call('node.event', { event: 'x' });
  await wrong.socket.closed;
}
