import { expect, it } from 'vitest';
import type { Row } from '../transcript/transcript-rows.ts';
import { findRows, stepMatch } from './find-rows.ts';

const rows: readonly Row[] = [
  {
    type: 'user',
    key: 'u',
    item: { kind: 'user', id: 'u', seq: 1, ts: 1, runId: 'r', text: 'Fix the Parser', images: [], steered: false },
  },
  { type: 'text', key: 't', text: 'I read it.', live: false },
  {
    type: 'tools',
    key: 'c',
    calls: [{ callId: 'c', name: 'exec', input: { command: 'npm test' }, state: 'done', text: 'parser.test.ts ok' }],
  },
];

it('searches messages, commands, and their output, ignoring case unless it must match', () => {
  expect(findRows(rows, { query: 'parser', matchesCase: false })).toEqual([0, 2]);
  expect(findRows(rows, { query: 'NPM', matchesCase: false })).toEqual([2]);
  expect(findRows(rows, { query: 'NPM', matchesCase: true })).toEqual([]);
  expect(findRows(rows, { query: '  ', matchesCase: false })).toEqual([]);
});

it('starts at the end and wraps around', () => {
  expect(stepMatch([0, 2], undefined, -1)).toBe(2);
  expect(stepMatch([0, 2], 2, 1)).toBe(0);
  expect(stepMatch([0, 2], 2, -1)).toBe(0);
  expect(stepMatch([0, 2], 0, -1)).toBe(2);
  expect(stepMatch([], 1, 1)).toBeUndefined();
});
