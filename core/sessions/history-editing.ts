// Rewinds, branches, forks, and checkpoints: steps on the log that never erase anything.
import { defined } from '#contract/types/defined.ts';
import { invalidRequest, unavailable } from '#contract/wire/errors.ts';
import type { SessionEventOf } from '#contract/sessions/session-events.ts';
import type { SessionView } from '#contract/sessions/session-view.ts';
import type { EngineParts } from '../engine/engine-parts.ts';
import type { SessionRecord } from '../ports/sessions-store.ts';
import { findBranches, findBranchPoints } from './branches.ts';
import { copyEvents } from './copy-events.ts';
import { findRewindPoint } from './find-rewind-point.ts';
import { derivedTitle } from './record-patch.ts';
import type { SessionActor, SessionSnapshot } from './session-actor.ts';
import { isMark, ontoLeaf, rangesAt } from './session-log.ts';
import type { Checkpoint, HistoryFacet } from '../engine/history-facet.ts';
import { newSession } from './new-session.ts';
import { queueAgain } from './queue.ts';
import { requireSession, requireWritable } from './require-session.ts';
import type { Principal } from '../principal.ts';

/** History editing of the engine. */
export function historyEditing(parts: EngineParts): HistoryFacet {
  const { ports } = parts;
  const readEvents = (key: string) => ports.store.sessions.events(key, 1);
  return {
    async rewind(key, entryId) {
      // Validated before anything is stopped.
      const { canceledMessage } = findRewindPoint(await (await load(parts, key)).whole(), entryId);
      await rewind(parts, key, (view) => findRewindPoint(view, entryId).beforeSeq);
      return canceledMessage;
    },
    async branches(key) {
      return findBranches(await readEvents(key));
    },
    async branchPoints(key) {
      return findBranchPoints(findBranches(await readEvents(key)));
    },
    switchBranch: (key, leafEntryId) => switchBranch(parts, key, leafEntryId),
    async fork(key, entryId, newKey, by) {
      const { record, point } = await fork(parts, key, newKey, by, (view) => ({
        ...findRewindPoint(view, entryId),
        entryId,
      }));
      return { record, canceledMessage: point.canceledMessage };
    },
    forkAtLastAnswer: async (key, newKey, by) => (await fork(parts, key, newKey, by, requireAnswer)).record,
    async addNote(key, text) {
      ports.secretGuard.refuse(text);
      const actor = await load(parts, key);
      const messageId = ports.ids.next();
      await actor.commit(({ record }) => {
        requireWritable(record);
        return { events: [{ type: 'note.added', messageId, text }] };
      });
      return messageId;
    },
    async checkpoints(key) {
      const actor = await load(parts, key);
      const events = await readEvents(key);
      const facts = new Map(events.flatMap((event) => (event.type === 'compacted' ? [[event.seq, event]] : [])));
      return toCheckpoints(await actor.whole(), facts);
    },
    async restoreCheckpoint(key, seq) {
      requireSummary(await (await load(parts, key)).whole(), seq);
      return requireSession(await rewind(parts, key, (view) => requireSummary(view, seq)));
    },
    async forkCheckpoint(key, seq, newKey, by) {
      const findPoint = (view: SessionView) => ({ beforeSeq: requireSummary(view, seq), entryId: `d${seq}` });
      return (await fork(parts, key, newKey, by, findPoint)).record;
    },
  };
}

/** Creates a session with the conversation before the active run, which continues; without a conversation in the first run. */
export async function forkBeforeRun(
  parts: EngineParts,
  key: string,
  newKey: string,
  by: Principal,
): Promise<SessionRecord> {
  const findPoint = (view: SessionView): ForkPoint => findLastAnswer(view) ?? { beforeSeq: 0, entryId: '' };
  return (await fork(parts, key, newKey, by, findPoint)).record;
}

function requireAnswer(view: SessionView): ForkPoint {
  const point = findLastAnswer(view);
  if (point === undefined)
    throw invalidRequest('There is no completed answer to fork from.', 'NOTHING_TO_FORK', 'Wait for the first answer.');
  return point;
}

function findLastAnswer(view: SessionView): ForkPoint | undefined {
  const answer = view.items.findLast((item) => item.kind === 'assistant' && item.runId !== view.run?.runId);
  return answer && { beforeSeq: findRewindPoint(view, answer.id).beforeSeq, entryId: answer.id };
}

/** Loads a session and stops its active run. */
async function loadStopped(parts: EngineParts, key: string): Promise<SessionActor> {
  const actor = await load(parts, key);
  requireWritable(actor.record);
  await parts.runner.abort(key, 'user');
  return actor;
}

function requireIdle(now: SessionSnapshot): SessionSnapshot {
  requireWritable(now.record);
  if (now.view.run !== undefined) throw unavailable('A message was sent at the same time. Try again.');
  return now;
}

async function rewind(
  parts: EngineParts,
  key: string,
  findSeq: (view: SessionView) => number | undefined,
): Promise<SessionActor> {
  const actor = await loadStopped(parts, key);
  await actor.commitWhole((now) => {
    const { view } = requireIdle(now);
    const beforeSeq = findSeq(view);
    if (beforeSeq === undefined || !view.items.some((item) => item.seq >= beforeSeq)) return undefined;
    const queued = queueAgain(view, () => parts.ports.ids.next());
    return { events: [{ type: 'rewound', beforeSeq }, ...queued], hideRowsFrom: beforeSeq };
  });
  return actor;
}

async function switchBranch(parts: EngineParts, key: string, leafEntryId: string): Promise<void> {
  const actor = await loadStopped(parts, key);
  await actor.commitOnLog((events, now) => {
    requireIdle(now);
    const target = findBranches(events).find((branch) => branch.leafEntryId === leafEntryId);
    if (target === undefined)
      throw invalidRequest('No branch has this ID.', 'BRANCH_NOT_FOUND', 'Reload the branch list.');
    if (target.active) return undefined;
    const rows = rangesAt(events.filter(isMark), target.leaf.seq);
    return {
      events: [
        { type: 'branch.switched', leafSeq: target.leaf.seq },
        ...queueAgain(now.view, () => parts.ports.ids.next()),
      ],
      onto: { view: ontoLeaf(now.view, target.leaf.view), rows },
    };
  });
}

/** Items before `beforeSeq` are copied, or all of them; `entryId` is the last one. */
interface ForkPoint {
  readonly beforeSeq: number | undefined;
  readonly entryId: string;
}

/** Creates a session with the workspace, model, and mode of the original, except full access, and a reference to it. */
async function fork<P extends ForkPoint>(
  parts: EngineParts,
  key: string,
  newKey: string,
  by: Principal,
  findPoint: (view: SessionView) => P,
): Promise<{ readonly record: SessionRecord; readonly point: P }> {
  const source = await load(parts, key);
  const from = requireSession(source);
  const view = await source.whole();
  const point = findPoint(view);
  const { key: fromKey, sessionId: fromSessionId, model, category, thinkingLevel, approvalMode } = from;
  const { projectId, worktreeId, persona, context } = from;
  const title = from.title ?? from.derivedTitle;
  // Full access ends with the session for which it was allowed.
  const mode = approvalMode === 'full' ? undefined : approvalMode;
  const run = { model, category, thinkingLevel, approvalMode: mode, persona, context };
  const settings = defined({ ...run, projectId, worktreeId });
  const derived = title === undefined ? {} : { derivedTitle: forkTitle(title) };
  const actor = await parts.sessions.load(newKey);
  await actor.commit(({ record }) => {
    if (record !== undefined) throw invalidRequest('A session with this key already exists.', 'SESSION_EXISTS');
    const create = newSession(parts.ports, from, { key: newKey, parentKey: fromKey, ...settings }, by);
    return {
      events: [
        { type: 'forked', fromKey, fromSessionId, entryId: point.entryId, ...defined({ title }) },
        ...copyEvents(view, point.beforeSeq, 2),
      ],
      create: { ...create, ...derived },
      // Otherwise the copied messages would determine the title.
      patch: { lastInteractionAt: create.createdAt, ...derived },
      silent: true,
    };
  });
  return { record: requireSession(actor), point };
}

const FORK_MARK = ' (fork)';

/** The title of the original with a mark, so that the two can be told apart. */
function forkTitle(title: string): string {
  const bare = title.endsWith(FORK_MARK) ? title.slice(0, -FORK_MARK.length) : title;
  return `${derivedTitle(bare)}${FORK_MARK}`;
}

function toCheckpoints(
  view: SessionView,
  facts: ReadonlyMap<number, SessionEventOf<'compacted'>>,
): readonly Checkpoint[] {
  return view.items.flatMap((item, index): Checkpoint[] => {
    const event = facts.get(item.seq);
    if (item.kind !== 'divider' || item.what !== 'compacted' || event === undefined) return [];
    const { seq, ts: createdAt, trigger, tokensBefore, tokensAfter, keptFromSeq } = event;
    const kept = view.items.find((candidate) => candidate.seq >= keptFromSeq)?.id;
    const last = view.items[index - 1]?.id;
    return [
      {
        seq,
        createdAt,
        trigger,
        tokensBefore,
        tokensAfter,
        summary: item.more ?? event.summary,
        ...defined({ firstKeptEntryId: kept, lastEntryId: last }),
      },
    ];
  });
}

function requireSummary(view: SessionView, seq: number): number {
  if (view.items.some((item) => item.kind === 'divider' && item.what === 'compacted' && item.seq === seq)) return seq;
  const hint = 'Reload the checkpoint list.';
  throw invalidRequest('No checkpoint in this conversation has this ID.', 'CHECKPOINT_NOT_FOUND', hint);
}

async function load({ sessions }: EngineParts, key: string): Promise<SessionActor> {
  const actor = await sessions.load(key);
  requireSession(actor);
  return actor;
}
