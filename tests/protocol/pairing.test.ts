// Proves: AU-2, FR-4
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestDevice } from './support/device.ts';
import { findViolations } from './support/published-check.ts';
import { startProtocolHost, TOKEN, type ProtocolHost } from './support/protocol-host.ts';
import { connected, RawSocket } from './support/raw-socket.ts';

let gateway: ProtocolHost;
let owner: RawSocket;
let calls = 0;

beforeAll(async () => {
  gateway = await startProtocolHost(() => ({ steps: [{ say: 'hello' }] }));
  owner = await connected(gateway.url, { scopes: ['operator.admin'] });
});
afterAll(async () => {
  owner.close();
  await gateway.stop();
});

const call = (method: string, params: Readonly<Record<string, unknown>> = {}, from = owner) =>
  from.request(`call-${(calls += 1)}`, method, params);
const list = async () => (await call('device.pair.list')).payload as { pending: Row[]; paired: Row[] };

interface Row {
  readonly requestId: string;
  readonly deviceId: string;
  readonly tokens: readonly Readonly<Record<string, unknown>>[];
}

/** A page of this gateway's own address: it is never let in silently. */
const page = () => ({ Origin: gateway.address.origin });

/** A device from outside that a person let in; its token. */
async function paired(device: TestDevice, scopes: readonly string[]): Promise<string> {
  const { answer } = await device.connect(gateway.url, { scopes, headers: page() });
  const requestId = answer.error?.details?.['requestId'];
  expect((await call('device.pair.approve', { requestId })).ok).toBe(true);
  const again = await device.connect(gateway.url, { scopes, headers: page() });
  again.socket.close();
  return tokenOf(again.answer.payload);
}

function tokenOf(payload: unknown): string {
  const { auth } = payload as { auth: { deviceToken: string } };
  return auth.deviceToken;
}

describe('pairing', () => {
  it('pairs a local program with the token immediately, with a stable device token', async () => {
    const device = new TestDevice();
    const first = await device.connect(gateway.url, { scopes: ['operator.read'] });
    expect(findViolations('HelloOk', first.answer.payload)).toEqual([]);
    const token = tokenOf(first.answer.payload);
    first.socket.close();
    const second = await device.connect(gateway.url, { auth: { token }, scopes: ['operator.read'] });
    expect(tokenOf(second.answer.payload)).toBe(token);
    second.socket.close();
    const wider = await device.connect(gateway.url, { scopes: ['operator.read', 'operator.write'] });
    expect(wider.answer.payload).toMatchObject({ auth: { scopes: ['operator.read', 'operator.write'] } });
    wider.socket.close();
  });

  it('makes a page wait until a person approves it', async () => {
    const device = new TestDevice();
    const options = { scopes: ['operator.read', 'operator.approvals'], headers: page() };
    const { socket, answer } = await device.connect(gateway.url, options);
    expect(answer.error).toMatchObject({
      code: 'NOT_PAIRED',
      message: 'pairing required: device is not approved yet',
      details: { code: 'PAIRING_REQUIRED', reason: 'not-paired', deviceId: device.id, requestedRole: 'operator' },
    });
    const requestId = String(answer.error?.details?.['requestId']);
    expect(await socket.closed).toMatchObject({ code: 1008, reason: expect.stringContaining(requestId) });
    const again = await device.connect(gateway.url, options);
    expect(again.answer.error?.details?.['requestId']).toBe(requestId);
    const { pending } = await list();
    expect(
      findViolations(
        'DevicePairRequestedEvent',
        pending.find((row) => row.requestId === requestId),
      ),
    ).toEqual([]);
    const approval = await call('device.pair.approve', { requestId });
    expect(approval.payload).toMatchObject({
      requestId,
      device: { deviceId: device.id, approvedVia: 'owner', tokens: [{ role: 'operator' }] },
    });
    const resolved = await owner.event('device.pair.resolved');
    expect(findViolations('DevicePairResolvedEvent', resolved.payload)).toEqual([]);
    const inside = await device.connect(gateway.url, options);
    expect(inside.answer.ok).toBe(true);
    const row = (await list()).paired.find(({ deviceId }) => deviceId === device.id);
    expect(row).toMatchObject({ connected: true });
    expect(JSON.stringify(row)).not.toMatch(/salt|hash/);
    inside.socket.close();
  });

  it('requires a new approval for more scopes or a changed device, and denies access after a rejection', async () => {
    const device = new TestDevice();
    const token = await paired(device, ['operator.read']);
    const more = await device.connect(gateway.url, { auth: { token }, scopes: ['operator.admin'] });
    expect(more.answer.error?.details).toMatchObject({ reason: 'scope-upgrade', approvedScopes: ['operator.read'] });
    const requestId = more.answer.error?.details?.['requestId'];
    expect((await call('device.pair.reject', { requestId })).payload).toEqual({ requestId, deviceId: device.id });
    expect((await call('device.pair.approve', { requestId })).ok).toBe(false);
    const other = { client: { platform: 'Android 20' }, auth: { token } };
    expect((await device.connect(gateway.url, other)).answer.error?.details).toMatchObject({
      reason: 'metadata-upgrade',
    });
    const newer = await device.connect(gateway.url, { client: { platform: 'iOS 19.1' }, auth: { token } });
    expect(newer.answer.ok).toBe(true);
    newer.socket.close();
  });

  it('allows approvers to grant only scopes they hold', async () => {
    const device = new TestDevice();
    const { answer } = await device.connect(gateway.url, { scopes: ['operator.admin'], headers: page() });
    const requestId = answer.error?.details?.['requestId'];
    const approver = await connected(gateway.url, { scopes: ['operator.pairing'] });
    expect((await call('device.pair.approve', { requestId }, approver)).error).toMatchObject({
      code: 'FORBIDDEN',
      details: { missingScope: 'operator.admin' },
    });
    approver.close();
    await call('device.pair.reject', { requestId });
  });

  it('accepts a token only from its own device, and not after it was revoked or rotated', async () => {
    const device = new TestDevice();
    const token = await paired(device, ['operator.read']);
    const thief = await new TestDevice().connect(gateway.url, { auth: { token } });
    expect(thief.answer.error?.details).toMatchObject({ code: 'AUTH_TOKEN_MISMATCH' });
    const live = await device.connect(gateway.url, { auth: { token } });
    const rotated = await call('device.token.rotate', { deviceId: device.id, role: 'operator' });
    expect(findViolations('DeviceTokenRotateResult', rotated.payload)).toEqual([]);
    expect(rotated.payload).toMatchObject({ tokenDelivery: 'withheld-cross-device' });
    expect((await live.socket.closed).code).toBe(4001);
    expect((await device.connect(gateway.url, { auth: { token } })).answer.error?.details).toMatchObject({
      code: 'AUTH_TOKEN_MISMATCH',
      canRetryWithDeviceToken: true,
    });
    const revoked = await call('device.token.revoke', { deviceId: device.id, role: 'operator' });
    expect(revoked.payload).toMatchObject({ deviceId: device.id, revokedAtMs: expect.any(Number) });
    const back = await device.connect(gateway.url, { auth: { token: TOKEN } });
    expect(back.answer.error?.details).toMatchObject({ code: 'PAIRING_REQUIRED' });
  });

  it('closes the sockets of a removed device', async () => {
    const device = new TestDevice();
    const { socket } = await device.connect(gateway.url);
    await call('device.pair.remove', { deviceId: device.id });
    expect(await socket.closed).toEqual({ code: 4001, reason: 'device removed' });
    expect((await list()).paired.some(({ deviceId }) => deviceId === device.id)).toBe(false);
  });

  it('identifies the gateway by its key', async () => {
    const one = (await call('gateway.identity.get')).payload;
    expect(one).toEqual({ deviceId: expect.stringMatching(/^[0-9a-f]{64}$/), publicKey: expect.any(String) });
    expect((await call('gateway.identity.get')).payload).toEqual(one);
  });
});

describe('a request for more scopes', () => {
  const upgrade = async () => {
    const device = new TestDevice();
    const token = await paired(device, ['operator.read']);
    const { socket } = await device.connect(gateway.url, {
      auth: { token },
      scopes: ['operator.read'],
      headers: page(),
    });
    const asked = await call('device.scopes.requestUpgrade', { scopes: ['operator.write'] }, socket);
    expect(findViolations('ScopeUpgradeRegistration', asked.payload)).toEqual([]);
    return { device, socket, requestId: asked.payload?.['requestId'] };
  };

  it('is approved by a person and takes effect with the next connection', async () => {
    const { device, socket, requestId } = await upgrade();
    const waiting = call('device.scopes.waitUpgrade', { requestId }, socket);
    const row = { requestId, deviceId: device.id, isRepair: true };
    expect((await list()).pending).toContainEqual(expect.objectContaining(row));
    expect((await call('device.pair.approve', { requestId })).ok).toBe(true);
    const { payload } = await waiting;
    expect(findViolations('ScopeUpgradeResult', payload)).toEqual([]);
    expect(payload).toMatchObject({ status: 'approved', requestId, scopes: ['operator.read', 'operator.write'] });
    const token = String(payload?.['deviceToken']);
    const wider = await device.connect(gateway.url, { auth: { token }, scopes: ['operator.write'], headers: page() });
    expect(wider.answer.payload).toMatchObject({ auth: { scopes: ['operator.write'] } });
    wider.socket.close();
    socket.close();
  });

  it('is rejected without other devices being notified', async () => {
    const { socket, requestId } = await upgrade();
    const other = await upgrade();
    expect((await call('device.scopes.waitUpgrade', { requestId }, other.socket)).error?.details?.['code']).toBe(
      'UNKNOWN_REQUEST',
    );
    await call('device.pair.reject', { requestId });
    expect((await call('device.scopes.waitUpgrade', { requestId }, socket)).payload).toEqual({
      status: 'rejected',
      requestId,
    });
    const held = await call('device.scopes.requestUpgrade', { scopes: ['operator.read'] }, socket);
    expect(held.error?.details?.['code']).toBe('SCOPES_HELD');
    await call('device.pair.reject', { requestId: other.requestId });
    socket.close();
    other.socket.close();
  });
});

describe('nodes', () => {
  const client = { id: 'node-host', mode: 'node', version: '1.0.0', platform: 'linux', deviceFamily: 'Linux' };
  const commands = ['system.run', 'system.which'];

  it('are listed with their commands only after a person approved them', async () => {
    const device = new TestDevice();
    const options = { client, role: 'node', scopes: [], caps: ['system'], commands } as const;
    const { socket, answer } = await device.connect(gateway.url, options);
    expect(answer.payload).toMatchObject({ auth: { role: 'node', scopes: [] } });
    expect((await socket.request('s', 'sessions.list')).error?.message).toBe('unauthorized role: node');
    const { pending } = (await call('node.pair.list')).payload as { pending: (Row & { nodeId: string })[] };
    const request = pending.find(({ nodeId }) => nodeId === device.id);
    expect(request).toMatchObject({ commands, requiredApproveScopes: ['operator.pairing', 'operator.admin'] });
    expect((await call('node.describe', { nodeId: device.id })).payload).toMatchObject({
      commands: [],
      approvalState: 'pending-approval',
      connected: true,
    });
    const approval = await call('node.pair.approve', { requestId: request?.requestId });
    expect(approval.payload).toMatchObject({ node: { nodeId: device.id, commands } });
    expect((await call('node.list')).payload).toMatchObject({
      nodes: [{ nodeId: device.id, commands, approvalState: 'approved' }],
    });
    await call('node.pair.remove', { nodeId: device.id });
    expect((await socket.closed).code).toBe(4001);
  });

  it('require a device key', async () => {
    const socket = await RawSocket.open(gateway.url);
    const answer = await socket.request('c', 'connect', {
      ...new TestDevice().params('', { role: 'node' }),
      device: undefined,
    });
    expect(answer.error?.details).toMatchObject({ code: 'DEVICE_IDENTITY_REQUIRED' });
  });
});
