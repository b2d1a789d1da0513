// Proves: GW-1, AU-1
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findViolations } from './support/published-check.ts';
import { startProtocolHost, TOKEN, type ProtocolHost } from './support/protocol-host.ts';
import { connected, connectParams, RawSocket } from './support/raw-socket.ts';

let gateway: ProtocolHost;

beforeAll(async () => {
  gateway = await startProtocolHost(() => ({ steps: [{ say: 'hello' }] }));
});
afterAll(() => gateway.stop());

/** Sends `connect` and gives the refusal and the close. */
async function refusal(changes: Readonly<Record<string, unknown>>, headers: Readonly<Record<string, string>> = {}) {
  const socket = await RawSocket.open(gateway.url, { headers });
  const answer = await socket.request('r1', 'connect', connectParams(changes));
  return { error: answer.error, close: await socket.closed };
}

describe('handshake', () => {
  it('starts with a challenge and ends with a valid hello-ok', async () => {
    const socket = await RawSocket.open(gateway.url);
    const challenge = await socket.event('connect.challenge');
    expect(challenge.seq).toBeUndefined();
    expect(challenge.payload).toEqual({ nonce: expect.any(String), ts: expect.any(Number) });
    const hello = await socket.request('r1', 'connect', connectParams());
    expect(findViolations('HelloOk', hello.payload)).toEqual([]);
    expect(hello.payload).toMatchObject({
      protocol: 4,
      auth: { role: 'operator' },
      policy: { maxPayload: 26_214_400, tickIntervalMs: 30_000 },
    });
    socket.close();
  });

  it('accepts the secret in the password field, unknown fields, and a version range', async () => {
    const socket = await RawSocket.open(gateway.url);
    const params = { auth: { password: TOKEN }, minProtocol: 3, maxProtocol: 5, modelCatalog: { agentId: 'main' } };
    const hello = await socket.request('r1', 'connect', connectParams({ ...params, future: true }));
    expect(hello).toMatchObject({ ok: true, payload: { protocol: 4, auth: { role: 'operator' } } });
    expect((await socket.request('r2', 'sessions.list')).ok).toBe(true);
    socket.close();
  });

  it.each([
    ['a wrong token', { auth: { token: 'wrong' } }, 'AUTH_TOKEN_MISMATCH', 1008],
    ['a wrong password', { auth: { password: 'wrong' } }, 'AUTH_TOKEN_MISMATCH', 1008],
    ['no credential', { auth: undefined }, 'AUTH_TOKEN_MISSING', 1008],
    ['an unknown device token', { auth: { deviceToken: 'x' } }, 'AUTH_DEVICE_TOKEN_MISMATCH', 1008],
    ['an unknown setup code', { auth: { bootstrapToken: 'x' } }, 'AUTH_BOOTSTRAP_TOKEN_INVALID', 1008],
    ['another protocol version', { minProtocol: 5, maxProtocol: 5 }, 'PROTOCOL_MISMATCH', 1002],
    [
      'a page client without device',
      { client: { id: 'openclaw-tui', mode: 'ui', version: '1', platform: 'linux' } },
      'CONTROL_UI_DEVICE_IDENTITY_REQUIRED',
      1008,
    ],
    [
      'a browser client without Origin',
      { client: { id: 'openclaw-control-ui', mode: 'webchat', version: '1', platform: 'linux' } },
      'CONTROL_UI_ORIGIN_NOT_ALLOWED',
      1008,
    ],
    [
      'a page that claims to be our own',
      { client: { id: 'gateway-client', mode: 'ui', version: '1', platform: 'linux' } },
      'CONTROL_UI_DEVICE_IDENTITY_REQUIRED',
      1008,
    ],
    ['a node', { role: 'node' }, 'DEVICE_IDENTITY_REQUIRED', 1008],
  ])('rejects %s', async (_case, changes, code, closeCode) => {
    const { error, close } = await refusal(changes);
    expect(error?.details?.['code']).toBe(code);
    expect(close.code).toBe(closeCode);
    expect(error?.message.startsWith(close.reason)).toBe(true);
  });

  it.each([
    [
      'an unknown client id',
      { client: { id: 'nobody', mode: 'cli', version: '1', platform: 'linux' } },
      'invalid connect params: at /client/id',
    ],
    ['an unknown role', { role: 'king' }, 'invalid role'],
  ])('rejects %s', async (_case, changes, message) => {
    const { error, close } = await refusal(changes);
    expect(error?.message).toContain(message);
    expect(close.code).toBe(1008);
  });

  it('rejects a foreign origin and host with 403 at the upgrade', async () => {
    const { port } = gateway.address;
    for (const [headers, code] of [
      [{ Origin: 'http://evil.example' }, 'CONTROL_UI_ORIGIN_NOT_ALLOWED'],
      [{ Origin: `http://127.0.0.1:${port + 1}` }, 'CONTROL_UI_ORIGIN_NOT_ALLOWED'],
      [{ Host: `rebound.example:${port}` }, 'HOST_NOT_ALLOWED'],
    ] as const)
      await expect(RawSocket.open(gateway.url, { headers })).rejects.toMatchObject({ status: 403, code });
  });

  it('gives other clients no scopes, so that only health works', async () => {
    const socket = await connected(gateway.url, {
      client: { id: 'test', mode: 'test', version: '1', platform: 'linux' },
    });
    expect((await socket.request('h', 'health')).ok).toBe(true);
    expect((await socket.request('s', 'sessions.list')).error).toMatchObject({
      code: 'FORBIDDEN',
      message: 'missing scope: operator.read',
      details: { code: 'MISSING_SCOPE' },
    });
    socket.close();
  });

  it('closes on an invalid first frame', async () => {
    const other = await RawSocket.open(gateway.url);
    expect((await other.request('1', 'health')).error?.message).toBe(
      'invalid handshake: first request must be connect',
    );
    expect((await other.closed).code).toBe(1008);
    const text = await RawSocket.open(gateway.url);
    text.send('hello');
    expect(await text.closed).toEqual({ code: 1000, reason: '' });
    const noMethod = await RawSocket.open(gateway.url);
    noMethod.send({ type: 'req', id: '1' });
    expect(await noMethod.closed).toEqual({ code: 1008, reason: 'invalid request frame' });
    const large = await RawSocket.open(gateway.url);
    large.send({ type: 'req', id: '1', method: 'connect', params: connectParams({ locale: 'x'.repeat(70_000) }) });
    expect((await large.closed).code).toBe(1009);
  });

  it('answers requests sent before hello-ok after it', async () => {
    const socket = await RawSocket.open(gateway.url);
    socket.send({ type: 'req', id: 'c', method: 'connect', params: connectParams() });
    socket.send({ type: 'req', id: 'h', method: 'health' });
    expect((await socket.answer('h')).ok).toBe(true);
    expect(socket.frames.findIndex(({ id }) => id === 'c')).toBeLessThan(
      socket.frames.findIndex(({ id }) => id === 'h'),
    );
    socket.close();
  });
});

describe('device proof', () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);
  const id = createHash('sha256').update(raw).digest('hex');
  const client = { id: 'openclaw-tui', mode: 'ui', version: '1', platform: 'Linux', deviceFamily: 'Linux' };

  /** `connect` params of a device, with its proof changed by the test. */
  const withDevice = (nonce: string, change: Readonly<Record<string, unknown>> = {}, version: 'v2' | 'v3' = 'v3') => {
    const signedAt = Date.now();
    const scopes = ['operator.read', 'operator.write'];
    const tail = version === 'v3' ? ['linux', 'linux'] : [];
    const payload = [
      version,
      id,
      client.id,
      client.mode,
      'operator',
      scopes.join(','),
      signedAt,
      TOKEN,
      nonce,
      ...tail,
    ].join('|');
    const signature = sign(null, Buffer.from(payload), privateKey).toString('base64url');
    const device = { id, publicKey: raw.toString('base64url'), signature, signedAt, nonce, ...change };
    return connectParams({ client, scopes, device });
  };

  it.each(['v3', 'v2'] as const)('gives a page client with a valid %s signature its scopes', async (version) => {
    const socket = await RawSocket.open(gateway.url);
    const hello = await socket.request('c', 'connect', withDevice(await socket.nonce(), {}, version));
    expect(hello.ok).toBe(true);
    expect(hello.payload).toMatchObject({ auth: { scopes: ['operator.read', 'operator.write'] } });
    socket.close();
  });

  it.each([
    ['another id', { id: 'f'.repeat(64) }, 'DEVICE_AUTH_DEVICE_ID_MISMATCH'],
    ['an old time', { signedAt: 1 }, 'DEVICE_AUTH_SIGNATURE_EXPIRED'],
    ['another nonce', { nonce: 'other' }, 'DEVICE_AUTH_NONCE_MISMATCH'],
    ['a wrong signature', { signature: Buffer.alloc(64).toString('base64url') }, 'DEVICE_AUTH_SIGNATURE_INVALID'],
  ])('rejects %s', async (_case, change, code) => {
    const socket = await RawSocket.open(gateway.url);
    const answer = await socket.request('c', 'connect', withDevice(await socket.nonce(), change));
    expect(answer.error?.details?.['code']).toBe(code);
    expect((await socket.closed).code).toBe(1008);
  });
});

describe('repeated failures', () => {
  it('lock out only their source after ten failures, regardless of the fields used', async () => {
    const origin = gateway.address.origin;
    const kinds = [{ token: 'a' }, { password: 'b' }, { deviceToken: 'c' }, { bootstrapToken: 'd' }];
    const guess = (auth: unknown) => refusal({ auth }, { Origin: origin });
    // The later of them are answered late: nobody waits for that here.
    void Promise.all(Array.from({ length: 12 }, (_unused, index) => guess(kinds[index % kinds.length])));
    await expect.poll(async () => (await guess(kinds[0])).error?.details?.['code']).toBe('AUTH_RATE_LIMITED');
    const locked = await refusal({}, { Origin: origin });
    expect(locked.error).toMatchObject({
      retryable: true,
      details: { code: 'AUTH_RATE_LIMITED', recommendedNextStep: 'wait_then_retry' },
    });
    expect(locked.error?.retryAfterMs).toBeGreaterThan(200_000);
    expect(locked.error?.retryAfterMs).toSatisfy(Number.isInteger);
    const other = await connected(gateway.url);
    other.close();
  });
});
