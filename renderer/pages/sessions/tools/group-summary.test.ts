import { expect, it } from 'vitest';
import type { ShownCall } from '../transcript/transcript-rows.ts';
import { canCollapse, describeGroup, notableCalls } from './group-summary.ts';

const call = (name: string, state: ShownCall['state'] = 'done'): ShownCall => ({
  callId: `${name}${Math.random()}`,
  name,
  input: {},
  state,
});

it('counts the finished calls by kind', () => {
  expect(describeGroup([call('read'), call('exec'), call('read'), call('edit'), call('exec', 'failed')])).toBe(
    'Read 2 files, ran 1 command, edited 1 file',
  );
  expect(describeGroup([call('exec', 'denied')])).toBe('1 step');
});

it('collapses only many calls, and only once all are finished', () => {
  const four = ['read', 'read', 'list', 'exec'].map((name) => call(name));
  expect(canCollapse(four)).toBe(true);
  expect(canCollapse(four.slice(1))).toBe(false);
  expect(canCollapse([...four, call('exec', 'running')])).toBe(false);
  expect(canCollapse([...four, call('exec', 'approval')])).toBe(false);
});

it('keeps failed calls visible', () => {
  const failed = call('exec', 'failed');
  expect(notableCalls([call('read'), failed, call('list')])).toEqual([failed]);
});
