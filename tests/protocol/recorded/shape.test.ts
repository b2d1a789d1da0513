import { describe, expect, it } from 'vitest';
import { differences, shapeOf } from './shape.ts';

const NONE: ReadonlySet<string> = new Set();
const of = (...values: readonly unknown[]) => shapeOf(values, false, NONE);

describe('a shape', () => {
  it('requires the fields that every value has and keeps no text', () => {
    expect(of({ id: 'a', n: 1 }, { id: 'b', n: 1.5, extra: true })).toEqual({
      id: 'string',
      n: 'int|number',
      'extra?': 'boolean',
    });
  });

  it('requires no field that is published as optional', () => {
    expect(shapeOf([{ id: 'a', note: 'b' }], false, new Set(['note']))).toEqual({ id: 'string', 'note?': 'string' });
  });

  it('keeps protocol values, and codes of errors only', () => {
    expect(of({ state: 'final', code: 'X' })).toEqual({ state: '=final', code: 'string' });
    expect(shapeOf([{ code: 'X' }], true, NONE)).toEqual({ code: '=X' });
  });

  it('distinguishes rows of a list by their role', () => {
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

  it('ignore additional fields and fields that were only null', () => {
    expect(differences(shape, { n: 2, none: 'some', list: [{ id: 'b', more: 1 }], either: { id: 'c' } })).toEqual([]);
  });

  it('report missing fields and different types with their path', () => {
    expect(differences(shape, { n: 1.5, none: null, list: [{}], either: 7 })).toEqual([
      'n: number, not int',
      'list[].id: missing',
      'either: int, not string',
    ]);
    expect(differences(shape, { n: 1, list: {}, either: 'x' })).toEqual(['none: missing', 'list: object, no list']);
  });

  it('accept an integer where any number or an amount was recorded', () => {
    expect(differences(of({ share: 0.5 }), { share: 1 })).toEqual([]);
    expect(differences(of({ totalCost: 0 }), { totalCost: 0.25 })).toEqual([]);
  });
});
