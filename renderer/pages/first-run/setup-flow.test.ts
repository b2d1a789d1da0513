import { describe, expect, it } from 'vitest';
import type { ProviderStatus } from '#contract/types/providers.ts';
import { firstModel, keyOwner, modelChoices, screenOf, testWords } from './setup-flow.ts';

const provider = (id: string, kind: ProviderStatus['kind'], changes: Partial<ProviderStatus> = {}): ProviderStatus => ({
  id,
  title: id,
  summary: `About ${id}`,
  kind,
  enabled: true,
  key: 'missing',
  models: 0,
  reachable: 'unknown',
  ...changes,
});

describe('first run', () => {
  it('offers what was found first and the demo last', () => {
    const choices = modelChoices([
      provider('demo', 'demo'),
      provider('other', 'compatible'),
      provider('anthropic', 'cloud'),
      provider('openai', 'cloud', { key: 'environment', environment: 'OPENAI_API_KEY' }),
      provider('ollama', 'local', { reachable: 'yes', models: 2 }),
    ]);
    expect(choices.map((choice) => [choice.provider.id, choice.kind])).toEqual([
      ['openai', 'found'],
      ['ollama', 'found'],
      ['anthropic', 'key'],
      ['other', 'address'],
      ['demo', 'demo'],
    ]);
    expect(choices[0]?.detail).toContain('OPENAI_API_KEY');
  });

  it('asks for an address when Ollama does not answer', () => {
    expect(modelChoices([provider('ollama', 'local', { reachable: 'no' })])[0]?.kind).toBe('address');
  });

  it('resumes where it was killed', () => {
    const status = { done: false, providers: [], suggestedWorkspace: '/w' };
    expect(screenOf({ ...status, step: 'model' })).toBe('model');
    expect(screenOf({ ...status, step: 'workspace' })).toBe('workspace');
    expect(screenOf({ ...status, step: 'finished' })).toBe('model');
    expect(screenOf({ ...status, step: 'finished' }, 'task')).toBe('task');
    expect(screenOf({ ...status, step: 'workspace' }, 'model')).toBe('model');
    expect(screenOf({ ...status, step: 'model' }, 'task')).toBe('model');
  });

  it('names the model with its provider exactly once', () => {
    const test = { ok: true, latencyMs: 1, models: ['claude-x', 'b'] };
    expect(firstModel('anthropic', test)).toBe('anthropic/claude-x');
    expect(firstModel('demo', { ...test, models: ['demo/demo'] })).toBe('demo/demo');
    expect(firstModel('ollama', { ...test, models: [] })).toBeUndefined();
    expect(testWords({ ...test, ok: false })).toEqual({ message: 'The test failed.', hint: '' });
  });

  it('knows whose key was pasted', () => {
    expect(keyOwner(' sk-ant-api03-abc ')).toBe('anthropic');
    expect(keyOwner('sk-proj-abcdefghijklmnopqrstuv')).toBe('openai');
    expect(keyOwner('hello')).toBeUndefined();
  });
});
