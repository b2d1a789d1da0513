// Proves: AG-7
import { describe, expect, it } from 'vitest';
import { capText } from './cap-text.ts';
import { flag, InputProblem, integer, choice, optional, readInput, toSchema, text } from './input.ts';
import { ManualClock } from '#tests/support/core/manual-clock.ts';
import { QUIET } from '#tests/support/quiet-log.ts';
import { BUILT_IN_TOOLS } from './registry.ts';
import { ToolSources } from './tool-sources.ts';

describe('tool input', () => {
  const fields = {
    name: text('n'),
    count: optional(integer('c', { min: 1, max: 9 })),
    on: optional(flag('o')),
    kind: choice('k', ['a', 'b']),
  };

  it('is parsed by its fields and tolerates common mistakes of models', () => {
    expect(readInput(fields, { name: 'x', count: '3', on: 'true', kind: 'a', extra: 1 })).toEqual({
      name: 'x',
      count: 3,
      on: true,
      kind: 'a',
    });
    expect(readInput(fields, { name: '', count: null, kind: 'b' })).toEqual({ name: '', kind: 'b' });
  });

  it.each([
    [{ kind: 'a' }, '"name" is missing'],
    [{ name: 1, kind: 'a' }, '"name" must be a string'],
    [{ name: 'x', kind: 'c' }, 'one of: a, b'],
    [{ name: 'x', kind: 'a', count: 0 }, 'between 1 and 9'],
    [{ name: 'x', kind: 'a', count: 1.5 }, 'an integer'],
    [{ name: 'x', kind: 'a', on: 'maybe' }, 'true or false'],
    [JSON.parse('{"__proto__": {"name": "x"}, "kind": "a"}') as Record<string, unknown>, '"name" is missing'],
  ])('%j is rejected with a message for the model', (raw, words) => {
    expect(() => readInput(fields, raw)).toThrow(InputProblem);
    expect(() => readInput(fields, raw)).toThrow(words);
  });

  it('has a closed schema', () => {
    expect(toSchema(fields)).toMatchObject({ type: 'object', required: ['name', 'kind'], additionalProperties: false });
  });
});

describe('long output', () => {
  it('keeps its start and end and says how much is missing', () => {
    const capped = capText(`head${'x'.repeat(100_000)}tail`);
    expect(capped.length).toBeLessThanOrEqual(32 * 1024);
    expect(capped).toMatch(/^head.*\[… \d+ characters omitted …\].*tail$/s);
    expect(capText('short')).toBe('short');
  });
});

describe('the tools of an agent', () => {
  const sources = new ToolSources({ toolSources: [BUILT_IN_TOOLS], clock: new ManualClock(), log: QUIET });
  const names = async (allow: string[], deny: string[]) =>
    (await sources.list({ agentId: 'main', tools: { allow, deny } })).map((tool) => tool.name);
  it('are all or the allowed ones, without the denied ones', async () => {
    expect(await names([], [])).toEqual([
      'exec',
      'process',
      'read',
      'write',
      'edit',
      'list',
      'search',
      'find',
      'fetch',
      'todo',
      'plan',
      'ask',
    ]);
    expect(await names(['read', 'exec'], ['exec'])).toEqual(['read']);
    expect(await names([], ['*'])).toEqual([]);
  });
});
