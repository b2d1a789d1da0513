// Proves: CF-1, CF-2
import { isJsonObject } from '#contract/types/json-object.ts';
import { describe, expect, it } from 'vitest';
import { applyMergePatch, changedPaths, toChanges } from './merging.ts';
import { parseJson5 } from './json5.ts';
import { editText } from './text-edit.ts';

const FILE = `// My house
{
  // who works here
  agents: {
    default: 'main', // the first
    entries: {
      main: { name: "Main", model: 'a/b' },
      /* second */
      helper: {
        name: 'Helper',
      }, // end of helper
    },
  },
  'limits': { modelRetries: 3 } // no comma here
}
`;

function patched(text: string, patch: unknown): string {
  if (!isJsonObject(patch)) throw new Error('a patch is an object');
  return editText(text, toChanges(text.trim() === '' ? {} : parseJson5(text), patch));
}

describe('an edited configuration file', () => {
  it('changes only the value', () => {
    expect(patched(FILE, { agents: { default: 'helper' } })).toBe(
      FILE.replace("'main', // the first", "'helper', // the first"),
    );
  });

  it('adds a key after the last member of a multi-line object', () => {
    expect(patched(FILE, { agents: { entries: { helper: { model: 'x/y' } } } })).toBe(
      FILE.replace("name: 'Helper',\n", "name: 'Helper',\n        model: 'x/y',\n"),
    );
  });

  it('adds a key to a single-line object and after a last member with a comment but no comma', () => {
    expect(patched(FILE, { limits: { compactAt: 0.5 } })).toContain(
      "'limits': { modelRetries: 3, compactAt: 0.5 } // no comma here",
    );
    expect(patched(FILE, { logs: { level: 'debug' } })).toContain(
      "{ modelRetries: 3 }, // no comma here\n  logs: {\n    level: 'debug',\n  },\n}",
    );
  });

  it('removes a key with its comma and trailing comment', () => {
    expect(patched(FILE, { agents: { default: null } })).toBe(FILE.replace("    default: 'main', // the first\n", ''));
    expect(patched(FILE, { agents: { entries: { main: { name: null } } } })).toContain("main: { model: 'a/b' }");
    expect(parseJson5(patched(FILE, { limits: null }))).not.toHaveProperty('limits');
  });

  it('writes to a file that is empty or contains only comments', () => {
    expect(patched('', { logs: { level: 'warn' } })).toBe("{\n  logs: {\n    level: 'warn',\n  },\n}\n");
    expect(editText('// nothing yet', [{ path: ['a'], value: 1 }])).toBe('// nothing yet\n{\n  a: 1,\n}\n');
  });

  it('keeps comments in an empty object', () => {
    expect(editText('{\n  a: { // soon\n  },\n}\n', [{ path: ['a', 'b'], value: 1 }])).toBe(
      '{\n  a: { // soon\n    b: 1,\n  },\n}\n',
    );
  });

  it('replaces a non-object value on the path and quotes names if needed', () => {
    expect(parseJson5(editText('{ a: 5 }', [{ path: ['a', 'b-c', '__proto__'], value: [1, { d: 2 }] }]))).toEqual(
      JSON.parse('{"a":{"b-c":{"__proto__":[1,{"d":2}]}}}'),
    );
  });

  it('applies every patch as defined by RFC 7396', () => {
    const texts = [
      FILE,
      '{}',
      '{a:1}',
      '{a:{b:1},c:[1,2]}',
      '{"a": {"b": {"c": 1}}, /* x */ d: "e"}',
      '{a:1,b:2,c:3,}',
      '{\n\ta: 1\n\t,b: 2\n}',
    ];
    const patches = [
      {},
      { a: null },
      { a: 2 },
      { a: { b: null } },
      { a: { b: { c: 2, d: null } } },
      { c: [3] },
      { d: { e: { f: null, g: 1 } } },
      { b: null, c: null },
      { agents: null, x: { y: [] } },
      { limits: { modelRetries: null } },
    ];
    for (const text of texts)
      for (const patch of patches)
        expect(parseJson5(patched(text, patch)), `${text} + ${JSON.stringify(patch)}`).toEqual(
          applyMergePatch(parseJson5(text), patch),
        );
  });
});

it('changed paths lead to single values, even if sections were added or removed', () => {
  expect(changedPaths({ a: { b: 1, c: 2 }, d: [1] }, { a: { b: 1 }, d: [2], e: { f: { g: 1 } } })).toEqual([
    'a.c',
    'd',
    'e.f.g',
  ]);
  expect(changedPaths({ a: 1 }, { a: 1 })).toEqual([]);
});

describe('a merge patch', () => {
  it.each([
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
    [{ a: 'b' }, { a: null }, {}],
    [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
    [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
    [
      ['a', 'b'],
      ['c', 'd'],
      ['c', 'd'],
    ],
    [{ a: 'b' }, ['c'], ['c']],
    [{ a: 'foo' }, null, null],
    [{ a: 'foo' }, 'bar', 'bar'],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [[1, 2], { a: 'b', c: null }, { a: 'b' }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ])('turns %j by %j into %j', (target, patch, result) => {
    expect(applyMergePatch(target, patch)).toEqual(result);
  });
});

describe('a key that looks like a value', () => {
  it.each(['null', 'true', 'NaN', '__proto__x', 'with space', 'constructor'])(
    '%s can be read and edited again',
    (key) => {
      const first = patched('', { agents: { entries: { [key]: { name: 'A' } } } });
      const second = patched(first, { agents: { entries: { [key]: { name: 'B', list: ['x', { y: 1 }], none: {} } } } });
      expect(parseJson5(second)).toEqual({
        agents: { entries: { [key]: { name: 'B', list: ['x', { y: 1 }], none: {} } } },
      });
    },
  );
});
