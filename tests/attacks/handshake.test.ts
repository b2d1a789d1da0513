// The first frame: everything that a client without a credential, or with a stolen one, can send in it.
import { expect } from 'vitest';
import { MAX_HANDSHAKE_FRAME_BYTES } from '#contract/wire/limits.ts';
import { TOKEN } from '#tests/protocol/support/protocol-host.ts';
import { connectParams, RawSocket } from '#tests/protocol/support/raw-socket.ts';
import { defineAttacks } from './support/define-attacks.ts';
import { codeOf, Forger } from './support/forgery.ts';
import { request, closeOf, type Target } from './support/target.ts';

const connectWith = async (target: Target, changes: Readonly<Record<string, unknown>>) =>
  request(await target.socket(), 'connect', connectParams(changes));

defineAttacks('handshake', {
  async 'refuses a call before the sign-in and closes the socket'(target) {
    const socket = await target.socket();
    const outcome = await request(socket, 'config.get');
    expect(outcome.error?.message).toContain('first request must be connect');
    expect((await socket.closed).code).toBe(1008);
  },
  async 'requires a sign-in even for health, which needs no scope'(target) {
    const socket = await target.socket();
    expect((await request(socket, 'health')).ok).toBe(false);
    expect((await socket.closed).code).toBe(1008);
  },
  async 'closes the socket when the first frame is an event'(target) {
    const socket = await target.socket();
    socket.send({ type: 'event', event: 'hello-ok', payload: {} });
    expect((await socket.closed).code).toBe(1008);
  },
  async 'closes the socket when the first frame is a forged response'(target) {
    const socket = await target.socket();
    socket.send({ type: 'res', id: 'connect', ok: true, payload: { type: 'hello-ok' } });
    expect((await socket.closed).code).toBe(1008);
  },
  async 'refuses a client without a credential'(target) {
    const outcome = await connectWith(target, { auth: undefined });
    expect(codeOf(outcome)).toBe('AUTH_TOKEN_MISSING');
  },
  async 'treats an empty token as missing'(target) {
    expect(codeOf(await connectWith(target, { auth: { token: '' } }))).toBe('AUTH_TOKEN_MISSING');
  },
  async 'rejects a token that is not a string'(target) {
    for (const token of [null, 0, true, [TOKEN], { toString: TOKEN }])
      expect(codeOf(await connectWith(target, { auth: { token } }))).toMatch(/^invalid connect params/);
  },
  async 'rejects a prefix of the token, the token plus a space, and the token in upper case'(target) {
    for (const token of [TOKEN.slice(0, -1), `${TOKEN} `, TOKEN.toUpperCase()]) {
      expect(codeOf(await connectWith(target, { auth: { token } }))).toBe('AUTH_TOKEN_MISMATCH');
    }
  },
  async 'does not repeat a wrong token in the error'(target) {
    const guess = target.secret('a-guess-that-must-not-come-back');
    const outcome = await connectWith(target, { auth: { token: guess } });
    expect(JSON.stringify(outcome)).not.toContain(guess);
  },
  async 'ignores a token in the query of the upgrade request'(target) {
    const socket = await RawSocket.open(`${target.url}/?token=${TOKEN}&auth=${TOKEN}`);
    const outcome = await request(socket, 'connect', connectParams({ auth: undefined }));
    expect(codeOf(outcome)).toBe('AUTH_TOKEN_MISSING');
  },
  async 'ignores a token in a header of the upgrade request'(target) {
    const socket = await target
      .socket({ Authorization: `Bearer ${TOKEN}`, 'Sec-WebSocket-Protocol': 'x' })
      .catch(async () => target.socket({ Authorization: `Bearer ${TOKEN}` }));
    const outcome = await request(socket, 'connect', connectParams({ auth: undefined }));
    expect(codeOf(outcome)).toBe('AUTH_TOKEN_MISSING');
  },
  async 'rejects older and future protocol versions'(target) {
    for (const [minProtocol, maxProtocol] of [
      [1, 3],
      [0, 0],
      [5, 9],
      [4, 3],
    ]) {
      const outcome = await connectWith(target, { minProtocol, maxProtocol });
      expect(codeOf(outcome)).toMatch(/^PROTOCOL_MISMATCH|^invalid connect params/);
    }
  },
  async 'requires a credential from a probe that speaks an older protocol'(target) {
    const client = { id: 'cli', mode: 'probe', version: '1', platform: 'linux' };
    const outcome = await connectWith(target, { client, minProtocol: 3, maxProtocol: 3, auth: undefined });
    expect(outcome.ok ?? false).toBe(false);
  },
  async 'rejects unknown roles'(target) {
    for (const role of ['admin', 'owner', 'Operator', 'node '])
      expect(codeOf(await connectWith(target, { role }))).toMatch(/invalid role|invalid connect params/);
  },
  async 'grants no unknown scopes, wildcards, or names of object prototypes'(target) {
    const scopes = ['operator.*', '*', 'admin', 'constructor', 'toString', '__proto__', 'operator.admin\u0000'];
    const socket = await target.client(scopes);
    const outcome = await request(socket, 'sessions.list');
    expect(outcome.error?.message).toBe('missing scope: operator.read');
    socket.close();
  },
  async 'rejects malformed scopes'(target) {
    for (const scopes of ['operator.admin', { 0: 'operator.admin' }, [['operator.admin']]])
      expect(codeOf(await connectWith(target, { scopes }))).toMatch(/^invalid connect params/);
  },
  async 'grants no scopes to an unknown program without a device key'(target) {
    const client = { id: 'test', mode: 'test', version: '1', platform: 'linux' };
    const outcome = await connectWith(target, { client, scopes: ['operator.admin'] });
    expect(outcome.ok === true ? outcome.payload?.['auth'] : { scopes: [] }).toMatchObject({ scopes: [] });
  },
  async 'requires a sign-in from a client that claims to be the desktop app'(target) {
    const client = { id: 'gateway-client', mode: 'ui', version: '1', platform: 'linux' };
    expect(codeOf(await connectWith(target, { client, auth: undefined }))).toBe('BROWSER_SIGN_IN_REQUIRED');
  },
  async 'rejects a Control UI client without an Origin'(target) {
    const client = { id: 'openclaw-control-ui', mode: 'ui', version: '1', platform: 'web' };
    expect(codeOf(await connectWith(target, { client }))).toBe('CONTROL_UI_ORIGIN_NOT_ALLOWED');
  },
  async 'refuses a second connect on an open socket'(target) {
    const socket = await target.client(['operator.read']);
    const again = await request(socket, 'connect', connectParams({ scopes: ['operator.admin'] }));
    expect(again.ok).toBe(false);
    expect((await request(socket, 'config.patch', { raw: '{}' })).error?.message).toBe('missing scope: operator.admin');
    socket.close();
  },
  async 'uses the first of two connect requests sent together'(target) {
    const socket = await target.socket();
    socket.send({ type: 'req', id: 'one', method: 'connect', params: connectParams({ scopes: ['operator.read'] }) });
    socket.send({ type: 'req', id: 'two', method: 'connect', params: connectParams() });
    expect((await socket.answer('one')).ok).toBe(true);
    expect((await socket.answer('two')).ok).toBe(false);
    expect((await request(socket, 'config.patch', { raw: '{}' })).error?.message).toBe('missing scope: operator.admin');
    socket.close();
  },
  async 'closes the socket when too many frames arrive during the sign-in'(target) {
    // From the third failure on, the refusal is delayed, so the frames arrive while the sign-in is in progress.
    for (let failure = 0; failure < 3; failure += 1) await connectWith(target, { auth: { token: 'wrong' } });
    const socket = await target.socket();
    socket.send({ type: 'req', id: 'c', method: 'connect', params: connectParams({ auth: { token: 'wrong' } }) });
    for (let index = 0; index < 40; index += 1) socket.send({ type: 'req', id: `e${index}`, method: 'health' });
    expect(await socket.closed).toEqual({ code: 1008, reason: 'too many frames before hello-ok' });
  },
  async 'closes the socket on a large frame before the sign-in'(target) {
    const socket = await target.socket();
    socket.send({ type: 'req', id: 'c', method: 'connect', params: { x: 'x'.repeat(MAX_HANDSHAKE_FRAME_BYTES) } });
    expect((await socket.closed).code).toBe(1009);
  },
  async 'closes the socket on a connect request with thousands of capabilities'(target) {
    const caps = Array.from({ length: 5_000 }, (_unused, index) => `capability-${index}`);
    const socket = await target.socket();
    socket.send({ type: 'req', id: 'c', method: 'connect', params: connectParams({ caps }) });
    expect((await closeOf(socket)).closed?.code).toBe(1009);
  },
  async 'rejects control characters in client fields and forges no log line'(target) {
    const forged = 'x\n{"level":"error","part":"gateway","msg":"forged line"}\r\n\u001b[2J\u2028';
    expect((await connectWith(target, { auth: { token: forged } })).ok ?? false).toBe(false);
    const client = { id: 'cli', mode: 'cli', version: forged, platform: forged };
    expect(codeOf(await connectWith(target, { client }))).toMatch(/^invalid connect params/);
  },
  async 'rejects a device signature over another nonce'(target) {
    const { outcome } = await new Forger().connect(target, { signed: { nonce: 'of-another-socket' } });
    expect(codeOf(outcome)).toBe('DEVICE_AUTH_SIGNATURE_INVALID');
  },
  async 'rejects a device proof that was recorded on another socket'(target) {
    const forger = new Forger();
    const first = await target.socket();
    const recorded = forger.params(await first.nonce(), {});
    const second = await target.socket();
    await second.nonce();
    expect(codeOf(await request(second, 'connect', recorded))).toBe('DEVICE_AUTH_NONCE_MISMATCH');
    first.close();
  },
  async 'rejects a device proof without a nonce or with an empty one'(target) {
    for (const nonce of [undefined, '']) {
      const { outcome } = await new Forger().connect(target, { device: { nonce } });
      expect(codeOf(outcome)).toMatch(/DEVICE_AUTH_NONCE_REQUIRED|invalid connect params/);
    }
  },
  async 'rejects a device proof signed yesterday or tomorrow'(target) {
    for (const skew of [-86_400_000, 86_400_000, -Date.now()]) {
      const { outcome } = await new Forger().connect(target, { signedAt: Date.now() + skew });
      expect(codeOf(outcome)).toBe('DEVICE_AUTH_SIGNATURE_EXPIRED');
    }
  },
  async 'rejects scopes that the device did not sign'(target) {
    const { outcome } = await new Forger().connect(target, {
      scopes: ['operator.admin'],
      signed: { scopes: 'operator.read' },
    });
    expect(codeOf(outcome)).toBe('DEVICE_AUTH_SIGNATURE_INVALID');
  },
  async 'rejects a role that the device did not sign'(target) {
    const { outcome } = await new Forger().connect(target, { role: 'node', signed: { role: 'operator' } });
    expect(codeOf(outcome)).toBe('DEVICE_AUTH_SIGNATURE_INVALID');
  },
  async 'rejects a signature whose scopes contain the separator'(target) {
    const { outcome } = await new Forger().connect(target, {
      scopes: ['operator.read', 'operator.admin'],
      signed: { scopes: 'operator.read|operator.admin' },
    });
    expect(codeOf(outcome)).toBe('DEVICE_AUTH_SIGNATURE_INVALID');
  },
  async 'rejects an unsigned platform and version 1 signatures'(target) {
    const other = await new Forger().connect(target, { platform: 'linux', signed: { platform: 'ios' } });
    expect(codeOf(other.outcome)).toBe('DEVICE_AUTH_SIGNATURE_INVALID');
    const old = await new Forger().connect(target, { version: 'v1' });
    expect(codeOf(old.outcome)).toBe('DEVICE_AUTH_SIGNATURE_INVALID');
  },
  async 'rejects the id of another device'(target) {
    const victim = new Forger();
    const { outcome } = await new Forger().connect(target, { device: { id: victim.id }, signed: { id: victim.id } });
    expect(codeOf(outcome)).toBe('DEVICE_AUTH_DEVICE_ID_MISMATCH');
  },
  async 'rejects the public key of another device'(target) {
    const victim = new Forger();
    const device = { id: victim.id, publicKey: victim.publicKey.toString('base64url') };
    const { outcome } = await new Forger().connect(target, { device, signed: { id: victim.id } });
    expect(codeOf(outcome)).toBe('DEVICE_AUTH_SIGNATURE_INVALID');
  },
  async 'rejects a weak public key that accepts any signature'(target) {
    const weak = Buffer.alloc(32);
    weak.writeUInt8(1, 0);
    const { createHash } = await import('node:crypto');
    const id = createHash('sha256').update(weak).digest('hex');
    // R is the neutral point and S is zero: such a signature is valid for every text under this key.
    const signature = Buffer.concat([weak, Buffer.alloc(32)]).toString('base64url');
    const device = { id, publicKey: weak.toString('base64url'), signature };
    const { outcome } = await new Forger().connect(target, { device, signed: { id } });
    expect(codeOf(outcome)).toBe('DEVICE_AUTH_PUBLIC_KEY_INVALID');
  },
  async 'rejects public keys of the wrong length'(target) {
    const { createHash } = await import('node:crypto');
    for (const raw of [Buffer.alloc(0), Buffer.alloc(31, 7), Buffer.alloc(33, 7), Buffer.alloc(1_000, 7)]) {
      const id = createHash('sha256').update(raw).digest('hex');
      const { outcome } = await new Forger().connect(target, { device: { id, publicKey: raw.toString('base64url') } });
      expect(codeOf(outcome)).toMatch(/DEVICE_AUTH_PUBLIC_KEY_INVALID|invalid connect params/);
      await target.resetFailures();
    }
  },
  async 'rejects a malleated signature'(target) {
    const order = 0x1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3edn;
    const forger = new Forger();
    const socket = await target.socket();
    const params = forger.params(await socket.nonce(), {}) as { device: { signature: string } };
    const honest = Buffer.from(params.device.signature, 'base64url');
    const s = BigInt(`0x${Buffer.from(honest.subarray(32)).reverse().toString('hex')}`) + order;
    const raised = Buffer.from(s.toString(16).padStart(64, '0'), 'hex').reverse();
    params.device.signature = Buffer.concat([honest.subarray(0, 32), raised]).toString('base64url');
    expect(codeOf(await request(socket, 'connect', params))).toBe('DEVICE_AUTH_SIGNATURE_INVALID');
  },
});
