// Compaction while no run is active: on request, undone, so that the model sees the full history again, or edited.
import { compactionInForce } from '#contract/sessions/compaction.ts';
import type { SessionView } from '#contract/sessions/session-view.ts';
import { defined } from '#contract/types/defined.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import type { EngineParts } from '../engine/engine-parts.ts';
import type { SessionsFacet } from '../engine/sessions-facet.ts';
import { requireSession, requireWritable } from '../sessions/require-session.ts';
import { createRun } from './active-run.ts';
import { compact, estimateTokens } from './compaction.ts';
import { getSummary } from './context.ts';
import { modelChain, requireAgent } from './model-choice.ts';

/** Longest summary that a person may enter, characters. */
const MAX_SUMMARY_CHARACTERS = 32_000;

/** The part of the sessions facet that this file implements. */
export type IdleCompaction = Pick<SessionsFacet, 'compact' | 'undoCompaction' | 'editSummary'>;

/** The compaction of the engine. */
export function idleCompaction({ ports, sessions, gates }: EngineParts): IdleCompaction {
  return {
    async compact(key) {
      const actor = await sessions.load(key);
      const record = requireSession(actor);
      requireWritable(record);
      requireIdle(actor.view, 'compact');
      const settings = ports.config.settings();
      const agent = requireAgent(settings, actor.agentId);
      const [choice] = modelChain(settings, agent, record);
      const facts = { runId: ports.ids.next(), actor, agent, startedAt: ports.clock.now() };
      const run = createRun({ ...facts, ports, ...gates });
      const tokensBefore = actor.view.contextTokens;
      const compacted = await compact(run, choice, 'manual').finally(() => run.reservation?.release());
      return { compacted, tokensBefore, ...defined({ summary: compacted ? getSummary(actor.view) : undefined }) };
    },
    async undoCompaction(key, seq) {
      const actor = await sessions.load(key);
      await actor.commitWhole(({ view, record }) => {
        requireWritable(record);
        requireLast(view, seq);
        requireIdle(view, 'undo the summary');
        const keptFromSeq = compactionInForce(view.items.filter((item) => item.seq < seq))?.keptFromSeq ?? 0;
        const tokensAfter = estimateTokens({ ...view, keptFromSeq, contextTokens: 0 });
        return { events: [{ type: 'compaction.undone', compactionSeq: seq, keptFromSeq, tokensAfter }] };
      });
    },
    async editSummary(key, seq, text) {
      ports.secretGuard.refuse(text);
      const summary = text.trim();
      if (summary === '' || text.length > MAX_SUMMARY_CHARACTERS)
        throw invalidRequest(
          'The summary is empty or too long.',
          'INVALID_SUMMARY',
          `Use 1 to ${MAX_SUMMARY_CHARACTERS} characters.`,
        );
      const actor = await sessions.load(key);
      await actor.commit(({ view, record }) => {
        requireWritable(record);
        requireLast(view, seq);
        return { events: [{ type: 'compaction.edited', compactionSeq: seq, summary }] };
      });
    },
  };
}

function requireIdle(view: SessionView, action: string): void {
  if (view.run !== undefined)
    throw invalidRequest('A run is active.', 'RUN_ACTIVE', `Wait for it to finish or stop it, then ${action}.`);
}

function requireLast(view: SessionView, seq: number): void {
  if (compactionInForce(view.items)?.seq === seq) return;
  const hint = 'Only the last summary of a conversation can be edited or undone.';
  throw invalidRequest('This summary is no longer in effect.', 'COMPACTION_NOT_IN_FORCE', hint);
}
