import { describe, expect, it } from 'vitest';
import type { KeySource, ProviderStatus } from '#contract/types/providers.ts';
import { describeProvider, providerState } from './provider-text.ts';

const provider = (changes: Partial<ProviderStatus>): ProviderStatus => ({
  id: 'x',
  title: 'X',
  summary: 'About X',
  kind: 'cloud',
  enabled: true,
  key: 'stored',
  models: 3,
  reachable: 'yes',
  ...changes,
});

describe('the state of a provider', () => {
  it('names the first obstacle', () => {
    const state = (changes: Partial<ProviderStatus>) => providerState(provider(changes)).name;
    expect([
      state({}),
      state({ reachable: 'unknown' }),
      state({ reachable: 'no' }),
      state({ error: 'refused' }),
      state({ key: 'missing' }),
      state({ enabled: false, error: 'x' }),
    ]).toEqual(['ready', 'configured', 'notRunning', 'error', 'noKey', 'off']);
  });

  it("doesn't report an error for a server without an address or that isn't running", () => {
    expect(providerState(provider({ kind: 'compatible', key: 'none-needed' })).name).toBe('noAddress');
    expect(
      providerState(provider({ kind: 'local', key: 'none-needed', reachable: 'no', error: 'nothing listens' })).name,
    ).toBe('notRunning');
  });

  it('shows which key is used and which keys it overrides', () => {
    expect(describeProvider(provider({ environment: 'X_KEY' }))).toBe('Stored key (overrides X_KEY) · 3 models');
    expect(describeProvider(provider({ key: 'environment', environment: 'X_KEY', models: 1 }))).toBe(
      'Key from X_KEY · 1 model',
    );
    expect(describeProvider(provider({ key: 'missing', models: 0 }))).toBe('About X');
    const describe = (...keys: readonly KeySource[]) =>
      describeProvider(provider({ keys, environment: 'X_KEY', models: 0 }));
    expect(describe('personal')).toBe('Personal key');
    expect(describe('personal', 'shared')).toBe('Personal key (overrides the shared key)');
    expect(describe('personal', 'shared', 'configuration', 'environment')).toBe(
      'Personal key (overrides the shared key, the configuration file, and X_KEY)',
    );
    expect(describe('shared', 'environment')).toBe('Stored key (overrides X_KEY)');
    expect(describe('configuration')).toBe('Key from the configuration file');
  });
});
