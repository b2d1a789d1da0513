import { describe, expect, it } from 'vitest';
import type { ProviderStatus } from '#contract/types/providers.ts';
import { keyWords, stateOf } from './provider-words.ts';

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

describe('a provider in words', () => {
  it('says first what is in the way', () => {
    const words = (changes: Partial<ProviderStatus>) => stateOf(provider(changes)).word;
    expect([
      words({}),
      words({ reachable: 'unknown' }),
      words({ reachable: 'no' }),
      words({ error: 'refused' }),
      words({ key: 'missing' }),
      words({ enabled: false, error: 'x' }),
    ]).toEqual(['ready', 'set up', 'not running', 'does not work', 'no key', 'off']);
  });

  it('does not call a server broken that was never named or is not running', () => {
    expect(stateOf(provider({ kind: 'compatible', key: 'none-needed' })).word).toBe('no address');
    expect(
      stateOf(provider({ kind: 'local', key: 'none-needed', reachable: 'no', error: 'nothing listens' })).word,
    ).toBe('not running');
  });

  it('says which key is used when there are two', () => {
    expect(keyWords(provider({ environment: 'X_KEY' }))).toBe('Key stored here, before the one of X_KEY · 3 models');
    expect(keyWords(provider({ key: 'environment', environment: 'X_KEY', models: 1 }))).toBe(
      'Key of X_KEY · one model',
    );
    expect(keyWords(provider({ key: 'missing', models: 0 }))).toBe('About X');
  });
});
