// Codes that pair a phone, and devices that wait or were paired: used twice, stolen, widened, kept.
// Proves: AU-2
import { expect } from 'vitest';
import { attackDoor } from './support/attacks.ts';
import { codeOf, Forger } from './support/forgery.ts';
import { ask, type Stage } from './support/stage.ts';

/** A code, as a phone reads it. */
async function setupCode(stage: Stage, bootstrapProfile = 'limited'): Promise<string> {
  const { setupCode: code } = await stage.call<{ setupCode: string }>('device.pair.setupCode', {
    bootstrapProfile,
    includeQr: false,
  });
  return (JSON.parse(Buffer.from(code, 'base64url').toString()) as { bootstrapToken: string }).bootstrapToken;
}

const phone = { role: 'node', scopes: [] } as const;

/** A device that a person allowed, with its token. */
async function paired(
  stage: Stage,
  scopes: readonly string[],
): Promise<{ readonly device: Forger; readonly token: string }> {
  const device = new Forger();
  const { socket, outcome } = await device.connect(stage, { scopes });
  socket.close();
  const { deviceToken } = (outcome.payload?.['auth'] ?? {}) as { readonly deviceToken?: string };
  return { device, token: deviceToken ?? expect.fail('not paired') };
}

attackDoor('setup codes and devices', {
  async 'a code is used twice'(stage) {
    const bootstrapToken = await setupCode(stage);
    const first = await new Forger().connect(stage, { ...phone, auth: { bootstrapToken } });
    expect(first.outcome.ok).toBe(true);
    const second = await new Forger().connect(stage, { ...phone, auth: { bootstrapToken } });
    expect(codeOf(second.outcome)).toBe('AUTH_BOOTSTRAP_TOKEN_INVALID');
    first.socket.close();
  },
  async 'a code is used by eight phones in the same moment: one gets in'(stage) {
    const bootstrapToken = await setupCode(stage);
    const tries = await Promise.all(
      Array.from({ length: 8 }, () => new Forger().connect(stage, { ...phone, auth: { bootstrapToken } })),
    );
    expect(tries.filter(({ outcome }) => outcome.ok === true)).toHaveLength(1);
    for (const { socket } of tries) socket.close();
  },
  async 'a code for little asks for much'(stage) {
    const bootstrapToken = await setupCode(stage, 'limited');
    const { socket, outcome } = await new Forger().connect(stage, {
      scopes: ['operator.admin', 'operator.pairing'],
      auth: { bootstrapToken },
    });
    expect(JSON.stringify(outcome.payload?.['auth'])).not.toMatch(/operator\.(admin|pairing)"/);
    expect((await ask(socket, 'config.patch', { raw: '{}' })).ok ?? false).toBe(false);
    socket.close();
  },
  async 'a code for a node makes no operator'(stage) {
    const bootstrapToken = await setupCode(stage, 'node');
    const { socket, outcome } = await new Forger().connect(stage, {
      scopes: ['operator.admin'],
      auth: { bootstrapToken },
    });
    if (outcome.ok === true) expect(outcome.payload?.['auth']).toMatchObject({ scopes: [] });
    expect((await ask(socket, 'sessions.list')).ok ?? false).toBe(false);
    socket.close();
  },
  async 'a code without the proof of a device'(stage) {
    const bootstrapToken = await setupCode(stage);
    const socket = await stage.socket();
    const params = new Forger().params(await socket.nonce(), { auth: { bootstrapToken } });
    expect((await ask(socket, 'connect', { ...params, device: undefined })).ok ?? false).toBe(false);
    // It was not used up by that.
    expect((await new Forger().connect(stage, { ...phone, auth: { bootstrapToken } })).outcome.ok).toBe(true);
  },
  async 'a code with a broken proof is not used up'(stage) {
    const bootstrapToken = await setupCode(stage);
    const broken = await new Forger().connect(stage, { ...phone, auth: { bootstrapToken }, signed: { nonce: 'x' } });
    expect(codeOf(broken.outcome)).toBe('DEVICE_AUTH_SIGNATURE_INVALID');
    expect((await new Forger().connect(stage, { ...phone, auth: { bootstrapToken } })).outcome.ok).toBe(true);
  },
  async 'a code that was not signed for'(stage) {
    const bootstrapToken = await setupCode(stage);
    const { outcome } = await new Forger().connect(stage, {
      ...phone,
      auth: { bootstrapToken },
      signed: { token: '' },
    });
    expect(codeOf(outcome)).toBe('DEVICE_AUTH_SIGNATURE_INVALID');
  },
  async 'a code as a token, as a device token and over HTTP'(stage) {
    const code = await setupCode(stage);
    for (const auth of [{ token: code }, { deviceToken: code }, { password: code }]) {
      expect((await new Forger().connect(stage, { ...phone, auth })).outcome.ok ?? false).toBe(false);
      await stage.forgive();
    }
    expect((await stage.http('/metrics', { headers: { Authorization: `Bearer ${code}` } })).status).toBe(401);
  },
  async 'more codes than may be open: the oldest is worth nothing'(stage) {
    const first = await setupCode(stage);
    for (let made = 0; made < 6; made += 1) await setupCode(stage);
    const { outcome } = await new Forger().connect(stage, { ...phone, auth: { bootstrapToken: first } });
    expect(codeOf(outcome)).toBe('AUTH_BOOTSTRAP_TOKEN_INVALID');
  },
  async 'an address for the phone that is not TLS, or carries a user or a query'(stage) {
    const owner = await stage.client(['operator.admin']);
    for (const publicUrl of [
      'ws://evil.example',
      'http://evil.example',
      'wss://user:pass@evil.example',
      'wss://evil.example/?x=1',
      'wss://evil.example/#x',
      'javascript:alert(1)',
      'wss://a b',
    ])
      expect((await ask(owner, 'device.pair.setupCode', { publicUrl })).ok, publicUrl).toBe(false);
    owner.close();
  },
  async 'the token of a device in the hands of another'(stage) {
    const { token } = await paired(stage, ['operator.read']);
    for (const auth of [{ token }, { deviceToken: token }]) {
      expect((await new Forger().connect(stage, { auth })).outcome.ok ?? false).toBe(false);
      await stage.forgive();
    }
    const socket = await stage.socket();
    const params = new Forger().params(await socket.nonce(), { auth: { token } });
    expect((await ask(socket, 'connect', { ...params, device: undefined })).ok ?? false).toBe(false);
    expect((await stage.http('/metrics', { headers: { Authorization: `Bearer ${token}` } })).status).toBe(401);
  },
  async 'the token of a role in another role'(stage) {
    const { device, token } = await paired(stage, ['operator.read']);
    const { outcome } = await device.connect(stage, { role: 'node', scopes: [], auth: { deviceToken: token } });
    expect(outcome.ok ?? false).toBe(false);
  },
  async 'a token asks for more scopes than it was given'(stage) {
    const { device, token } = await paired(stage, ['operator.read']);
    const { outcome } = await device.connect(stage, { scopes: ['operator.admin'], auth: { deviceToken: token } });
    expect(outcome.ok ?? false).toBe(false);
    expect(codeOf(outcome)).toBe('PAIRING_REQUIRED');
  },
  async 'a token after it was rotated, revoked, and after its device was removed'(stage) {
    const { device, token } = await paired(stage, ['operator.read']);
    await stage.call('device.token.rotate', { deviceId: device.id, role: 'operator' });
    expect((await device.connect(stage, { auth: { deviceToken: token } })).outcome.ok ?? false).toBe(false);
    await stage.call('device.pair.remove', { deviceId: device.id });
    expect((await device.connect(stage, { auth: { deviceToken: token } })).outcome.ok ?? false).toBe(false);
  },
  async 'a removed device does not come back to life by a request that still waits'(stage) {
    const { device, token } = await paired(stage, ['operator.read']);
    await device.connect(stage, { scopes: ['operator.admin'], auth: { deviceToken: token } });
    await stage.call('device.pair.remove', { deviceId: device.id });
    expect((await device.connect(stage, { auth: { deviceToken: token } })).outcome.ok ?? false).toBe(false);
  },
  async 'a new pairing replaces the rights of the one before'(stage) {
    const { device } = await paired(stage, ['operator.read', 'operator.write', 'operator.pairing']);
    await stage.call('device.token.revoke', { deviceId: device.id, role: 'operator' });
    const { outcome } = await device.connect(stage, { scopes: ['operator.read'] });
    const requestId = outcome.error?.details?.['requestId'];
    await stage.call('device.pair.approve', { requestId });
    const { outcome: wider } = await device.connect(stage, {
      scopes: ['operator.write'],
      headers: { Origin: stage.origin },
    });
    expect(codeOf(wider)).toBe('PAIRING_REQUIRED');
  },
  async 'a device that changes what it says it is must be allowed anew'(stage) {
    const { device } = await paired(stage, ['operator.read']);
    const { outcome } = await device.connect(stage, { platform: 'windows' });
    expect(codeOf(outcome)).toBe('PAIRING_REQUIRED');
  },
  async 'a request is answered twice, and one that nobody made'(stage) {
    const { outcome } = await new Forger().connect(stage, { headers: { Origin: stage.origin } });
    const requestId = outcome.error?.details?.['requestId'];
    const owner = await stage.client(['operator.admin']);
    const [one, two] = await Promise.all([
      ask(owner, 'device.pair.approve', { requestId }),
      ask(owner, 'device.pair.approve', { requestId }),
    ]);
    expect([one.ok, two.ok].filter(Boolean).length).toBeGreaterThanOrEqual(1);
    expect((await ask(owner, 'device.pair.approve', { requestId })).ok).toBe(false);
    expect((await ask(owner, 'device.pair.approve', { requestId: 'none' })).ok).toBe(false);
    owner.close();
  },
  async 'a request that changes between the question and the answer'(stage) {
    const device = new Forger();
    const headers = { Origin: stage.origin };
    const modest = await device.connect(stage, { scopes: ['operator.read'], headers });
    await device.connect(stage, { scopes: ['operator.admin'], headers });
    const owner = await stage.client(['operator.admin']);
    const outcome = await ask(owner, 'device.pair.approve', {
      requestId: modest.outcome.error?.details?.['requestId'],
    });
    expect(outcome.ok).toBe(false);
    owner.close();
  },
  async 'more devices at the door than anybody can look at'(stage) {
    const headers = { Origin: stage.origin };
    for (let count = 0; count < 60; count += 1) (await new Forger().connect(stage, { headers })).socket.close();
    const { pending } = await stage.call<{ pending: unknown[] }>('device.pair.list');
    expect(pending.length).toBeLessThanOrEqual(50);
  },
  async 'names of devices that are meant for a terminal or turn the line around'(stage) {
    for (const displayName of ['a\u001b]0;x\u0007', 'a\nb', 'gpj.\u202eexe', 'a\u0000', '\u009b2J', 'a\u2028b']) {
      const { outcome } = await new Forger().connect(stage, { client: { displayName } });
      expect(codeOf(outcome)).toMatch(/^invalid connect params: at \/client\/displayName/);
    }
    const { outcome } = await new Forger().connect(stage, { client: { displayName: 'Zoë’s 📱 电话' } });
    expect(outcome.ok).toBe(true);
  },
  async 'rows of devices hold no token, hash or salt'(stage) {
    const { token } = await paired(stage, ['operator.read']);
    const rows = JSON.stringify([await stage.call('device.pair.list'), await stage.call('node.list')]);
    expect(rows).not.toContain(token);
    expect(rows).not.toMatch(/"(hash|salt|deviceToken)"/);
  },
});
