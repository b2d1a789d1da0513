// Setup codes and paired devices: codes used twice or stolen, tokens used beyond their scopes or after their end.
// Proves: AU-2
import { expect } from 'vitest';
import { defineAttacks } from './support/define-attacks.ts';
import { codeOf, Forger } from './support/forgery.ts';
import { request, type Target } from './support/target.ts';

/** Creates a setup code and returns its bootstrap token, as a phone does. */
async function setupCode(target: Target, bootstrapProfile = 'limited'): Promise<string> {
  const { setupCode: code } = await target.call<{ setupCode: string }>('device.pair.setupCode', {
    bootstrapProfile,
    includeQr: false,
  });
  return (JSON.parse(Buffer.from(code, 'base64url').toString()) as { bootstrapToken: string }).bootstrapToken;
}

const phone = { role: 'node', scopes: [] } as const;

/** Pairs a device; returns it with its token. */
async function paired(
  target: Target,
  scopes: readonly string[],
): Promise<{ readonly device: Forger; readonly token: string }> {
  const device = new Forger();
  const { socket, outcome } = await device.connect(target, { scopes });
  socket.close();
  const { deviceToken } = (outcome.payload?.['auth'] ?? {}) as { readonly deviceToken?: string };
  return { device, token: deviceToken ?? expect.fail('not paired') };
}

defineAttacks('setup codes and devices', {
  async 'rejects a setup code that was already used'(target) {
    const bootstrapToken = await setupCode(target);
    const first = await new Forger().connect(target, { ...phone, auth: { bootstrapToken } });
    expect(first.outcome.ok).toBe(true);
    const second = await new Forger().connect(target, { ...phone, auth: { bootstrapToken } });
    expect(codeOf(second.outcome)).toBe('AUTH_BOOTSTRAP_TOKEN_INVALID');
    first.socket.close();
  },
  async 'pairs one phone when eight use a setup code at the same time'(target) {
    const bootstrapToken = await setupCode(target);
    const tries = await Promise.all(
      Array.from({ length: 8 }, () => new Forger().connect(target, { ...phone, auth: { bootstrapToken } })),
    );
    expect(tries.filter(({ outcome }) => outcome.ok === true)).toHaveLength(1);
    for (const { socket } of tries) socket.close();
  },
  async 'grants no more scopes than the setup code allows'(target) {
    const bootstrapToken = await setupCode(target, 'limited');
    const { socket, outcome } = await new Forger().connect(target, {
      scopes: ['operator.admin', 'operator.pairing'],
      auth: { bootstrapToken },
    });
    expect(JSON.stringify(outcome.payload?.['auth'])).not.toMatch(/operator\.(admin|pairing)"/);
    expect((await request(socket, 'config.patch', { raw: '{}' })).ok ?? false).toBe(false);
    socket.close();
  },
  async 'grants no operator role for a node setup code'(target) {
    const bootstrapToken = await setupCode(target, 'node');
    const { socket, outcome } = await new Forger().connect(target, {
      scopes: ['operator.admin'],
      auth: { bootstrapToken },
    });
    if (outcome.ok === true) expect(outcome.payload?.['auth']).toMatchObject({ scopes: [] });
    expect((await request(socket, 'sessions.list')).ok ?? false).toBe(false);
    socket.close();
  },
  async 'rejects a setup code without a device proof and does not use it up'(target) {
    const bootstrapToken = await setupCode(target);
    const socket = await target.socket();
    const params = new Forger().params(await socket.nonce(), { auth: { bootstrapToken } });
    expect((await request(socket, 'connect', { ...params, device: undefined })).ok ?? false).toBe(false);
    expect((await new Forger().connect(target, { ...phone, auth: { bootstrapToken } })).outcome.ok).toBe(true);
  },
  async 'does not use up a setup code that comes with an invalid proof'(target) {
    const bootstrapToken = await setupCode(target);
    const broken = await new Forger().connect(target, { ...phone, auth: { bootstrapToken }, signed: { nonce: 'x' } });
    expect(codeOf(broken.outcome)).toBe('DEVICE_AUTH_SIGNATURE_INVALID');
    expect((await new Forger().connect(target, { ...phone, auth: { bootstrapToken } })).outcome.ok).toBe(true);
  },
  async 'rejects a setup code that the device did not sign'(target) {
    const bootstrapToken = await setupCode(target);
    const { outcome } = await new Forger().connect(target, {
      ...phone,
      auth: { bootstrapToken },
      signed: { token: '' },
    });
    expect(codeOf(outcome)).toBe('DEVICE_AUTH_SIGNATURE_INVALID');
  },
  async 'does not accept a setup code as any other credential'(target) {
    const code = await setupCode(target);
    for (const auth of [{ token: code }, { deviceToken: code }, { password: code }]) {
      // A password is no part of what a device signs.
      const signed = 'password' in auth ? { token: '' } : {};
      const { outcome } = await new Forger().connect(target, { ...phone, auth, signed });
      expect(codeOf(outcome)).toMatch(/^AUTH_(DEVICE_)?TOKEN_MISMATCH$/);
      await target.resetFailures();
    }
    expect((await target.http('/metrics', { headers: { Authorization: `Bearer ${code}` } })).status).toBe(401);
  },
  async 'invalidates the oldest setup code when too many are open'(target) {
    const first = await setupCode(target);
    for (let made = 0; made < 6; made += 1) await setupCode(target);
    const { outcome } = await new Forger().connect(target, { ...phone, auth: { bootstrapToken: first } });
    expect(codeOf(outcome)).toBe('AUTH_BOOTSTRAP_TOKEN_INVALID');
  },
  async 'rejects public URLs without TLS or with credentials, a query, or a fragment'(target) {
    const owner = await target.client(['operator.admin']);
    for (const publicUrl of [
      'ws://evil.example',
      'http://evil.example',
      'wss://user:pass@evil.example',
      'wss://evil.example/?x=1',
      'wss://evil.example/#x',
      'javascript:alert(1)',
      'wss://a b',
    ])
      expect((await request(owner, 'device.pair.setupCode', { publicUrl })).ok, publicUrl).toBe(false);
    owner.close();
  },
  async 'rejects a device token from another device'(target) {
    const { token } = await paired(target, ['operator.read']);
    for (const auth of [{ token }, { deviceToken: token }]) {
      expect((await new Forger().connect(target, { auth })).outcome.ok ?? false).toBe(false);
      await target.resetFailures();
    }
    const socket = await target.socket();
    const params = new Forger().params(await socket.nonce(), { auth: { token } });
    expect((await request(socket, 'connect', { ...params, device: undefined })).ok ?? false).toBe(false);
    expect((await target.http('/metrics', { headers: { Authorization: `Bearer ${token}` } })).status).toBe(401);
  },
  async 'rejects a device token in another role'(target) {
    const { device, token } = await paired(target, ['operator.read']);
    const { outcome } = await device.connect(target, { role: 'node', scopes: [], auth: { deviceToken: token } });
    expect(outcome.ok ?? false).toBe(false);
  },
  async 'requires approval when a device token asks for more scopes'(target) {
    const { device, token } = await paired(target, ['operator.read']);
    const { outcome } = await device.connect(target, { scopes: ['operator.admin'], auth: { deviceToken: token } });
    expect(outcome.ok ?? false).toBe(false);
    expect(codeOf(outcome)).toBe('PAIRING_REQUIRED');
  },
  async 'rejects a device token that was rotated or revoked, or whose device was removed'(target) {
    const { device, token } = await paired(target, ['operator.read']);
    const expectRejected = async (who: Forger, deviceToken: string): Promise<void> => {
      const { outcome } = await who.connect(target, { auth: { deviceToken } });
      expect(codeOf(outcome)).toBe('AUTH_DEVICE_TOKEN_MISMATCH');
      await target.resetFailures();
    };
    await target.call('device.token.rotate', { deviceId: device.id, role: 'operator' });
    await expectRejected(device, token);
    const revoked = await paired(target, ['operator.read']);
    await target.call('device.token.revoke', { deviceId: revoked.device.id, role: 'operator' });
    await expectRejected(revoked.device, revoked.token);
    const removed = await paired(target, ['operator.read']);
    await target.call('device.pair.remove', { deviceId: removed.device.id });
    await expectRejected(removed.device, removed.token);
  },
  async 'rejects a removed device while a request of it is pending'(target) {
    const { device, token } = await paired(target, ['operator.read']);
    await device.connect(target, { scopes: ['operator.admin'], auth: { deviceToken: token } });
    await target.call('device.pair.remove', { deviceId: device.id });
    expect((await device.connect(target, { auth: { deviceToken: token } })).outcome.ok ?? false).toBe(false);
  },
  async 'replaces earlier scopes with those of a new approval'(target) {
    const { device } = await paired(target, ['operator.read', 'operator.write', 'operator.pairing']);
    await target.call('device.token.revoke', { deviceId: device.id, role: 'operator' });
    const { outcome } = await device.connect(target, { scopes: ['operator.read'] });
    const requestId = outcome.error?.details?.['requestId'];
    await target.call('device.pair.approve', { requestId });
    const { outcome: wider } = await device.connect(target, {
      scopes: ['operator.write'],
      headers: { Origin: target.origin },
    });
    expect(codeOf(wider)).toBe('PAIRING_REQUIRED');
  },
  async 'requires approval when a device changes its platform'(target) {
    const { device } = await paired(target, ['operator.read']);
    const { outcome } = await device.connect(target, { platform: 'windows' });
    expect(codeOf(outcome)).toBe('PAIRING_REQUIRED');
  },
  async 'accepts one answer to a pairing request'(target) {
    const owner = await target.client(['operator.admin']);
    for (let round = 0; round < 4; round += 1) {
      const device = new Forger();
      const { outcome } = await device.connect(target, { headers: { Origin: target.origin } });
      const requestId = outcome.error?.details?.['requestId'];
      // Each answer is sent first in every other round.
      const methods = ['device.pair.approve', 'device.pair.reject'];
      if (round % 2 === 1) methods.reverse();
      const outcomes = await Promise.all(methods.map((method) => request(owner, method, { requestId })));
      expect(outcomes.filter(({ ok }) => ok === true)).toHaveLength(1);
      const isApproved = methods[outcomes.findIndex(({ ok }) => ok === true)] === 'device.pair.approve';
      const { paired: devices } = await target.call<{ paired: { deviceId: string }[] }>('device.pair.list');
      expect(devices.some(({ deviceId }) => deviceId === device.id)).toBe(isApproved);
      for (const method of methods)
        expect((await request(owner, method, { requestId })).error?.details?.['code']).toBe('UNKNOWN_REQUEST');
    }
    expect((await request(owner, 'device.pair.approve', { requestId: 'none' })).ok).toBe(false);
    owner.close();
  },
  async 'rejects the approval of a request that has changed since'(target) {
    const device = new Forger();
    const headers = { Origin: target.origin };
    const modest = await device.connect(target, { scopes: ['operator.read'], headers });
    await device.connect(target, { scopes: ['operator.admin'], headers });
    const owner = await target.client(['operator.admin']);
    const outcome = await request(owner, 'device.pair.approve', {
      requestId: modest.outcome.error?.details?.['requestId'],
    });
    expect(outcome.ok).toBe(false);
    owner.close();
  },
  async 'limits pending pairing requests'(target) {
    const headers = { Origin: target.origin };
    for (let count = 0; count < 60; count += 1) (await new Forger().connect(target, { headers })).socket.close();
    const { pending } = await target.call<{ pending: unknown[] }>('device.pair.list');
    expect(pending.length).toBe(20);
  },
  async 'rejects device names with control and bidirectional characters'(target) {
    for (const displayName of ['a\u001b]0;x\u0007', 'a\nb', 'gpj.\u202eexe', 'a\u0000', '\u009b2J', 'a\u2028b']) {
      const { outcome } = await new Forger().connect(target, { client: { displayName } });
      expect(codeOf(outcome)).toMatch(/^invalid connect params: at \/client\/displayName/);
    }
    const { outcome } = await new Forger().connect(target, { client: { displayName: 'Zoë’s 📱 电话' } });
    expect(outcome.ok).toBe(true);
  },
  async 'lists devices without tokens, hashes, or salts'(target) {
    const { token } = await paired(target, ['operator.read']);
    const rows = JSON.stringify([await target.call('device.pair.list'), await target.call('node.list')]);
    expect(rows).not.toContain(token);
    expect(rows).not.toMatch(/"(hash|salt|deviceToken)"/);
  },
});
