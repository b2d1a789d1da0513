// The queue of runs, as people see and change it.
import type { QueuedRunRow, RunQueueStatus } from '#contract/types/run-queue.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import type { EngineParts } from '../engine/engine-parts.ts';
import type { WaitingRun } from './run-queue.ts';

/** Runs that wait for a slot. Errors are {@link GatewayError}s. */
export interface QueuedRunsFacet {
  status(): RunQueueStatus;
  /** Whether the run of this session waits. */
  has(sessionKey: string): boolean;
  /** Moves a waiting run to just before another one, or to the end. */
  move(runId: string, beforeRunId: string | undefined): Promise<void>;
  /** Stops a run that hasn't got a slot. */
  cancel(runId: string): Promise<void>;
}

/** The queue of the engine. */
export function queuedRuns({ sessions, runner }: EngineParts): QueuedRunsFacet {
  const { queue } = runner;
  const toRow = (run: WaitingRun, index: number, reason: QueuedRunRow['reason']): QueuedRunRow => {
    const { runId, sessionKey, queuedAt, isResuming } = run;
    const actor = sessions.peek(sessionKey);
    const title = actor?.record?.title ?? actor?.record?.derivedTitle ?? '';
    return {
      runId,
      sessionKey,
      agentId: actor?.agentId ?? '',
      title,
      position: index + 1,
      reason,
      queuedAt,
      isResuming,
    };
  };
  return {
    status() {
      const { reason, ...numbers } = queue.status();
      return { runs: queue.waiting.map((run, index) => toRow(run, index, reason(run))), ...numbers };
    },
    has: (sessionKey) => queue.isWaiting(sessionKey),
    move: (runId, beforeRunId) => queue.move(runId, beforeRunId),
    async cancel(runId) {
      const run = queue.waiting.find((candidate) => candidate.runId === runId);
      if (run === undefined)
        throw invalidRequest(
          'This run is no longer queued.',
          'RUN_NOT_QUEUED',
          'It has started or was canceled. Stop an active run with `sessions.abort`.',
        );
      await runner.abort(run.sessionKey, 'user', runId);
    },
  };
}
