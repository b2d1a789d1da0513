// The queue of runs.
import { Type } from 'typebox';
import type { RunQueueStatus } from '../types/run-queue.ts';
import { readMethod, writeMethod } from './define-method.ts';
import { Id, Ok, closed, resultType } from './results.ts';

/** Methods for the runs that wait because as many are active as allowed. */
export const RUN_METHODS = {
  'runs.queue.list': readMethod({
    summary: 'Lists the runs that wait for a slot, in order, with their reasons and the limits in effect.',
    params: closed({}),
    result: resultType<RunQueueStatus>('RunQueueStatus'),
  }),
  'runs.queue.move': writeMethod({
    summary: 'Moves a queued run to just before another one, or to the end.',
    params: closed({ runId: Id, beforeRunId: Type.Optional(Id) }),
    result: Ok,
  }),
  'runs.queue.cancel': writeMethod({
    summary: 'Cancels a queued run.',
    params: closed({ runId: Id }),
    result: Ok,
  }),
} as const;
