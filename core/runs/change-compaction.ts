// A compaction afterwards: taken back, so that the model sees the old part whole again, or its summary corrected.
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

/** Longest summary that a person may write, characters. */
const MAX_SUMMARY_CHARACTERS = 32_000;

/** Takes the last compaction back. @throws {GatewayError} while a run is active, or when `seq` is not the last one in force. */
export async function undoCompaction({ sessions }: Parts, key: string, seq: number): Promise<void> {
  const actor = await sessions.load(key);
  await actor.commitWhole(({ view, record }) => {
    requireWritable(record);
    requireLast(view, seq);
    if (view.run !== undefined)
      throw invalidRequest(
        'A run is active.',
        'RUN_ACTIVE',
        'Wait for its end or stop it, then take the summary back.',
      );
    const before = compactionInForce(view.items.filter((item) => item.seq < seq));
    const keptFromSeq = before?.keptFromSeq ?? 0;
    const tokensAfter = estimateTokens({ ...view, keptFromSeq, contextTokens: 0 });
    return { events: [{ type: 'compaction.undone', compactionSeq: seq, keptFromSeq, tokensAfter }] };
  });
}

/** Rewrites the summary that stands for the old part; the model reads it from its next call on. @throws {GatewayError} */
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
      `Write up to ${MAX_SUMMARY_CHARACTERS} characters.`,
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
    'This summary is not the one in force.',
    'COMPACTION_NOT_IN_FORCE',
    'Only the last summary of a conversation can be changed or taken back.',
  );
}
