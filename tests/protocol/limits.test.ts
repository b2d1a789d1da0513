// Limits: one kind of request is refused without touching the others, and whoever is refused is told how long to wait.
// Proves: GW-13
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestDevice } from './support/device.ts';
import { startProtocolHost, TOKEN, type ProtocolHost } from './support/protocol-host.ts';
import { connected, type RawSocket } from './support/raw-socket.ts';

const HOOK_TOKEN = 'hook-token-of-the-tests';
const rates = { write: 3, chatSend: 2 };
let gateway: ProtocolHost;
let socket: RawSocket;
let calls = 0;

beforeAll(async () => {
  const config = { limits: { rates }, hooks: { enabled: true, token: HOOK_TOKEN } };
  gateway = await startProtocolHost(() => ({ steps: [{ say: 'hello' }] }), { config });
  socket = await connected(gateway.url);
});
afterAll(async () => {
  socket.close();
  await gateway.stop();
});

const call = (method: string, params: unknown = {}, from = socket) =>
  from.request(`call-${(calls += 1)}`, method, params);
const set = (from = socket) => call('preferences.set', { preferences: { theme: 'dark' } }, from);

describe('a class of requests', () => {
  it('is rejected beyond its limit with the time to wait, without affecting other classes and callers', async () => {
    for (let count = 0; count < rates.write; count += 1) expect((await set()).ok).toBe(true);
    const refused = await set();
    expect(refused.error).toMatchObject({
      code: 'UNAVAILABLE',
      retryable: true,
      details: { code: 'RATE_LIMITED', method: 'preferences.set', kind: 'write', limit: '3 per 60s' },
    });
    expect(refused.error?.retryAfterMs).toBeGreaterThan(0);
    expect(refused.error?.retryAfterMs).toBeLessThanOrEqual(60_000);
    expect((await call('preferences.get')).ok).toBe(true);
    const device = await new TestDevice().connect(gateway.url, { scopes: ['operator.write'] });
    expect((await set(device.socket)).ok).toBe(true);
    device.socket.close();
  });

  it('is counted across all connections of a caller', async () => {
    const other = await connected(gateway.url);
    expect((await set(other)).error?.details?.['code']).toBe('RATE_LIMITED');
    other.close();
  });

  it('applies a configured limit immediately, and all limits are listed', async () => {
    const { payload } = await call('gateway.limits');
    const { rates: rows, signIn, hooks, pairing } = payload as Record<string, unknown>;
    expect(rows).toContainEqual({ name: 'write', perMinute: 3, refused: expect.any(Number) });
    expect([signIn, hooks]).toMatchObject([{ failures: 10 }, { failures: 20 }]);
    expect(pairing).toMatchObject({ perAddress: 30, inAll: 100 });
    const config = { limits: { rates: { ...rates, write: 1_000 } }, hooks: { enabled: true, token: HOOK_TOKEN } };
    writeFileSync(join(gateway.home, 'gatehouse.json5'), JSON.stringify(config));
    await expect.poll(async () => (await set()).ok).toBe(true);
  });
});

describe('over HTTP', () => {
  const ask = () =>
    fetch(`${gateway.address.origin}/v1/chat/completions`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${TOKEN}` },
      body: '{}',
    });

  it('each response has the remaining requests, and a rejection the time to wait', async () => {
    const seen = [await ask(), await ask(), await ask()];
    expect(seen.map(({ status }) => status)).toEqual([400, 400, 429]);
    const header = (name: string) => seen.map(({ headers }) => headers.get(name));
    expect(header('ratelimit-limit')).toEqual(['2', '2', '2']);
    expect(header('ratelimit-remaining')).toEqual(['1', '0', '0']);
    expect(header('retry-after').slice(0, 2)).toEqual([null, null]);
    expect(Number(header('retry-after')[2])).toBeGreaterThan(0);
    expect(Number(header('ratelimit-reset')[2])).toBeLessThanOrEqual(60);
  });

  it('locks hooks after twenty wrong tokens, without affecting sign-in', async () => {
    const wake = (token: string) =>
      fetch(`${gateway.address.origin}/hooks/wake`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${token}` },
        body: '{}',
      });
    const wrong = await Promise.all(Array.from({ length: 20 }, () => wake('wrong')));
    expect(new Set(wrong.map(({ status }) => status))).toEqual(new Set([401]));
    const late = await wake(HOOK_TOKEN);
    expect([late.status, Number(late.headers.get('retry-after')) > 60]).toEqual([429, true]);
    const program = await connected(gateway.url);
    program.close();
  });
});

it('limits pairing requests of devices with changing names', async () => {
  const host = await startProtocolHost(() => ({ steps: [{ say: 'hello' }] }));
  const owner = await connected(host.url);
  const page = { Origin: host.address.origin };
  const codes: unknown[] = [];
  for (let count = 0; count < 34; count += 1) {
    const { socket: device, answer } = await new TestDevice().connect(host.url, { headers: page });
    const requestId = answer.error?.details?.['requestId'];
    codes.push(requestId === undefined ? 'turned away' : 'waits');
    if (requestId !== undefined) await owner.request(`reject ${count}`, 'device.pair.reject', { requestId });
    device.close();
  }
  expect(codes.lastIndexOf('waits')).toBe(29);
  owner.close();
  await host.stop();
});
