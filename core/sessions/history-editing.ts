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
import type { SessionSnapshot, SessionActor, SessionChange } from './session-actor.ts';
import { isMark, ontoLeaf, rangesAt } from './session-log.ts';
import type { Checkpoint, HistoryFacet } from '../engine/history-facet.ts';
import { newSession } from './new-session.ts';
import { requireSession, requireWritable } from './require-session.ts';
import type { Principal } from '../principal.ts';

/** History editing of the engine. */
export function historyEditing(parts: EngineParts): HistoryFacet {
  const { ports } = parts;
  const readEvents = (key: string) => ports.store.sessions.events(key, 1);
  return {
    async rewind(key, entryId) {
      // Validated before anything is stopped.
      const { canceledMessage } = findRewindPoint(await (await load(parts, key)).actor.whole(), entryId);
      const actor = await loadStopped(parts, key);
      await actor.commitWhole((now) => rewindStep(requireIdle(now), findRewindPoint(now.view, entryId).beforeSeq));
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
      const source = await load(parts, key);
      const view = await source.actor.whole();
      const { beforeSeq, canceledMessage } = findRewindPoint(view, entryId);
      return { record: await copy(parts, source, { view, beforeSeq, entryId, newKey, by }), canceledMessage };
    },
    forkAtLastAnswer: (key, newKey, by) => forkAtLastAnswer(parts, key, newKey, by),
    async addNote(key, text) {
      ports.secretGuard.refuse(text);
      const { actor } = await load(parts, key);
      const messageId = ports.ids.next();
      await actor.commit(({ record }) => {
        requireWritable(record);
        return { events: [{ type: 'note.added', messageId, text }] };
      });
      return messageId;
    },
    async checkpoints(key) {
      const { actor } = await load(parts, key);
      const events = await readEvents(key);
      const facts = new Map(events.flatMap((event) => (event.type === 'compacted' ? [[event.seq, event]] : [])));
      return toCheckpoints(await actor.whole(), facts);
    },
    async restoreCheckpoint(key, seq) {
      requireSummary(await (await load(parts, key)).actor.whole(), seq);
      const actor = await loadStopped(parts, key);
      await actor.commitWhole((now) => rewindStep(requireIdle(now), requireSummary(now.view, seq)));
      return (await load(parts, key)).record;
    },
    async forkCheckpoint(key, seq, newKey, by) {
      const source = await load(parts, key);
      const view = await source.actor.whole();
      const beforeSeq = requireSummary(view, seq);
      return copy(parts, source, { view, beforeSeq, entryId: `d${seq}`, newKey, by });
    },
  };
}

async function forkAtLastAnswer(
  parts: EngineParts,
  key: string,
  newKey: string,
  by: Principal,
): Promise<SessionRecord> {
  const source = await load(parts, key);
  const view = await source.actor.whole();
  const answer = view.items.findLast((item) => item.kind === 'assistant' && item.runId !== view.run?.runId);
  if (answer === undefined)
    throw invalidRequest('There is no completed answer to fork from.', 'NOTHING_TO_FORK', 'Wait for the first answer.');
  return copy(parts, source, {
    view,
    beforeSeq: findRewindPoint(view, answer.id).beforeSeq,
    entryId: answer.id,
    newKey,
    by,
  });
}

/** Loads a session and stops its active run. */
async function loadStopped(parts: EngineParts, key: string): Promise<SessionActor> {
  const { actor, record } = await load(parts, key);
  requireWritable(record);
  await parts.runner.abort(key, 'user');
  return actor;
}

function requireIdle(now: SessionSnapshot): SessionSnapshot {
  requireWritable(now.record);
  if (now.view.run !== undefined) throw unavailable('A message was sent at the same time. Try again.');
  return now;
}

function rewindStep({ view }: SessionSnapshot, beforeSeq: number | undefined): SessionChange | undefined {
  if (beforeSeq === undefined || !view.items.some((item) => item.seq >= beforeSeq)) return undefined;
  return { events: [{ type: 'rewound', beforeSeq }], hideRowsFrom: beforeSeq };
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
      events: [{ type: 'branch.switched', leafSeq: target.leaf.seq }],
      onto: { view: ontoLeaf(now.view, target.leaf.view), rows },
    };
  });
}

interface Source {
  readonly actor: SessionActor;
  readonly record: SessionRecord;
}

interface CopyRequest {
  readonly view: SessionView;
  readonly beforeSeq: number | undefined;
  readonly entryId: string;
  readonly newKey: string;
  readonly by: Principal;
}

/** Creates a session with the workspace, model, and mode of the original, and a reference to it. */
async function copy(
  { ports, sessions }: EngineParts,
  { record: from }: Source,
  request: CopyRequest,
): Promise<SessionRecord> {
  const { view, beforeSeq, entryId, newKey, by } = request;
  const { key: fromKey, sessionId: fromSessionId, model, category, thinkingLevel, permissionMode } = from;
  const title = from.title ?? from.derivedTitle;
  const settings = defined({ model, category, thinkingLevel, permissionMode });
  const derived = title === undefined ? {} : { derivedTitle: derivedTitle(title) };
  const actor = await sessions.load(newKey);
  await actor.commit(({ record }) => {
    if (record !== undefined) throw invalidRequest('A session with this key already exists.', 'SESSION_EXISTS');
    const create = newSession(ports, from, { key: newKey, parentKey: fromKey, ...settings }, by);
    return {
      events: [
        { type: 'forked', fromKey, fromSessionId, entryId, ...defined({ title }) },
        ...copyEvents(view, beforeSeq, 2),
      ],
      create: { ...create, ...derived },
      // Otherwise the copied messages would determine the title.
      patch: { lastInteractionAt: create.createdAt, ...derived },
      silent: true,
    };
  });
  return requireSession(actor);
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
  throw invalidRequest(
    'No checkpoint in this conversation has this ID.',
    'CHECKPOINT_NOT_FOUND',
    'Reload the checkpoint list.',
  );
}

async function load({ sessions }: EngineParts, key: string): Promise<Source> {
  const actor = await sessions.load(key);
  return { actor, record: requireSession(actor) };
}
