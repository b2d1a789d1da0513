// Codes that pair a phone, and devices that wait or were paired: used twice, stolen, widened, kept.
// Proves: AU-2
import { expect } from 'vitest';
import { defineAttacks } from './support/define-attacks.ts';
import { codeOf, Forger } from './support/forgery.ts';
import { request, type Target } from './support/target.ts';

/** A code, as a phone reads it. */
async function setupCode(target: Target, bootstrapProfile = 'limited'): Promise<string> {
  const { setupCode: code } = await target.call<{ setupCode: string }>('device.pair.setupCode', {
    bootstrapProfile,
    includeQr: false,
  });
  return (JSON.parse(Buffer.from(code, 'base64url').toString()) as { bootstrapToken: string }).bootstrapToken;
}

const phone = { role: 'node', scopes: [] } as const;

/** A device that a person allowed, with its token. */
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
  async 'a code is used twice'(target) {
    const bootstrapToken = await setupCode(target);
    const first = await new Forger().connect(target, { ...phone, auth: { bootstrapToken } });
    expect(first.outcome.ok).toBe(true);
    const second = await new Forger().connect(target, { ...phone, auth: { bootstrapToken } });
    expect(codeOf(second.outcome)).toBe('AUTH_BOOTSTRAP_TOKEN_INVALID');
    first.socket.close();
  },
  async 'a code is used by eight phones in the same moment: one gets in'(target) {
    const bootstrapToken = await setupCode(target);
    const tries = await Promise.all(
      Array.from({ length: 8 }, () => new Forger().connect(target, { ...phone, auth: { bootstrapToken } })),
    );
    expect(tries.filter(({ outcome }) => outcome.ok === true)).toHaveLength(1);
    for (const { socket } of tries) socket.close();
  },
  async 'a code for little asks for much'(target) {
    const bootstrapToken = await setupCode(target, 'limited');
    const { socket, outcome } = await new Forger().connect(target, {
      scopes: ['operator.admin', 'operator.pairing'],
      auth: { bootstrapToken },
    });
    expect(JSON.stringify(outcome.payload?.['auth'])).not.toMatch(/operator\.(admin|pairing)"/);
    expect((await request(socket, 'config.patch', { raw: '{}' })).ok ?? false).toBe(false);
    socket.close();
  },
  async 'a code for a node makes no operator'(target) {
    const bootstrapToken = await setupCode(target, 'node');
    const { socket, outcome } = await new Forger().connect(target, {
      scopes: ['operator.admin'],
      auth: { bootstrapToken },
    });
    if (outcome.ok === true) expect(outcome.payload?.['auth']).toMatchObject({ scopes: [] });
    expect((await request(socket, 'sessions.list')).ok ?? false).toBe(false);
    socket.close();
  },
  async 'a code without the proof of a device'(target) {
    const bootstrapToken = await setupCode(target);
    const socket = await target.socket();
    const params = new Forger().params(await socket.nonce(), { auth: { bootstrapToken } });
    expect((await request(socket, 'connect', { ...params, device: undefined })).ok ?? false).toBe(false);
    // It was not used up by that.
    expect((await new Forger().connect(target, { ...phone, auth: { bootstrapToken } })).outcome.ok).toBe(true);
  },
  async 'a code with a broken proof is not used up'(target) {
    const bootstrapToken = await setupCode(target);
    const broken = await new Forger().connect(target, { ...phone, auth: { bootstrapToken }, signed: { nonce: 'x' } });
    expect(codeOf(broken.outcome)).toBe('DEVICE_AUTH_SIGNATURE_INVALID');
    expect((await new Forger().connect(target, { ...phone, auth: { bootstrapToken } })).outcome.ok).toBe(true);
  },
  async 'a code that was not signed for'(target) {
    const bootstrapToken = await setupCode(target);
    const { outcome } = await new Forger().connect(target, {
      ...phone,
      auth: { bootstrapToken },
      signed: { token: '' },
    });
    expect(codeOf(outcome)).toBe('DEVICE_AUTH_SIGNATURE_INVALID');
  },
  async 'a code as a token, as a device token and over HTTP'(target) {
    const code = await setupCode(target);
    for (const auth of [{ token: code }, { deviceToken: code }, { password: code }]) {
      expect((await new Forger().connect(target, { ...phone, auth })).outcome.ok ?? false).toBe(false);
      await target.resetFailures();
    }
    expect((await target.http('/metrics', { headers: { Authorization: `Bearer ${code}` } })).status).toBe(401);
  },
  async 'more codes than may be open: the oldest is worth nothing'(target) {
    const first = await setupCode(target);
    for (let made = 0; made < 6; made += 1) await setupCode(target);
    const { outcome } = await new Forger().connect(target, { ...phone, auth: { bootstrapToken: first } });
    expect(codeOf(outcome)).toBe('AUTH_BOOTSTRAP_TOKEN_INVALID');
  },
  async 'an address for the phone that is not TLS, or carries a user or a query'(target) {
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
  async 'the token of a device in the hands of another'(target) {
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
  async 'the token of a role in another role'(target) {
    const { device, token } = await paired(target, ['operator.read']);
    const { outcome } = await device.connect(target, { role: 'node', scopes: [], auth: { deviceToken: token } });
    expect(outcome.ok ?? false).toBe(false);
  },
  async 'a token asks for more scopes than it was given'(target) {
    const { device, token } = await paired(target, ['operator.read']);
    const { outcome } = await device.connect(target, { scopes: ['operator.admin'], auth: { deviceToken: token } });
    expect(outcome.ok ?? false).toBe(false);
    expect(codeOf(outcome)).toBe('PAIRING_REQUIRED');
  },
  async 'a token after it was rotated, revoked, and after its device was removed'(target) {
    const { device, token } = await paired(target, ['operator.read']);
    await target.call('device.token.rotate', { deviceId: device.id, role: 'operator' });
    expect((await device.connect(target, { auth: { deviceToken: token } })).outcome.ok ?? false).toBe(false);
    await target.call('device.pair.remove', { deviceId: device.id });
    expect((await device.connect(target, { auth: { deviceToken: token } })).outcome.ok ?? false).toBe(false);
  },
  async 'a removed device does not come back to life by a request that still waits'(target) {
    const { device, token } = await paired(target, ['operator.read']);
    await device.connect(target, { scopes: ['operator.admin'], auth: { deviceToken: token } });
    await target.call('device.pair.remove', { deviceId: device.id });
    expect((await device.connect(target, { auth: { deviceToken: token } })).outcome.ok ?? false).toBe(false);
  },
  async 'a new pairing replaces the rights of the one before'(target) {
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
  async 'a device that changes what it says it is must be allowed anew'(target) {
    const { device } = await paired(target, ['operator.read']);
    const { outcome } = await device.connect(target, { platform: 'windows' });
    expect(codeOf(outcome)).toBe('PAIRING_REQUIRED');
  },
  async 'a request is answered twice, and one that nobody made'(target) {
    const { outcome } = await new Forger().connect(target, { headers: { Origin: target.origin } });
    const requestId = outcome.error?.details?.['requestId'];
    const owner = await target.client(['operator.admin']);
    const [one, two] = await Promise.all([
      request(owner, 'device.pair.approve', { requestId }),
      request(owner, 'device.pair.approve', { requestId }),
    ]);
    expect([one.ok, two.ok].filter(Boolean).length).toBeGreaterThanOrEqual(1);
    expect((await request(owner, 'device.pair.approve', { requestId })).ok).toBe(false);
    expect((await request(owner, 'device.pair.approve', { requestId: 'none' })).ok).toBe(false);
    owner.close();
  },
  async 'a request that changes between the question and the answer'(target) {
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
  async 'more devices at the door than anybody can look at'(target) {
    const headers = { Origin: target.origin };
    for (let count = 0; count < 60; count += 1) (await new Forger().connect(target, { headers })).socket.close();
    const { pending } = await target.call<{ pending: unknown[] }>('device.pair.list');
    expect(pending.length).toBeLessThanOrEqual(50);
  },
  async 'names of devices that are meant for a terminal or turn the line around'(target) {
    for (const displayName of ['a\u001b]0;x\u0007', 'a\nb', 'gpj.\u202eexe', 'a\u0000', '\u009b2J', 'a\u2028b']) {
      const { outcome } = await new Forger().connect(target, { client: { displayName } });
      expect(codeOf(outcome)).toMatch(/^invalid connect params: at \/client\/displayName/);
    }
    const { outcome } = await new Forger().connect(target, { client: { displayName: 'Zoë’s 📱 电话' } });
    expect(outcome.ok).toBe(true);
  },
  async 'rows of devices hold no token, hash or salt'(target) {
    const { token } = await paired(target, ['operator.read']);
    const rows = JSON.stringify([await target.call('device.pair.list'), await target.call('node.list')]);
    expect(rows).not.toContain(token);
    expect(rows).not.toMatch(/"(hash|salt|deviceToken)"/);
  },
});
