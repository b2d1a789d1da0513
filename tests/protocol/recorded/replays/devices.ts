// Devices and nodes, from the first connect to the removal.
import { TestDevice } from '../../support/device.ts';
import type { Replay, ReplayConnection } from '../replay.ts';

const BACKEND = { client: { id: 'gateway-client', mode: 'backend', version: '1.0.0', platform: 'linux' } };
const NODE = {
  id: 'node-host',
  mode: 'node',
  version: '1.0.0',
  platform: 'linux',
  deviceFamily: 'Linux',
  displayName: 'A node',
};
const PHONE = { displayName: 'A phone' };

export const DEVICE_REPLAYS: readonly Replay[] = [
  { file: 'connect-backend', run: async ({ connect }) => void (await connect('', BACKEND)) },
  {
    file: 'connect-device',
    run: async ({ device }) => void (await device('', new TestDevice(), { client: { id: 'cli', mode: 'cli' } })),
  },
  {
    file: 'pairing',
    async run({ connect, device, gateway }) {
      const operator = await connect('operator', BACKEND);
      const phone = new TestDevice();
      // A page is never let in silently.
      const headers = { Origin: gateway.address.origin };
      const scopes = ['operator.read'];
      await device('phone-1', phone, { client: PHONE, scopes, headers });
      const [asked] = await pendingOf(operator, 'device.pair.list');
      await operator.call('device.pair.approve', { requestId: asked?.['requestId'] });
      const inside = await device('phone-2', phone, { client: PHONE, scopes, headers });
      const token = deviceTokenOf(inside);
      await device('phone-4', phone, { client: PHONE, scopes: ['operator.admin'], auth: { token }, headers });
      await device('phone-5', phone, { client: PHONE, scopes: ['operator.admin'], headers });
      const [wider] = await pendingOf(operator, 'device.pair.list');
      await operator.call('device.pair.reject', { requestId: wider?.['requestId'] });
      const own = { deviceId: phone.id, role: 'operator' };
      await operator.call('device.token.rotate', own);
      await operator.call('device.token.revoke', own);
      await operator.call('device.pair.rename', { deviceId: phone.id, label: 'My phone' });
      await operator.call('device.pair.list', {});
      await operator.call('device.pair.remove', { deviceId: phone.id });
    },
  },
  {
    file: 'node',
    async run({ connect, device }) {
      const operator = await connect('operator', BACKEND);
      const machine = new TestDevice();
      const nodeId = machine.id;
      const options = { client: NODE, role: 'node', scopes: [], caps: ['system'], commands: ['system.which'] } as const;
      await device('node-1', machine, options);
      const [asked] = await pendingOf(operator, 'node.pair.list');
      await operator.call('node.pair.approve', { requestId: asked?.['requestId'] });
      const node = await device('node-2', machine, options);
      await operator.call('node.list', {});
      await invoke(operator, node, nodeId);
      await node.call('node.event', { event: 'node.presence.alive', payloadJSON: '{"trigger":"manual"}' });
      await operator.call('node.describe', { nodeId });
      await operator.call('node.pair.remove', { nodeId });
      await node.socket.closed;
    },
  },
  {
    file: 'setup-code',
    async run({ connect, device }) {
      const operator = await connect('operator', BACKEND);
      const made = await operator.ask('device.pair.setupCode', { includeQr: false });
      const content = Buffer.from(String(made['setupCode']), 'base64url').toString();
      const { bootstrapToken = '' } = JSON.parse(content) as Readonly<Record<string, string>>; // as our gateway made it
      const phone = new TestDevice();
      const asNode = { client: PHONE, role: 'node', scopes: [], auth: { bootstrapToken } } as const;
      await device('phone-node', phone, asNode);
      await operator.call('device.pair.setupStatus', { setupId: made['setupId'] });
      await device('phone-again', new TestDevice(), asNode);
      await operator.call('device.pair.remove', { deviceId: phone.id });
    },
  },
];

async function pendingOf(
  operator: ReplayConnection,
  method: string,
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const { pending } = await operator.ask(method, {});
  return Array.isArray(pending) ? pending : [];
}

function deviceTokenOf({ socket }: ReplayConnection): string {
  const hello = socket.frames.find(({ id }) => id === 'connect');
  const auth = hello?.payload?.['auth'] as Readonly<Record<string, unknown>> | undefined; // an object in every greeting
  return String(auth?.['deviceToken']);
}

async function invoke(operator: ReplayConnection, node: ReplayConnection, nodeId: string): Promise<void> {
  const command = { nodeId, command: 'system.which', params: { bins: ['git'] }, timeoutMs: 5_000 };
  const answered = operator.call('node.invoke', { ...command, idempotencyKey: 'recorded-invoke-1' });
  const asked = await Promise.race([answered, node.socket.event('node.invoke.request')]);
  if (asked.type === 'event') {
    const id = asked.payload?.['id'];
    await node.call('node.invoke.result', { id, nodeId, ok: true, payloadJSON: '{"bins":{"git":"/usr/bin/git"}}' });
  }
  await answered;
}
