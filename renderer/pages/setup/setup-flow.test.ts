import { describe, expect, it } from 'vitest';
import type { ProviderStatus } from '#contract/types/providers.ts';
import { t } from '#messages/translate.ts';
import { firstModel, keyOwner, modelChoices, currentScreen, describeFailure, suggestedTasks } from './setup-flow.ts';

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

describe('setup', () => {
  it('lists found providers first and the demo last', () => {
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

  it("asks for an address when Ollama isn't running", () => {
    expect(modelChoices([provider('ollama', 'local', { reachable: 'no' })])[0]?.kind).toBe('address');
  });

  it('resumes at the stored step', () => {
    const status = { done: false, providers: [], suggestedWorkspace: '/w' };
    expect(currentScreen({ ...status, step: 'model' })).toBe('model');
    expect(currentScreen({ ...status, step: 'workspace' })).toBe('workspace');
    expect(currentScreen({ ...status, step: 'finished' })).toBe('model');
    expect(currentScreen({ ...status, step: 'finished' }, 'task')).toBe('task');
    expect(currentScreen({ ...status, step: 'workspace' }, 'model')).toBe('model');
    expect(currentScreen({ ...status, step: 'model' }, 'task')).toBe('model');
  });

  it('suggests what the demo can do only with the demo', () => {
    expect(suggestedTasks('demo/script').map((id) => t(id))).toEqual([
      'Show me a command',
      'Write a file',
      'Make a plan',
    ]);
    expect(suggestedTasks('anthropic/claude-x')).toContain('setup.prompt.folder');
    expect(suggestedTasks(undefined)).toContain('setup.prompt.folder');
  });

  it('prefixes the model with its provider exactly once', () => {
    const test = { ok: true, latencyMs: 1, models: ['claude-x', 'b'] };
    expect(firstModel('anthropic', test)).toBe('anthropic/claude-x');
    expect(firstModel('demo', { ...test, models: ['demo/demo'] })).toBe('demo/demo');
    expect(firstModel('ollama', { ...test, models: [] })).toBeUndefined();
    expect(describeFailure({ ...test, ok: false })).toEqual({ message: t('providers.testFailed'), hint: '' });
  });

  it('names no page that setup cannot open', () => {
    const hint = 'Check your connection and the address in Settings → Providers.';
    const error = { code: 'network', message: "Couldn't reach the server.", hint };
    expect(describeFailure({ ok: false, latencyMs: 1, models: [], error })).toEqual({
      message: "Couldn't reach the server.",
      hint: 'Check your connection and the address.',
    });
  });

  it('recognizes whose key was pasted', () => {
    expect(keyOwner(' sk-ant-api03-abc ')).toBe('anthropic');
    expect(keyOwner('sk-proj-abcdefghijklmnopqrstuv')).toBe('openai');
    expect(keyOwner('hello')).toBeUndefined();
  });
});
