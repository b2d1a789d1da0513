// Conformance suite of a store: audit log, settings, secrets, devices, and API keys.
import { testPrincipal } from '../support/core/test-principal.ts';
import { expect, it } from 'vitest';
import type { DeviceRecord } from '#core/ports/identity.ts';
import { Secret } from '#core/ports/secrets.ts';
import type { Store } from '#core/ports/store.ts';
import { AUDIT } from './store-samples.ts';

/** A sample. */
export function deviceRecord(deviceId: string, createdAtMs: number, fields: Partial<DeviceRecord> = {}): DeviceRecord {
  return {
    deviceId,
    publicKey: 'key',
    platform: 'linux',
    clientId: 'cli',
    clientMode: 'cli',
    version: '1',
    roles: ['operator'],
    scopes: ['operator.read'],
    approvedVia: 'owner',
    createdAtMs,
    approvedAtMs: createdAtMs,
    tokens: [],
    ...fields,
  };
}

/** Records outside of sessions. */
export function records(store: () => Store): void {
  it('chains audit entries and lists them newest first, filtered by action', async () => {
    await store().audit.append({
      by: testPrincipal('a'),
      action: 'one',
      subject: 's',
      details: { b: 1, a: [true, null] },
    });
    await store().audit.append({ by: testPrincipal('a'), action: 'two', subject: 's', details: {} });
    const [newest, oldest] = await store().audit.list({ limit: 10 });
    expect(newest).toMatchObject({ seq: 2, action: 'two' });
    expect(oldest).toMatchObject({
      seq: 1,
      actor: 'a',
      action: 'one',
      subject: 's',
      details: { b: 1, a: [true, null] },
    });
    expect(newest?.hash).not.toBe(oldest?.hash);
    expect((await store().audit.list({ limit: 10, before: 2 })).map((entry) => entry.seq)).toEqual([1]);
    expect((await store().audit.list({ limit: 10, action: 'two' })).map((entry) => entry.seq)).toEqual([2]);
    expect(await store().audit.verify()).toEqual({ ok: true, entries: 2 });
  });

  it('stores settings by key and lists them by prefix', async () => {
    await store().settings.set('ui.theme', { dark: true });
    await store().settings.set('ui.size', 3);
    await store().settings.set('uix', 'no');
    await store().settings.set('u%', 'no');
    expect(await store().settings.get('ui.theme')).toEqual({ dark: true });
    expect(await store().settings.list('ui.')).toEqual([
      { key: 'ui.size', value: 3 },
      { key: 'ui.theme', value: { dark: true } },
    ]);
    expect((await store().settings.list('u%')).map((entry) => entry.key)).toEqual(['u%']);
    await store().settings.delete('ui.size');
    expect(await store().settings.get('ui.size')).toBeUndefined();
  });

  it('stores secrets by name and never lists their values', async () => {
    await store().secrets.set('provider.demo', new Secret('sk-1'));
    await store().secrets.set('provider.demo', new Secret('sk-2'));
    const secret = await store().secrets.get('provider.demo');
    expect(secret?.reveal()).toBe('sk-2');
    expect(`${secret} ${JSON.stringify({ secret })}`).not.toContain('sk-2');
    expect(await store().secrets.names()).toEqual(['provider.demo']);
    await store().secrets.delete('provider.demo');
    expect(await store().secrets.get('provider.demo')).toBeUndefined();
  });

  it('stores devices with their tokens, and API keys that are found by their hash', async () => {
    const { identity, audit } = store();
    const token = { role: 'operator', scopes: ['operator.read'], salt: 's', hash: 'h', createdAtMs: 2 } as const;
    const device = deviceRecord('phone', 2, { tokens: [token] });
    await identity.saveDevice(device, { ...AUDIT, action: 'device.paired' });
    await identity.saveDevice(deviceRecord('older', 1));
    expect((await identity.devices()).map(({ deviceId }) => deviceId)).toEqual(['older', 'phone']);
    await identity.saveDevice({ ...device, label: 'mine', tokens: [{ ...token, hash: 'h2', revokedAtMs: 3 }] });
    expect(await identity.device('phone')).toEqual({
      ...device,
      label: 'mine',
      tokens: [{ ...token, hash: 'h2', revokedAtMs: 3 }],
    });
    expect(await identity.removeDevice('phone', { ...AUDIT, action: 'device.removed' })).toBe(true);
    expect(await identity.removeDevice('phone', AUDIT)).toBe(false);
    expect(await identity.device('phone')).toBeUndefined();
    expect((await audit.list({ limit: 5 })).map(({ action }) => action)).toEqual(['device.removed', 'device.paired']);
    const key = { id: 'k', name: 'CI', prefix: 'gh_ab', hash: 'kh', scopes: [], perMinute: 5, createdAtMs: 1 };
    await identity.saveApiKey(key);
    await identity.saveApiKey({ ...key, revokedAtMs: 9 });
    expect(await identity.apiKeyByHash('kh')).toEqual({ ...key, revokedAtMs: 9 });
    expect(await identity.apiKeyByHash('other')).toBeUndefined();
    expect(await identity.apiKeys()).toHaveLength(1);
  });
}
