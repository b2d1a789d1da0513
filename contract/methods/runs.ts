// Runs: what they did, and their queue.
import { Type } from 'typebox';
import type { RunQueueStatus } from '../types/run-queue.ts';
import { readMethod, writeMethod } from './define-method.ts';
import type { RawRequest, RunSummary, RunTimeline } from '../types/run-timeline.ts';
import { Id, Ok, SessionKey, closed, resultType } from './results.ts';

/** Methods for runs, and for those that wait because as many are active as allowed. */
export const RUN_METHODS = {
  'runs.list': readMethod({
    summary: 'Lists the last runs of a session, newest first.',
    params: closed({ key: SessionKey, limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })) }),
    result: resultType<{ readonly runs: readonly RunSummary[] }>('RunSummary[]'),
  }),
  'runs.timeline': readMethod({
    summary:
      'Returns what a run did and waited for: model requests, retries, tool calls, approvals, and summaries, with durations, tokens, and cost.',
    params: closed({ runId: Id }),
    result: resultType<RunTimeline>('RunTimeline'),
  }),
  'runs.request': readMethod({
    summary:
      'Returns a model request of a run as it was sent, without API keys. `requestId`: the ID in a step of `runs.timeline`.',
    params: closed({ requestId: Id }),
    result: resultType<RawRequest>('RawRequest'),
  }),
  'runs.continue': writeMethod({
    summary:
      "Immediately continues a run that is waiting for a provider's limit to reset. `waitId`: from `quota` in `sessions.list`. With `model` (`provider/model`), this run continues with that model instead. To stop the run, use `chat.abort`.",
    params: closed({ waitId: Id, model: Type.Optional(Type.String({ minLength: 3, maxLength: 512 })) }),
    result: Ok,
  }),
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
