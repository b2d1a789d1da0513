// The reference model of decisions notices everything that a host could get wrong.
import { expect, it } from 'vitest';
import { KeptDecisions } from './kept-decisions.ts';

const DONE = 'rejected';
const NOT_DONE = 'as before';

/** Decisions of which one was answered and done. */
function decideOne(): KeptDecisions {
  const decisions = new KeptDecisions();
  decisions.attempt(DONE, NOT_DONE);
  decisions.answered({ id: 'a', state: 'done' });
  decisions.settle({ id: 'a', state: 'done' });
  return decisions;
}

it('accepts what was answered', () => {
  const found = decideOne().compare([{ id: 'a', state: 'done' }]);
  expect(found).toEqual({ lost: [], twice: [], isRecovered: false });
});

it('detects that an answered decision is gone, undone, or there twice', () => {
  expect(decideOne().compare([]).lost).toEqual(['decision a: done became nothing']);
  expect(decideOne().compare([{ id: 'a', state: 'undone' }]).lost).toEqual(['decision a: done became undone']);
  const twice = decideOne().compare([
    { id: 'a', state: 'done' },
    { id: 'b', state: 'done' },
  ]);
  expect(twice.twice).toEqual(['decision b, which nobody requested']);
});

it('expects the files of a decision without an answer to be as the host says', () => {
  const open = (): KeptDecisions => {
    const decisions = new KeptDecisions();
    decisions.attempt(DONE, NOT_DONE);
    return decisions;
  };
  expect(open().compare([])).toEqual({ lost: [], twice: [], isRecovered: false, files: NOT_DONE });
  expect(open().compare([{ id: 'a', state: 'done' }])).toMatchObject({ isRecovered: true, files: DONE });
  expect(open().compare([{ id: 'a', state: 'conflict' }])).toMatchObject({ files: NOT_DONE });
  const both = open().compare([
    { id: 'a', state: 'done' },
    { id: 'b', state: 'done' },
  ]);
  expect(both.twice).toHaveLength(2);
});

it('detects that a decision which was answered while a run was active is gone', () => {
  const open = (): KeptDecisions => {
    const decisions = new KeptDecisions();
    decisions.attempt(DONE, NOT_DONE);
    decisions.answered({ id: 'a', state: 'waiting' });
    return decisions;
  };
  expect(open().compare([]).lost).toEqual(['decision a: it was answered, and is gone']);
  expect(open().compare([{ id: 'a', state: 'waiting' }]).lost).toHaveLength(1);
  expect(open().compare([{ id: 'a', state: 'conflict' }])).toMatchObject({ lost: [], files: NOT_DONE });
  expect(open().compare([{ id: 'a', state: 'done' }])).toMatchObject({ lost: [], files: DONE });
});

it('expects the files of an undo without an answer to be as the host says', () => {
  const open = (): KeptDecisions => {
    const decisions = decideOne();
    decisions.attemptUndo('a', DONE, NOT_DONE);
    return decisions;
  };
  expect(open().compare([{ id: 'a', state: 'done' }])).toMatchObject({ lost: [], files: DONE });
  expect(open().compare([{ id: 'a', state: 'undone' }])).toMatchObject({ lost: [], files: NOT_DONE });
  expect(open().compare([]).lost).toEqual(['decision a: it was answered, and is gone']);
});
