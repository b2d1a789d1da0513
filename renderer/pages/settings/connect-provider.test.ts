import { describe, expect, it } from 'vitest';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { addressProblem, connectProvider } from './connect-provider.ts';

function scripted(ok: boolean) {
  const calls: [string, unknown][] = [];
  const client = {
    request: async (method: string, params: unknown) => {
      calls.push([method, params]);
      return { ok, latencyMs: 5, models: ['m'] };
    },
  } as unknown as GatewayClient; // Only `request` is used here.
  return { client, calls };
}

describe('connecting a provider', () => {
  it('stores a key only after a successful test', async () => {
    const good = scripted(true);
    await connectProvider(good.client, { id: 'anthropic', apiKey: ' k ', baseUrl: '' });
    expect(good.calls).toEqual([
      ['providers.test', { id: 'anthropic', apiKey: 'k' }],
      ['providers.set', { id: 'anthropic', apiKey: 'k', enabled: true }],
    ]);
    const bad = scripted(false);
    expect((await connectProvider(bad.client, { id: 'anthropic', apiKey: 'k' })).ok).toBe(false);
    expect(bad.calls).toHaveLength(1);
  });

  it('describes an invalid address', () => {
    expect(addressProblem('http://127.0.0.1:8000/v1')).toBeUndefined();
    for (const bad of ['', '127.0.0.1:8000', 'ftp://x', 'nonsense']) expect(addressProblem(bad)).toBeTypeOf('string');
  });
});
