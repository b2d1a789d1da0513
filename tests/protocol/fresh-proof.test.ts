// Sensitive calls from elsewhere: signed one by one by the caller's key, or confirmed by a person; nothing else opens them.
// Proves: SC-6
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BrowserKey } from '../support/browser-key.ts';
import { TestDevice } from './support/device.ts';
import { startOwnClient } from './support/own-client.ts';
import { startProtocolHost, type ProtocolHost } from './support/protocol-host.ts';
import { connected, type RawFrame, type RawSocket } from './support/raw-socket.ts';

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

const call = (from: RawSocket, method: string, params: unknown = {}) =>
  from.request(`call-${(calls += 1)}`, method, params);

/** A write of the approval policy. */
const METHOD = 'exec.approvals.set';
async function policy(word: string): Promise<unknown> {
  const { payload } = await call(owner, 'exec.approvals.get');
  const agents = { main: { allowlist: [{ pattern: `npm ${word}` }] } };
  return { file: { version: 1, agents }, baseHash: payload?.['hash'] };
}

/** A device with all rights that sits elsewhere: it comes with its token. */
async function phone(): Promise<{ readonly device: TestDevice; readonly socket: RawSocket }> {
  const device = new TestDevice();
  const { payload } = await call(owner, 'device.pair.setupCode', { includeQr: false });
  const { setupCode } = payload as { setupCode: string };
  const { bootstrapToken } = JSON.parse(Buffer.from(setupCode, 'base64url').toString()) as { bootstrapToken: string };
  const node = await device.connect(gateway.url, { role: 'node', scopes: [], auth: { bootstrapToken } });
  node.socket.close();
  const { deviceTokens } = (
    node.answer.payload as { auth: { deviceTokens: readonly { role: string; deviceToken: string }[] } }
  ).auth;
  const token = deviceTokens.find(({ role }) => role === 'operator')?.deviceToken ?? expect.fail('no token');
  const { socket } = await device.connect(gateway.url, { scopes: ['operator.admin'], auth: { token } });
  return { device, socket };
}

const reasonOf = ({ error }: RawFrame) => error?.details?.['code'];

/** What the device sends to prove the refused call; `changes` forge the text that it signs. */
function sign(device: TestDevice, refusal: RawFrame, changes: Readonly<Record<string, unknown>> = {}) {
  const facts: Readonly<Record<string, unknown>> = { ...refusal.error?.details, signedAt: Date.now(), ...changes };
  const { nonce, method, paramsHash, signedAt } = facts;
  const text = ['gatehouse-proof-v1', nonce, method, paramsHash, signedAt].join('|');
  return { nonce: refusal.error?.details?.['nonce'], signedAt, signature: device.sign(text) };
}

describe('a sensitive call', () => {
  it.each([
    ['sessions.export_user', {}],
    ['agents.settings.set', { agentId: 'main', approvalMode: 'full' }],
    ['trust.set', { agentId: 'main', trusted: true }],
    ['sessions.create', { key: 'free', permissionMode: 'full' }],
    ['sessions.create', { key: 'elsewhere', machine: 'host' }],
    ['dispatches.create', { prompt: 'x', folder: '/x', entries: [{ approvalMode: 'full' }], idempotencyKey: 'free' }],
    ['sessions.spawn', { key: 'free', permissionMode: 'full' }],
    ['sessions.patch', { key: 'known', permissionMode: 'full' }],
    ['sessions.patchMany', { targets: [{ key: 'known' }], patch: { permissionMode: 'full' } }],
    ['apiKeys.create', { name: 'second', scopes: ['operator.read'] }],
    ['browsers.link', {}],
    ['device.pair.setupCode', {}],
    ['device.pair.approve', { requestId: 'x' }],
    ['node.pair.approve', { requestId: 'x' }],
    ['terminal.open', { agentId: 'main', cols: 80, rows: 24 }],
    ['terminal.attach', { sessionId: 'x' }],
    ['approvals.rules.add', { agentId: 'main', words: ['ls'] }],
    ['approvals.rules.update', { id: 'x', workspace: '*' }],
    ['approvals.rules.remove', { id: 'x' }],
    ['approvals.rules.restore', { id: 'x' }],
    ['approvals.rules.import', { file: { format: 'gatehouse-rules', version: 1, rules: [] } }],
    ['approvals.resolve', { id: 'x', decision: 'allow-always', rules: [{ words: ['ls'], scope: 'agent' }] }],
  ])('from another machine is %s', async (method, params) => {
    await call(owner, 'sessions.create', { key: 'known' });
    const { socket } = await phone();
    expect(reasonOf(await call(socket, method, params))).toBe('FRESH_PROOF_REQUIRED');
    socket.close();
  });

  it('gives a session full access once it is proven, and not its forks', async () => {
    const { device, socket } = await phone();
    const params = { key: 'proven', permissionMode: 'full' };
    const refusal = await call(socket, 'sessions.create', params);
    expect((await call(owner, 'sessions.describe', { key: 'proven' })).payload).toEqual({ session: null });
    expect((await call(socket, 'proof.submit', sign(device, refusal))).ok).toBe(true);
    expect((await call(socket, 'sessions.create', params)).payload).toMatchObject({
      entry: { permissionMode: 'full' },
    });
    const fork = { key: 'fork', parentSessionKey: 'proven', fork: true };
    const forked = await call(socket, 'sessions.create', fork);
    if (forked.ok === true) expect(forked.payload?.['entry']).not.toHaveProperty('permissionMode', 'full');
    expect(reasonOf(await call(socket, 'sessions.create', { ...fork, key: 'free-fork', permissionMode: 'full' }))).toBe(
      'FRESH_PROOF_REQUIRED',
    );
    socket.close();
  });

  it('is proven once, however many sensitive things it does', async () => {
    const { device, socket } = await phone();
    await call(owner, 'sessions.create', { key: 'both' });
    for (const [method, params] of [
      ['sessions.create', { key: 'new-both', permissionMode: 'full', machine: 'host' }],
      ['sessions.patch', { key: 'both', permissionMode: 'full', machine: 'host' }],
    ] as const) {
      const refusal = await call(socket, method, params);
      expect((await call(socket, 'proof.submit', sign(device, refusal))).ok).toBe(true);
      expect((await call(socket, method, params)).payload).toMatchObject({
        entry: { permissionMode: 'full', machine: 'host' },
      });
    }
    socket.close();
  });

  it('is also one that returns a session to the full access of its agent', async () => {
    const { socket } = await phone();
    await call(owner, 'sessions.create', { key: 'bound', permissionMode: 'read-only' });
    await call(owner, 'agents.settings.set', { agentId: 'main', approvalMode: 'full' });
    expect(reasonOf(await call(socket, 'sessions.patch', { key: 'bound', permissionMode: null }))).toBe(
      'FRESH_PROOF_REQUIRED',
    );
    expect(reasonOf(await call(socket, 'agents.duplicate', { agentId: 'main' }))).toBe('FRESH_PROOF_REQUIRED');
    await call(owner, 'agents.settings.set', { agentId: 'main', approvalMode: 'ask' });
    socket.close();
  });

  it('includes creating an agent with full access in the configuration', async () => {
    const { socket } = await phone();
    const { payload } = await call(socket, 'config.get');
    const raw = JSON.stringify({ agents: { entries: { intruder: { approvalMode: 'full' } } } });
    const refusal = await call(socket, 'config.patch', { raw, baseHash: payload?.['hash'] });
    expect(reasonOf(refusal)).toBe('FRESH_PROOF_REQUIRED');
    expect(await call(owner, 'agents.list')).not.toMatchObject({ payload: { agents: [{}, {}] } });
    socket.close();
  });

  it('needs no further proof from a local program that just presented the secret', async () => {
    expect((await call(owner, METHOD, await policy('here'))).ok).toBe(true);
  });

  it('is rejected for a device with only its token and accepted once with a signature', async () => {
    const { device, socket } = await phone();
    const params = await policy('signed');
    const refusal = await call(socket, METHOD, params);
    expect(refusal.error).toMatchObject({
      code: 'FORBIDDEN',
      details: { code: 'FRESH_PROOF_REQUIRED', method: METHOD },
    });
    const proof = sign(device, refusal);
    expect((await call(socket, 'proof.submit', proof)).ok).toBe(true);
    expect(reasonOf(await call(socket, METHOD, await policy('another'))), 'other params').toBe('FRESH_PROOF_REQUIRED');
    expect((await call(socket, METHOD, params)).ok).toBe(true);
    expect(reasonOf(await call(socket, METHOD, params)), 'the same call again').toBe('FRESH_PROOF_REQUIRED');
    expect(reasonOf(await call(socket, 'proof.submit', proof)), 'replayed').toBe('FRESH_PROOF_INVALID');
    socket.close();
  });

  it('is rejected with a signature of another key, call, time, or device', async () => {
    const { device, socket } = await phone();
    const refusal = await call(socket, METHOD, await policy('forged'));
    const old = Date.now() - 10 * 60_000;
    for (const proof of [
      sign(new TestDevice(), refusal),
      sign(device, refusal, { method: 'network.set' }),
      sign(device, refusal, { paramsHash: '0'.repeat(64) }),
      sign(device, refusal, { nonce: 'mine' }),
      sign(device, refusal, { signedAt: old }),
      { ...sign(device, refusal), signature: 'A'.repeat(86) },
      { ...sign(device, refusal), nonce: 'unknown' },
    ])
      expect(reasonOf(await call(socket, 'proof.submit', proof))).toBe('FRESH_PROOF_INVALID');
    const other = await phone();
    for (const signer of [device, other.device])
      expect(reasonOf(await call(other.socket, 'proof.submit', sign(signer, refusal)))).toBe('FRESH_PROOF_INVALID');
    expect(reasonOf(await call(socket, METHOD, await policy('forged')))).toBe('FRESH_PROOF_REQUIRED');
    socket.close();
    other.socket.close();
  });

  it('of a client without a key waits for a person, who confirms it once or denies it', async () => {
    const { payload } = await call(owner, 'apiKeys.create', { name: 'CI', scopes: ['operator.admin'] });
    const { key } = payload as { key: string };
    const program = await connected(gateway.url, { auth: { token: key }, scopes: ['operator.admin'] });
    const params = await policy('confirmed');
    const id = (await call(program, METHOD, params)).error?.details?.['proofId'];
    expect(reasonOf(await call(program, 'proof.confirm', { id })), 'by itself').toBe('FRESH_PROOF_REQUIRED');
    const { pending } = (await call(owner, 'proof.list')).payload as { pending: readonly Record<string, unknown>[] };
    expect(pending.find((row) => row['id'] === id)).toMatchObject({
      method: METHOD,
      actor: expect.stringContaining('CI'),
    });
    expect((await call(owner, 'proof.confirm', { id })).ok).toBe(true);
    expect((await call(program, METHOD, params)).ok).toBe(true);
    const second = (await call(program, METHOD, await policy('denied'))).error?.details?.['proofId'];
    expect((await call(owner, 'proof.deny', { id: second })).ok).toBe(true);
    expect(reasonOf(await call(owner, 'proof.confirm', { id: second }))).toBe('UNKNOWN_PROOF');
    program.close();
  });

  it('cannot be bypassed with a configuration write', async () => {
    const { device, socket } = await phone();
    const hash = async () => (await call(owner, 'config.get')).payload?.['hash'];
    const harmless = { raw: '{"limits":{"modelRetries":2}}', baseHash: await hash() };
    expect((await call(socket, 'config.patch', harmless)).ok).toBe(true);
    for (const raw of [
      '{"gateway":{"bind":"lan"}}',
      '{"gateway":{"allowedOrigins":["https://evil.example"]}}',
      '{"hooks":{"enabled":true,"token":"0123456789abcdef0"}}',
      '{"http":{"tools":{"allow":["exec"]}}}',
      '{"network":{"allow":["evil.example"]}}',
      '{"approvals":{"readOnlyCommands":false}}',
      '{"agents":{"defaults":{"approvalMode":"full"}}}',
    ])
      for (const method of ['config.patch', 'config.set', 'config.apply'])
        expect(reasonOf(await call(socket, method, { raw, baseHash: await hash() }))).toBe('FRESH_PROOF_REQUIRED');
    const params = { raw: '{"gateway":{"addresses":["192.0.2.1"]}}', baseHash: await hash() };
    const refusal = await call(socket, 'config.patch', params);
    expect((await call(owner, 'config.get')).payload?.['hash'], 'nothing was written').toBe(params.baseHash);
    expect((await call(socket, 'proof.submit', sign(device, refusal))).ok).toBe(true);
    expect((await call(socket, 'config.patch', params)).ok).toBe(true);
    socket.close();
  });

  it('of a signed-in page is signed by its client automatically', async () => {
    const { origin } = gateway.address;
    const code = new URL(await gateway.host.browserLink()).hash.replace('#code=', '');
    const key = new BrowserKey();
    const signedIn = await fetch(`${origin}/auth/session`, { method: 'POST', body: key.signInBody(code) });
    const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? expect.fail('no cookie');
    const page = { headers: { Cookie: cookie, Origin: origin }, sign: (text: string) => key.sign(text) };
    const { client, stop } = startOwnClient(gateway.url, { page });
    const rule = await client.request('approvals.rules.add', { agentId: 'main', words: ['git', 'status'] });
    expect(rule).toMatchObject({ rule: { words: ['git', 'status'] } });
    stop();
    const thief = startOwnClient(gateway.url, { page: { ...page, sign: () => 'AAAA' } });
    await expect(thief.client.request('health', {})).rejects.toMatchObject({
      details: { code: 'BROWSER_SIGN_IN_REQUIRED' },
    });
    thief.stop();
  });
});
