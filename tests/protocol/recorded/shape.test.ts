import { describe, expect, it } from 'vitest';
import { differences, shapeOf } from './shape.ts';

const NONE: ReadonlySet<string> = new Set();
const of = (...values: readonly unknown[]) => shapeOf(values, false, NONE);

describe('a shape', () => {
  it('asks for what every value has, and keeps no text', () => {
    expect(of({ id: 'a', n: 1 }, { id: 'b', n: 1.5, extra: true })).toEqual({
      id: 'string',
      n: 'int|number',
      'extra?': 'boolean',
    });
  });

  it('asks for nothing that is published as optional', () => {
    expect(shapeOf([{ id: 'a', note: 'b' }], false, new Set(['note']))).toEqual({ id: 'string', 'note?': 'string' });
  });

  it('keeps words of the protocol, and codes in refusals only', () => {
    expect(of({ state: 'final', code: 'X' })).toEqual({ state: '=final', code: 'string' });
    expect(shapeOf([{ code: 'X' }], true, NONE)).toEqual({ code: '=X' });
  });

  it('tells rows of one list apart by their role', () => {
    const shape = of([
      { role: 'user', content: 'a' },
      { role: 'tool', id: 'b' },
    ]);
    expect(differences(shape, [{ role: 'tool', id: 'c' }, { role: 'user', content: 'd' }, { role: 'new' }])).toEqual(
      [],
    );
    expect(differences(shape, [{ role: 'tool' }])).toEqual(['[]<tool>.id: missing']);
  });
});

describe('differences', () => {
  const shape = of(
    { n: 1, none: null, list: [{ id: 'a' }], either: 'a' },
    { n: 1, none: null, list: [], either: { id: 'a' } },
  );

  it('are none where the value has more, or null was all that was recorded', () => {
    expect(differences(shape, { n: 2, none: 'some', list: [{ id: 'b', more: 1 }], either: { id: 'c' } })).toEqual([]);
  });

  it('are missing fields and other types, with their place', () => {
    expect(differences(shape, { n: 1.5, none: null, list: [{}], either: 7 })).toEqual([
      'n: number, not int',
      'list[].id: missing',
      'either: int, not string',
    ]);
    expect(differences(shape, { n: 1, list: {}, either: 'x' })).toEqual(['none: missing', 'list: object, no list']);
  });

  it('let a whole number stand where any number was recorded, and money be whole by chance', () => {
    expect(differences(of({ share: 0.5 }), { share: 1 })).toEqual([]);
    expect(differences(of({ totalCost: 0 }), { totalCost: 0.25 })).toEqual([]);
  });
});
