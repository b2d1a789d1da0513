// models.probe really asks; models.authLogout forgets a stored key.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Reply } from '../support/model-server.ts';
import { findViolations } from './support/published-check.ts';
import { startProtocolHost, type ProtocolHost } from './support/protocol-host.ts';
import { connected, type RawFrame, type RawSocket } from './support/raw-socket.ts';

const OK: Reply = { steps: [{ say: 'ok' }] };
let reply: Reply = OK;
let gateway: ProtocolHost;
let socket: RawSocket;
let calls = 0;

beforeAll(async () => {
  gateway = await startProtocolHost(() => reply);
  socket = await connected(gateway.url);
});
afterAll(async () => {
  socket.close();
  await gateway.stop();
});

const ask = (method: string, params: unknown): Promise<RawFrame> => socket.request(`c${(calls += 1)}`, method, params);
const error = (status: number, type: string): Reply => ({
  status,
  body: JSON.stringify({ type: 'error', error: { type, message: 'no' } }),
});

it('usage.status returns the rate limits of the last response, in the published format', async () => {
  expect((await ask('usage.status', {})).payload).toMatchObject({ providers: [] });
  const limit = 'anthropic-ratelimit-requests';
  const headers = { [`${limit}-limit`]: '50', [`${limit}-remaining`]: '0', [`${limit}-reset`]: '2020-01-01T00:00:00Z' };
  const refusal = error(429, 'rate_limit_error');
  reply = 'status' in refusal ? { ...refusal, headers } : refusal;
  await ask('models.probe', { provider: 'anthropic', timeoutMs: 20_000 });
  // The reset has passed, so the limit is unused again.
  const windows = [{ label: 'Requests', usedPercent: 0 }];
  const observed = { provider: 'anthropic', displayName: 'Anthropic', windows, observedAt: expect.any(Number) };
  expect((await ask('usage.status', {})).payload).toEqual({ updatedAt: expect.any(Number), providers: [observed] });
});

describe('models.probe', () => {
  it.each<[string, Reply, string]>([
    ['an answer', OK, 'ok'],
    ['a wrong key', error(401, 'authentication_error'), 'auth'],
    ['too many calls', error(429, 'rate_limit_error'), 'rate_limit'],
    ['silence', { steps: [{ hang: true }] }, 'timeout'],
  ])('reports the result: %s', async (_, answer, status) => {
    reply = answer;
    const before = gateway.model.requests.length;
    const { payload } = await ask('models.probe', {
      provider: 'anthropic',
      timeoutMs: status === 'timeout' ? 300 : 20_000,
    });
    expect(findViolations('ModelsProbeResult', payload)).toEqual([]);
    expect(payload).toMatchObject({ provider: 'anthropic', status, results: [{ status }] });
    expect(gateway.model.requests.length).toBeGreaterThan(before);
    expect(JSON.stringify(payload)).not.toContain('sk-ant');
  });

  it('rejects unknown providers and requires the admin scope', async () => {
    expect((await ask('models.probe', { provider: 'nobody' })).error?.details).toMatchObject({
      code: 'UNKNOWN_PROVIDER',
    });
    const reader = await connected(gateway.url, { scopes: ['operator.write'] });
    expect((await reader.request('p', 'models.probe', { provider: 'anthropic' })).error?.code).toBe('FORBIDDEN');
    reader.close();
  });
});

describe('models.authLogout', () => {
  it('removes a stored key and reports if there is none', async () => {
    await ask('providers.set', { id: 'openai', apiKey: 'sk-stored-0123456789abcdef' });
    const statusOf = async () => {
      const { payload } = await ask('models.authStatus', {});
      const { providers } = payload as { providers: { provider: string; status: string }[] }; // its shape has a test of its own
      return providers.find(({ provider }) => provider === 'openai')?.status;
    };
    expect(await statusOf()).toBe('static');
    const removed = { ok: true, provider: 'openai', removed: true };
    expect((await ask('models.authLogout', { provider: 'openai' })).payload).toEqual(removed);
    expect(await statusOf()).toBe('missing');
    expect((await ask('models.authLogout', { provider: 'openai' })).payload).toEqual({ ...removed, removed: false });
    expect((await ask('models.authLogout', { provider: 'nobody' })).error?.code).toBe('INVALID_REQUEST');
  });
});

describe('a personal key', () => {
  const set = async (params: object) => (await ask('providers.set', { id: 'anthropic', ...params })).payload;
  const findKeys = async () => {
    const { payload } = await ask('providers.list', {});
    // The list of providers, as declared.
    const providers = payload?.['providers'] as readonly { readonly id: string; readonly keys: readonly string[] }[];
    return providers.find(({ id }) => id === 'anthropic')?.keys;
  };
  const sentKey = async () => {
    await ask('models.probe', { provider: 'anthropic', timeoutMs: 20_000 });
    return gateway.model.requests.at(-1)?.headers['authorization'];
  };

  it('overrides the shared one, is never shown, and is removed first', async () => {
    reply = OK;
    expect(await findKeys()).toEqual(['environment']);
    await set({ apiKey: 'sk-ant-shared-000000' });
    const status = await set({ apiKey: 'sk-ant-personal-000000', personal: true });
    expect(status).toMatchObject({ provider: { key: 'stored', keys: ['personal', 'shared', 'environment'] } });
    expect(await sentKey()).toContain('sk-ant-personal');
    const { payload: audit } = await ask('audit.entries', { limit: 1 });
    expect(audit).toMatchObject({
      entries: [{ action: 'provider.set', details: { key: 'stored', personal: true } }],
    });
    for (const shown of [status, audit, (await ask('models.authStatus', {})).payload])
      expect(JSON.stringify(shown)).not.toContain('sk-ant-');
    expect((await ask('models.authLogout', { provider: 'anthropic' })).payload).toMatchObject({ removed: true });
    expect(await findKeys()).toEqual(['shared', 'environment']);
    expect(await sentKey()).toContain('sk-ant-shared');
    expect((await ask('models.authLogout', { provider: 'anthropic' })).payload).toMatchObject({ removed: true });
    expect((await ask('models.authLogout', { provider: 'anthropic' })).payload).toMatchObject({ removed: false });
    expect(await findKeys()).toEqual(['environment']);
  });
});
