// The first frame: everything that somebody without a credential, or with a stolen one, can say in it.
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
  async 'a call before the sign-in is refused and the socket closed'(target) {
    const socket = await target.socket();
    const outcome = await request(socket, 'config.get');
    expect(outcome.error?.message).toContain('first request must be connect');
    expect((await socket.closed).code).toBe(1008);
  },
  async 'health, which needs no scope, needs a sign-in all the same'(target) {
    const socket = await target.socket();
    expect((await request(socket, 'health')).ok).toBe(false);
    expect((await socket.closed).code).toBe(1008);
  },
  async 'an event sent by a client as its first frame closes the socket'(target) {
    const socket = await target.socket();
    socket.send({ type: 'event', event: 'hello-ok', payload: {} });
    expect((await socket.closed).code).toBe(1008);
  },
  async 'a forged answer as the first frame closes the socket'(target) {
    const socket = await target.socket();
    socket.send({ type: 'res', id: 'connect', ok: true, payload: { type: 'hello-ok' } });
    expect((await socket.closed).code).toBe(1008);
  },
  async 'no credential at all is refused without a word about what is right'(target) {
    const outcome = await connectWith(target, { auth: undefined });
    expect(codeOf(outcome)).toBe('AUTH_TOKEN_MISSING');
  },
  async 'an empty token is no token'(target) {
    expect(codeOf(await connectWith(target, { auth: { token: '' } }))).toBe('AUTH_TOKEN_MISSING');
  },
  async 'a token of another type is refused before it is compared'(target) {
    for (const token of [null, 0, true, [TOKEN], { toString: TOKEN }])
      expect(codeOf(await connectWith(target, { auth: { token } }))).toMatch(/^invalid connect params/);
  },
  async 'a prefix of the token, the token with a space, and its upper case are all wrong'(target) {
    for (const token of [TOKEN.slice(0, -1), `${TOKEN} `, TOKEN.toUpperCase()]) {
      expect(codeOf(await connectWith(target, { auth: { token } }))).toBe('AUTH_TOKEN_MISMATCH');
    }
  },
  async 'a wrong token is not repeated in the refusal'(target) {
    const guess = target.secret('a-guess-that-must-not-come-back');
    const outcome = await connectWith(target, { auth: { token: guess } });
    expect(JSON.stringify(outcome)).not.toContain(guess);
  },
  async 'a token in the query of the upgrade counts for nothing'(target) {
    const socket = await RawSocket.open(`${target.url}/?token=${TOKEN}&auth=${TOKEN}`);
    const outcome = await request(socket, 'connect', connectParams({ auth: undefined }));
    expect(codeOf(outcome)).toBe('AUTH_TOKEN_MISSING');
  },
  async 'a token in a header of the upgrade counts for nothing'(target) {
    const socket = await target
      .socket({ Authorization: `Bearer ${TOKEN}`, 'Sec-WebSocket-Protocol': 'x' })
      .catch(async () => target.socket({ Authorization: `Bearer ${TOKEN}` }));
    const outcome = await request(socket, 'connect', connectParams({ auth: undefined }));
    expect(codeOf(outcome)).toBe('AUTH_TOKEN_MISSING');
  },
  async 'an older protocol is not spoken: there is no downgrade'(target) {
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
  async 'a probe of an older protocol gets no scopes from it'(target) {
    const client = { id: 'cli', mode: 'probe', version: '1', platform: 'linux' };
    const outcome = await connectWith(target, { client, minProtocol: 3, maxProtocol: 3, auth: undefined });
    expect(outcome.ok ?? false).toBe(false);
  },
  async 'an unknown role is refused'(target) {
    for (const role of ['admin', 'owner', 'Operator', 'node '])
      expect(codeOf(await connectWith(target, { role }))).toMatch(/invalid role|invalid connect params/);
  },
  async 'scopes that are none are not granted, nor are those of prototypes'(target) {
    const scopes = ['operator.*', '*', 'admin', 'constructor', 'toString', '__proto__', 'operator.admin\u0000'];
    const socket = await target.client(scopes);
    const outcome = await request(socket, 'sessions.list');
    expect(outcome.error?.message).toBe('missing scope: operator.read');
    socket.close();
  },
  async 'scopes of the wrong form are refused'(target) {
    for (const scopes of ['operator.admin', { 0: 'operator.admin' }, [['operator.admin']]])
      expect(codeOf(await connectWith(target, { scopes }))).toMatch(/^invalid connect params/);
  },
  async 'a client without a device key that is no known program gets no scopes'(target) {
    const client = { id: 'test', mode: 'test', version: '1', platform: 'linux' };
    const outcome = await connectWith(target, { client, scopes: ['operator.admin'] });
    expect(outcome.ok === true ? outcome.payload?.['auth'] : { scopes: [] }).toMatchObject({ scopes: [] });
  },
  async 'somebody who says that he is the desktop window must still sign in'(target) {
    const client = { id: 'gateway-client', mode: 'ui', version: '1', platform: 'linux' };
    expect(codeOf(await connectWith(target, { client, auth: undefined }))).toBe('BROWSER_SIGN_IN_REQUIRED');
  },
  async 'a page of the Control UI without an Origin is refused'(target) {
    const client = { id: 'openclaw-control-ui', mode: 'ui', version: '1', platform: 'web' };
    expect(codeOf(await connectWith(target, { client }))).toBe('CONTROL_UI_ORIGIN_NOT_ALLOWED');
  },
  async 'a second connect on an open socket does not widen anything'(target) {
    const socket = await target.client(['operator.read']);
    const again = await request(socket, 'connect', connectParams({ scopes: ['operator.admin'] }));
    expect(again.ok).toBe(false);
    expect((await request(socket, 'config.patch', { raw: '{}' })).error?.message).toBe('missing scope: operator.admin');
    socket.close();
  },
  async 'two connects in one breath sign in once, with the first'(target) {
    const socket = await target.socket();
    socket.send({ type: 'req', id: 'one', method: 'connect', params: connectParams({ scopes: ['operator.read'] }) });
    socket.send({ type: 'req', id: 'two', method: 'connect', params: connectParams() });
    expect((await socket.answer('one')).ok).toBe(true);
    expect((await socket.answer('two')).ok).toBe(false);
    expect((await request(socket, 'config.patch', { raw: '{}' })).error?.message).toBe('missing scope: operator.admin');
    socket.close();
  },
  async 'frames that wait for the sign-in are few'(target) {
    const socket = await target.socket();
    socket.send({ type: 'req', id: 'c', method: 'connect', params: connectParams({ auth: { token: 'wrong' } }) });
    for (let index = 0; index < 40; index += 1) socket.send({ type: 'req', id: `e${index}`, method: 'health' });
    expect((await socket.closed).code).toBe(1008);
  },
  async 'a frame before the sign-in is small'(target) {
    const socket = await target.socket();
    socket.send({ type: 'req', id: 'c', method: 'connect', params: { x: 'x'.repeat(MAX_HANDSHAKE_FRAME_BYTES) } });
    expect((await socket.closed).code).toBe(1009);
  },
  async 'many small texts in the connect cannot exceed that either'(target) {
    const caps = Array.from({ length: 5_000 }, (_unused, index) => `capability-${index}`);
    const socket = await target.socket();
    socket.send({ type: 'req', id: 'c', method: 'connect', params: connectParams({ caps }) });
    expect((await closeOf(socket)).closed?.code).toBe(1009);
  },
  async 'a token with control characters does not forge lines of the log'(target) {
    const forged = 'x\n{"level":"error","part":"gateway","msg":"forged line"}\r\n\u001b[2J\u2028';
    expect((await connectWith(target, { auth: { token: forged } })).ok ?? false).toBe(false);
    const client = { id: 'cli', mode: 'cli', version: forged, platform: forged };
    expect(codeOf(await connectWith(target, { client }))).toMatch(/^invalid connect params/);
  },
  async 'a signature over another nonce is refused'(target) {
    const { outcome } = await new Forger().connect(target, { signed: { nonce: 'of-another-socket' } });
    expect(codeOf(outcome)).toBe('DEVICE_AUTH_SIGNATURE_INVALID');
  },
  async 'a whole proof recorded on one socket is worth nothing on another'(target) {
    const forger = new Forger();
    const first = await target.socket();
    const recorded = forger.params(await first.nonce(), {});
    const second = await target.socket();
    await second.nonce();
    expect(codeOf(await request(second, 'connect', recorded))).toBe('DEVICE_AUTH_NONCE_MISMATCH');
    first.close();
  },
  async 'a proof without a nonce, and one with an empty nonce, are refused'(target) {
    for (const nonce of [undefined, '']) {
      const { outcome } = await new Forger().connect(target, { device: { nonce } });
      expect(codeOf(outcome)).toMatch(/DEVICE_AUTH_NONCE_REQUIRED|invalid connect params/);
    }
  },
  async 'a proof of yesterday or tomorrow is refused'(target) {
    for (const skew of [-86_400_000, 86_400_000, -Date.now()]) {
      const { outcome } = await new Forger().connect(target, { signedAt: Date.now() + skew });
      expect(codeOf(outcome)).toBe('DEVICE_AUTH_SIGNATURE_EXPIRED');
    }
  },
  async 'scopes that were not signed are not granted'(target) {
    const { outcome } = await new Forger().connect(target, {
      scopes: ['operator.admin'],
      signed: { scopes: 'operator.read' },
    });
    expect(codeOf(outcome)).toBe('DEVICE_AUTH_SIGNATURE_INVALID');
  },
  async 'a role that was not signed is not granted'(target) {
    const { outcome } = await new Forger().connect(target, { role: 'node', signed: { role: 'operator' } });
    expect(codeOf(outcome)).toBe('DEVICE_AUTH_SIGNATURE_INVALID');
  },
  async 'scopes that hold the separator sign nothing else than they say'(target) {
    const { outcome } = await new Forger().connect(target, {
      scopes: ['operator.read', 'operator.admin'],
      signed: { scopes: 'operator.read|operator.admin' },
    });
    expect(codeOf(outcome)).toBe('DEVICE_AUTH_SIGNATURE_INVALID');
  },
  async 'a platform that was not signed is refused, and version 1 is not known'(target) {
    const other = await new Forger().connect(target, { platform: 'linux', signed: { platform: 'ios' } });
    expect(codeOf(other.outcome)).toBe('DEVICE_AUTH_SIGNATURE_INVALID');
    const old = await new Forger().connect(target, { version: 'v1' });
    expect(codeOf(old.outcome)).toBe('DEVICE_AUTH_SIGNATURE_INVALID');
  },
  async 'the id of another device with the own key is refused'(target) {
    const victim = new Forger();
    const { outcome } = await new Forger().connect(target, { device: { id: victim.id }, signed: { id: victim.id } });
    expect(codeOf(outcome)).toBe('DEVICE_AUTH_DEVICE_ID_MISMATCH');
  },
  async 'the public key of another device with the own signature is refused'(target) {
    const victim = new Forger();
    const device = { id: victim.id, publicKey: victim.publicKey.toString('base64url') };
    const { outcome } = await new Forger().connect(target, { device, signed: { id: victim.id } });
    expect(codeOf(outcome)).toBe('DEVICE_AUTH_SIGNATURE_INVALID');
  },
  async 'a weak key, under which any signature holds, is no device'(target) {
    const weak = Buffer.alloc(32);
    weak.writeUInt8(1, 0);
    const { createHash } = await import('node:crypto');
    const id = createHash('sha256').update(weak).digest('hex');
    // R is the neutral point and S is zero: right for every text under this key.
    const signature = Buffer.concat([weak, Buffer.alloc(32)]).toString('base64url');
    const device = { id, publicKey: weak.toString('base64url'), signature };
    const { outcome } = await new Forger().connect(target, { device, signed: { id } });
    expect(codeOf(outcome)).toBe('DEVICE_AUTH_PUBLIC_KEY_INVALID');
  },
  async 'keys of the wrong length are no devices'(target) {
    const { createHash } = await import('node:crypto');
    for (const raw of [Buffer.alloc(0), Buffer.alloc(31, 7), Buffer.alloc(33, 7), Buffer.alloc(1_000, 7)]) {
      const id = createHash('sha256').update(raw).digest('hex');
      const { outcome } = await new Forger().connect(target, { device: { id, publicKey: raw.toString('base64url') } });
      expect(codeOf(outcome)).toMatch(/DEVICE_AUTH_PUBLIC_KEY_INVALID|invalid connect params/);
      await target.resetFailures();
    }
  },
  async 'a signature whose S was raised by the order of the group is refused'(target) {
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
