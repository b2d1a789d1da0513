// The queue of runs: list, move, cancel.
import { defineHandlers } from '../../server/dispatch/handler.ts';

export const RUN_HANDLERS = defineHandlers({
  'runs.queue.list': (_params, { engine }) => engine.queuedRuns.status(),

  async 'runs.queue.move'({ runId, beforeRunId }, { engine }) {
    await engine.queuedRuns.move(runId, beforeRunId);
    return { ok: true };
  },

  async 'runs.queue.cancel'({ runId }, { engine }) {
    await engine.queuedRuns.cancel(runId);
    return { ok: true };
  },
});
