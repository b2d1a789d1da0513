// Proves: AG-7
import { describe, expect, it } from 'vitest';
import { leastCpuTime } from '#tests/support/cpu-time.ts';
import { capText } from './cap-text.ts';
import { flag, InputProblem, integer, oneOf, optional, readInput, schemaOf, text } from './input.ts';
import { toolsOf } from './registry.ts';
import { unifiedDiff } from './unified-diff.ts';

describe('tool input', () => {
  const fields = {
    name: text('n'),
    count: optional(integer('c', { min: 1, max: 9 })),
    on: optional(flag('o')),
    kind: oneOf('k', ['a', 'b']),
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
    expect(schemaOf(fields)).toMatchObject({ type: 'object', required: ['name', 'kind'], additionalProperties: false });
  });
});

describe('a diff', () => {
  it('shows changes with surrounding lines', () => {
    const before = Array.from({ length: 20 }, (_, n) => `line ${n}`).join('\n');
    const diff = unifiedDiff('a.txt', before, before.replace('line 10', 'LINE 10'));
    expect(diff).toMatchObject({ added: 1, removed: 1 });
    expect(diff.text).toBe(
      '--- a/a.txt\n+++ b/a.txt\n@@ -8,7 +8,7 @@\n line 7\n line 8\n line 9\n-line 10\n+LINE 10\n line 11\n line 12\n line 13',
    );
  });

  it('covers a new file, no change, and two separate changes', () => {
    expect(unifiedDiff('n', '', 'a\nb\n')).toEqual({
      text: '--- /dev/null\n+++ b/n\n@@ -1,0 +1,2 @@\n+a\n+b',
      added: 2,
      removed: 0,
    });
    expect(unifiedDiff('n', 'same\n', 'same\n').text).toBe('');
    const many = Array.from({ length: 40 }, (_, n) => `${n}`);
    const changed = many.with(2, 'two').with(35, 'x');
    expect(unifiedDiff('n', many.join('\n'), changed.join('\n')).text.match(/@@ /g)).toHaveLength(2);
  });

  it('of huge texts is fast and limited', () => {
    const a = Array.from({ length: 50_000 }, (_, n) => `a ${n}`).join('\n');
    const b = Array.from({ length: 50_000 }, (_, n) => `b ${n}`).join('\n');
    expect(unifiedDiff('n', a, b).text.length).toBeLessThan(101_000);
    expect(leastCpuTime(() => unifiedDiff('n', a, b))).toBeLessThan(500);
  });
});

describe('long output', () => {
  it('keeps its start and end and says how much is missing', () => {
    const capped = capText(`head${'x'.repeat(100_000)}tail`, 1000);
    expect(capped.length).toBeLessThan(1001);
    expect(capped).toMatch(/^head.*\[… \d+ characters omitted …\].*tail$/s);
    expect(capText('short', 1000)).toBe('short');
  });
});

describe('the tools of an agent', () => {
  const names = (allow: string[], deny: string[]) => toolsOf({ tools: { allow, deny } }).map((tool) => tool.name);
  it('are all or the allowed ones, without the denied ones', () => {
    expect(names([], [])).toEqual([
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
      'ask',
    ]);
    expect(names(['read', 'exec'], ['exec'])).toEqual(['read']);
    expect(names([], ['*'])).toEqual([]);
  });
});
