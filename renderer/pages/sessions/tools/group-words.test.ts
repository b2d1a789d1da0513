import { expect, it } from 'vitest';
import type { ShownCall } from '../transcript/transcript-rows.ts';
import { canFold, groupWords, notableCalls } from './group-words.ts';

const call = (name: string, state: ShownCall['state'] = 'done'): ShownCall => ({
  callId: `${name}${Math.random()}`,
  name,
  input: {},
  state,
});

it('counts what was done, by kind', () => {
  expect(groupWords([call('read'), call('exec'), call('read'), call('edit'), call('exec', 'failed')])).toBe(
    'Read 2 files, ran 1 command, edited 1 file',
  );
  expect(groupWords([call('exec', 'denied')])).toBe('1 step');
});

it('folds only many steps, and only when all are over', () => {
  const four = ['read', 'read', 'list', 'exec'].map((name) => call(name));
  expect(canFold(four)).toBe(true);
  expect(canFold(four.slice(1))).toBe(false);
  expect(canFold([...four, call('exec', 'running')])).toBe(false);
  expect(canFold([...four, call('exec', 'approval')])).toBe(false);
});

it('keeps in sight what went wrong', () => {
  const failed = call('exec', 'failed');
  expect(notableCalls([call('read'), failed, call('list')])).toEqual([failed]);
});
