import { describe, expect, it } from 'vitest';
import { harness } from '#tests/support/core/engine-harness.ts';
import { says } from '#tests/support/core/scripted-provider.ts';
import { testPrincipal } from '#tests/support/core/test-principal.ts';

const open = () => harness([says('one'), says('two')], { agent: { model: '' } });

describe('without a chosen model', () => {
  it('a message is answered by a model of a provider with a key', async () => {
    const { ask, providers, engine } = open();
    providers.suggestion = 'test/best';
    expect(await ask('Hi')).toMatchObject({ status: 'done', text: 'one' });
    expect(providers.requests[0]?.model).toBe('best');
    expect(engine.agents.model('main')).toBe('test/best');
  });

  it('a message is rejected if no provider has a key', async () => {
    const { send } = open();
    await expect(send('Hi')).rejects.toThrow('No model is configured.');
  });

  it('the model is chosen again after a provider was changed', async () => {
    const { ask, providers, engine } = open();
    providers.suggestion = 'test/best';
    await ask('Hi');
    providers.suggestion = 'test/other';
    await engine.providers.set({ id: 'test', apiKey: 'x' }, testPrincipal('me'));
    await ask('Again');
    expect(providers.requests.map(({ model }) => model)).toEqual(['best', 'other']);
  });
});

it('a chosen model is used without asking a provider for others', async () => {
  const { ask, providers } = harness([says('one')]);
  providers.suggestModel = () => Promise.reject(new Error('not needed'));
  expect(await ask('Hi')).toMatchObject({ status: 'done' });
});
