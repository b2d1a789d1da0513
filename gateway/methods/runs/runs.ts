// Runs: what they did, and their queue.
import { defineHandlers } from '../../server/dispatch/handler.ts';

const DEFAULT_RUNS = 20;

export const RUN_HANDLERS = defineHandlers({
  'runs.list': async ({ key, limit = DEFAULT_RUNS }, { engine }) => ({
    runs: await engine.timelines.list((await engine.sessions.require(key)).key, limit),
  }),

  'runs.timeline': ({ runId }, { engine }) => engine.timelines.describe(runId),

  'runs.request': ({ requestId }, { engine }) => engine.timelines.readRequest(requestId),

  async 'runs.continue'({ waitId, model }, { engine, by }) {
    await engine.quota.continueRun(waitId, model, by);
    return { ok: true };
  },

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
