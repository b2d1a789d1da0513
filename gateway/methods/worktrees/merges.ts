// Merging worktrees into their repositories.
import { unavailable } from '#contract/wire/errors.ts';
import type { MergeOutcome } from '#core/worktrees/merges.ts';
import { describeMerge } from '#core/worktrees/read-worktree-status.ts';
import { defined } from '#contract/types/defined.ts';
import type { WorktreeRecord } from '#core/ports/worktree-store.ts';
import { defineHandlers } from '../../server/dispatch/handler.ts';

export const MERGE_HANDLERS = defineHandlers({
  async 'worktrees.merge'({ id, mode, target, message }, { engine, by, signal }) {
    const request = { mode, ...defined({ target, message }) };
    return toResult(await engine.worktrees.merge(id, request, by, signal));
  },

  'worktrees.merge.conflict': ({ id, path }, { engine, signal }) => engine.worktrees.conflict(id, path, signal),

  async 'worktrees.merge.decide'({ id, path, ...decision }, { engine, signal }) {
    return { pending: requirePending(await engine.worktrees.decide(id, path, decision, signal)) };
  },

  'worktrees.merge.complete': async ({ id }, { engine, by, signal }) =>
    toResult(await engine.worktrees.completeMerge(id, by, signal)),

  async 'worktrees.merge.cancel'({ id }, { engine, by }) {
    await engine.worktrees.cancelMerge(id, by);
    return { ok: true };
  },

  async 'worktrees.merge.handOver'({ id }, { engine, services, by, signal }) {
    const { sessionKey, files, message } = await engine.worktrees.handOver(id, by, signal);
    const runId = services.ids.next();
    await engine.runs.send({ sessionKey, text: message, images: [], runId, queueMode: 'followup', by });
    return { sessionKey, runId, files };
  },

  'worktrees.keepBranch': ({ id }, { engine, by, signal }) => engine.worktrees.keepBranch(id, by, signal),
});

function toResult(outcome: MergeOutcome) {
  const { target } = outcome;
  if (outcome.status === 'merged') return { status: 'merged' as const, target, commit: outcome.commit };
  return { status: 'conflicts' as const, target, pending: requirePending(outcome.record) };
}

function requirePending(record: WorktreeRecord) {
  const pending = describeMerge(record);
  if (pending === undefined) throw unavailable('The merge has already ended. Start it again.');
  return pending;
}
