import { describe, expect, it } from 'vitest';
import type { AssistantItem, Item, ToolCallView, UserItem } from '#contract/sessions/session-view.ts';
import { findCurrentPlan, readSteps } from './plan-steps.ts';

const step = (text: string, status: string) => ({ text, status });
const call = (steps: readonly unknown[], more: Partial<ToolCallView> = {}): ToolCallView => ({
  callId: 'c',
  name: 'todo',
  input: { steps },
  state: 'done',
  ...more,
});
const user: UserItem = { kind: 'user', id: 'u', seq: 1, ts: 0, runId: 'r', text: 'Hi', images: [], steered: false };
const answer = (...calls: readonly ToolCallView[]): Item => ({ ...ANSWER, calls });
const ANSWER: AssistantItem = {
  kind: 'assistant',
  id: 'a',
  seq: 2,
  ts: 0,
  runId: 'r',
  content: [],
  stopReason: 'toolUse',
  provider: 'p',
  model: 'm',
  calls: [],
};

describe('the plan above the message box', () => {
  it('is the latest one since the last message of the user', () => {
    const first = answer(call([step('a', 'in_progress'), step('b', 'pending')]));
    const second = answer(call([step('a', 'done'), step('b', 'in_progress')]));
    expect(findCurrentPlan([user, first, second])).toEqual([step('a', 'done'), step('b', 'in_progress')]);
    expect(findCurrentPlan([user, first, second, answer()])).toHaveLength(2);
    expect(findCurrentPlan([first, user])).toBeUndefined();
    expect(findCurrentPlan([])).toBeUndefined();
  });

  it('is gone once all of it is done, and unaffected by calls that failed', () => {
    const open = answer(call([step('a', 'pending')]));
    expect(findCurrentPlan([user, open, answer(call([step('a', 'done')]))])).toBeUndefined();
    expect(findCurrentPlan([user, open, answer(call([], { state: 'failed' }))])).toEqual([step('a', 'pending')]);
  });

  it('has only valid steps', () => {
    expect(
      readSteps({ steps: [step('a', 'done'), step('b', 'other'), null, 'x', { text: 1, status: 'done' }] }),
    ).toEqual([step('a', 'done')]);
    expect(readSteps({ steps: 'none' })).toEqual([]);
  });
});
