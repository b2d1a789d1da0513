// Changes a compaction: undoes it, so that the model sees the full history again, or edits its summary.
import { invalidRequest } from '#contract/wire/errors.ts';
import { compactionInForce } from '#contract/sessions/compaction.ts';
import type { SessionView } from '#contract/sessions/session-view.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import type { SessionCache } from '../sessions/session-cache.ts';
import { requireWritable } from '../sessions/writable.ts';
import { estimateTokens } from './compaction.ts';

interface Parts {
  readonly ports: EnginePorts;
  readonly sessions: SessionCache;
}

/** Longest summary that a person may enter, characters. */
const MAX_SUMMARY_CHARACTERS = 32_000;

/** Undoes the last compaction. @throws {GatewayError} while a run is active, or when `seq` is not the last one in effect. */
export async function undoCompaction({ sessions }: Parts, key: string, seq: number): Promise<void> {
  const actor = await sessions.load(key);
  await actor.commitWhole(({ view, record }) => {
    requireWritable(record);
    requireLast(view, seq);
    if (view.run !== undefined)
      throw invalidRequest(
        'A run is active.',
        'RUN_ACTIVE',
        'Wait for it to finish or stop it, then undo the summary.',
      );
    const before = compactionInForce(view.items.filter((item) => item.seq < seq));
    const keptFromSeq = before?.keptFromSeq ?? 0;
    const tokensAfter = estimateTokens({ ...view, keptFromSeq, contextTokens: 0 });
    return { events: [{ type: 'compaction.undone', compactionSeq: seq, keptFromSeq, tokensAfter }] };
  });
}

/** Edits the summary of the old part; the model receives it from its next call on. @throws {GatewayError} */
export async function editSummary(
  { ports, sessions }: Parts,
  key: string,
  seq: number,
  summary: string,
): Promise<void> {
  ports.secretGuard.refuse(summary);
  if (summary.trim() === '' || summary.length > MAX_SUMMARY_CHARACTERS)
    throw invalidRequest(
      'The summary is empty or too long.',
      'INVALID_SUMMARY',
      `Use 1 to ${MAX_SUMMARY_CHARACTERS} characters.`,
    );
  const actor = await sessions.load(key);
  await actor.commit(({ view, record }) => {
    requireWritable(record);
    requireLast(view, seq);
    return { events: [{ type: 'compaction.edited', compactionSeq: seq, summary: summary.trim() }] };
  });
}

function requireLast(view: SessionView, seq: number): void {
  if (compactionInForce(view.items)?.seq === seq) return;
  throw invalidRequest(
    'This summary is no longer in effect.',
    'COMPACTION_NOT_IN_FORCE',
    'Only the last summary of a conversation can be edited or undone.',
  );
}
