// Proves: AU-4
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startProtocolHost, type ProtocolHost } from './support/protocol-host.ts';
import { connected, connectParams, RawSocket } from './support/raw-socket.ts';

let gateway: ProtocolHost;
let owner: RawSocket;

beforeAll(async () => {
  gateway = await startProtocolHost(() => ({ steps: [{ say: 'hello' }] }));
  owner = await connected(gateway.url, { scopes: ['operator.admin'] });
});
afterAll(async () => {
  owner.close();
  await gateway.stop();
});

interface Made {
  readonly key: string;
  readonly record: { readonly id: string };
}

async function make(id: string, options: Readonly<Record<string, unknown>>): Promise<Made> {
  const answer = await owner.request(id, 'apiKeys.create', { name: 'CI', ...options });
  expect(answer.ok).toBe(true);
  return answer.payload as unknown as Made;
}

const metrics = (key: string) =>
  fetch(`${gateway.address.origin}/metrics`, { headers: { Authorization: `Bearer ${key}` } });

describe('API keys', () => {
  it('give access according to their scopes over HTTP and WebSocket, and are listed without the key', async () => {
    const { key } = await make('m1', { scopes: ['operator.read'] });
    expect((await metrics(key)).status).toBe(200);
    const program = await connected(gateway.url, { auth: { token: key }, scopes: ['operator.admin', 'operator.read'] });
    expect((await program.request('l', 'sessions.list')).ok).toBe(true);
    expect((await program.request('k', 'apiKeys.list')).error?.message).toBe('missing scope: operator.admin');
    program.close();
    const listed = await owner.request('l1', 'apiKeys.list');
    expect(JSON.stringify(listed.payload)).not.toContain(key);
    expect(JSON.stringify(listed.payload)).not.toContain('"hash"');
  });

  it('are revoked immediately, together with their connections', async () => {
    const { key, record } = await make('m2', { scopes: ['operator.read'] });
    const program = await connected(gateway.url, { auth: { token: key }, scopes: [] });
    await owner.request('r2', 'apiKeys.revoke', { id: record.id });
    expect(await program.closed).toEqual({ code: 4001, reason: 'key revoked' });
    expect((await metrics(key)).status).toBe(401);
    const again = await RawSocket.open(gateway.url);
    const answer = await again.request('c', 'connect', connectParams({ auth: { token: key } }));
    expect(answer.error?.details?.['code']).toBe('AUTH_TOKEN_MISMATCH');
  });

  it('end their streams when revoked', async () => {
    await owner.request('s1', 'sessions.create', { key: 'followed' });
    const { key, record } = await make('m9', { scopes: ['operator.read'] });
    const stream = await fetch(`${gateway.address.origin}/sessions/followed/history`, {
      headers: { Authorization: `Bearer ${key}`, Accept: 'text/event-stream' },
    });
    expect(stream.status).toBe(200);
    const ended = stream.text().then(
      () => 'ended',
      () => 'ended',
    );
    await owner.request('r9', 'apiKeys.revoke', { id: record.id });
    expect(await ended).toBe('ended');
  });

  it('have separate rate limits', async () => {
    const limited = await make('m3', { scopes: ['operator.read'], perMinute: 2 });
    const free = await make('m4', { scopes: ['operator.read'] });
    await metrics(limited.key);
    expect((await metrics(limited.key)).headers.get('ratelimit-remaining')).toBe('0');
    const refused = await metrics(limited.key);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await metrics(free.key)).status).toBe(200);
    const socket = await connected(gateway.url, { auth: { token: limited.key }, scopes: [] });
    expect((await socket.request('h', 'health')).error).toMatchObject({ code: 'UNAVAILABLE', retryable: true });
    socket.close();
  });
});
