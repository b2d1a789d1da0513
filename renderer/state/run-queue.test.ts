// Proves: PP-2
import { describe, expect, it } from 'vitest';
import type { QueuedRunRow } from '#contract/types/run-queue.ts';
import { findTarget } from './run-queue.ts';

const runs: readonly QueuedRunRow[] = ['a', 'b', 'c'].map((runId, index) => ({
  runId,
  sessionKey: `agent:main:${runId}`,
  agentId: 'main',
  title: runId,
  position: index + 1,
  reason: 'limit',
  queuedAt: 0,
  isResuming: false,
}));

describe('moving a run in the queue', () => {
  it('up puts it before the previous one', () => {
    expect(findTarget(runs, 'c', -1)).toEqual({ beforeRunId: 'b' });
  });

  it('down puts it before the one after the next, or at the end', () => {
    expect(findTarget(runs, 'a', 1)).toEqual({ beforeRunId: 'c' });
    expect(findTarget(runs, 'b', 1)).toEqual({ beforeRunId: undefined });
  });

  it('to the front puts it before the first one', () => {
    expect(findTarget(runs, 'c', 'front')).toEqual({ beforeRunId: 'a' });
  });

  it('changes nothing at the ends, or for a run that has started', () => {
    expect(findTarget(runs, 'a', -1)).toBeUndefined();
    expect(findTarget(runs, 'a', 'front')).toBeUndefined();
    expect(findTarget(runs, 'c', 1)).toBeUndefined();
    expect(findTarget(runs, 'gone', 1)).toBeUndefined();
  });
});
