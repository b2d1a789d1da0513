// Rewind, branches, forks and checkpoints: steps on the log, none of which erases anything.
import { defined } from '#contract/types/defined.ts';
import { invalidRequest, unavailable } from '#contract/wire/errors.ts';
import type { SessionEventOf } from '#contract/sessions/session-events.ts';
import type { SessionView } from '#contract/sessions/session-view.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import type { SessionRecord } from '../ports/sessions-store.ts';
import type { Runner } from '../runs/runner.ts';
import { findBranchPoints } from './branch-points.ts';
import { findBranches } from './branches.ts';
import { copyEvents } from './copy-events.ts';
import { cutAt } from './truncate.ts';
import { derivedTitle } from './record-patch.ts';
import type { SessionSnapshot, SessionActor, SessionChange } from './session-actor.ts';
import type { SessionCache } from './session-cache.ts';
import { isMark, ontoLeaf, rangesAt } from './session-log.ts';
import type { Checkpoint, HistoryFacet } from '../engine/history-facet.ts';
import { requireWritable } from './writable.ts';
import type { Principal } from '../principal.ts';

interface Parts {
  readonly ports: EnginePorts;
  readonly sessions: SessionCache;
  readonly runner: Runner;
}

/** History editing of the engine. */
export function historyEditing(parts: Parts): HistoryFacet {
  const { ports, sessions } = parts;
  const readEvents = (key: string) => ports.store.sessions.events(key, 1);
  return {
    async rewind(key, entryId) {
      // Validated before anything is stopped.
      const { canceledMessage } = cutAt(await (await existing(sessions, key)).actor.whole(), entryId);
      const actor = await quiet(parts, key);
      await actor.commitWhole((now) => rewindStep(requireIdle(now), cutAt(now.view, entryId).beforeSeq));
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
      const source = await existing(sessions, key);
      const view = await source.actor.whole();
      const { beforeSeq, canceledMessage } = cutAt(view, entryId);
      return { record: await copy(parts, source, { view, beforeSeq, entryId, newKey, by }), canceledMessage };
    },
    forkAtLastAnswer: (key, newKey, by) => forkAtLastAnswer(parts, key, newKey, by),
    async addNote(key, text) {
      ports.secretGuard.refuse(text);
      const { actor } = await existing(sessions, key);
      const messageId = ports.ids.next();
      await actor.commit(({ record }) => {
        requireWritable(record);
        return { events: [{ type: 'note.added', messageId, text }] };
      });
      return messageId;
    },
    async checkpoints(key) {
      const { actor } = await existing(sessions, key);
      const events = await readEvents(key);
      const facts = new Map(events.flatMap((event) => (event.type === 'compacted' ? [[event.seq, event]] : [])));
      return toCheckpoints(await actor.whole(), facts);
    },
    async restoreCheckpoint(key, seq) {
      requireSummary(await (await existing(sessions, key)).actor.whole(), seq);
      const actor = await quiet(parts, key);
      await actor.commitWhole((now) => rewindStep(requireIdle(now), requireSummary(now.view, seq)));
      return (await existing(sessions, key)).record;
    },
    async forkCheckpoint(key, seq, newKey, by) {
      const source = await existing(sessions, key);
      const view = await source.actor.whole();
      const beforeSeq = requireSummary(view, seq);
      return copy(parts, source, { view, beforeSeq, entryId: `d${seq}`, newKey, by });
    },
  };
}

async function forkAtLastAnswer(parts: Parts, key: string, newKey: string, by: Principal): Promise<SessionRecord> {
  const source = await existing(parts.sessions, key);
  const view = await source.actor.whole();
  const answer = view.items.findLast((item) => item.kind === 'assistant' && item.runId !== view.run?.runId);
  if (answer === undefined)
    throw invalidRequest('there is no completed answer to fork from', 'NOTHING_TO_FORK', 'Wait for the first answer.');
  return copy(parts, source, { view, beforeSeq: cutAt(view, answer.id).beforeSeq, entryId: answer.id, newKey, by });
}

/** The session, with its active run stopped. */
async function quiet({ sessions, runner }: Parts, key: string): Promise<SessionActor> {
  const { actor, record } = await existing(sessions, key);
  requireWritable(record);
  await runner.abort(key, 'user');
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

async function switchBranch(parts: Parts, key: string, leafEntryId: string): Promise<void> {
  const actor = await quiet(parts, key);
  await actor.commitOnLog((events, now) => {
    requireIdle(now);
    const target = findBranches(events).find((branch) => branch.leafEntryId === leafEntryId);
    if (target === undefined)
      throw invalidRequest('No branch has this id.', 'BRANCH_NOT_FOUND', 'Reload the list of branches.');
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

/** The new session has the workspace, model and mode of the original, and refers to it. */
async function copy({ ports, sessions }: Parts, source: Source, request: CopyRequest): Promise<SessionRecord> {
  const { view, beforeSeq, entryId, newKey, by } = request;
  const { key: fromKey, sessionId: fromSessionId, title, derivedTitle: derived } = source.record;
  const name = title ?? derived;
  const actor = await sessions.load(newKey);
  const now = ports.clock.now();
  const origin = {
    type: 'forked',
    fromKey,
    fromSessionId,
    entryId,
    ...(name === undefined ? {} : { title: name }),
  } as const;
  await actor.commit(({ record }) => {
    if (record !== undefined) throw invalidRequest('A session with this key already exists.', 'SESSION_EXISTS');
    const create = copiedFacts(source.record, { key: newKey, ownerId: by.userId, sessionId: ports.ids.next(), now });
    const { derivedTitle: shown } = create;
    return {
      events: [origin, ...copyEvents(view, beforeSeq, 2)],
      create,
      // Otherwise the copied messages would determine its title.
      patch: { lastInteractionAt: now, ...(shown === undefined ? {} : { derivedTitle: shown }) },
      silent: true,
    };
  });
  return (await existing(sessions, newKey)).record;
}

function copiedFacts(
  from: SessionRecord,
  { now, ...facts }: Pick<SessionRecord, 'key' | 'ownerId' | 'sessionId'> & { readonly now: number },
): SessionRecord {
  const { agentId, workspace, model, category, thinkingLevel, permissionMode, title, derivedTitle: derived } = from;
  const name = title ?? derived;
  return {
    ...facts,
    agentId,
    workspace,
    parentKey: from.key,
    ...defined({ model, category, thinkingLevel, permissionMode }),
    ...(name === undefined ? {} : { derivedTitle: derivedTitle(name) }),
    unread: false,
    createdAt: now,
    updatedAt: now,
    lastSeq: 0,
    usage: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 },
    contextTokens: 0,
  };
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
    'No checkpoint in this conversation has this id.',
    'CHECKPOINT_NOT_FOUND',
    'Reload the list of checkpoints.',
  );
}

async function existing(sessions: SessionCache, key: string): Promise<Source> {
  const actor = await sessions.load(key);
  const { record } = actor;
  if (record === undefined || record.deletedAt !== undefined)
    throw invalidRequest('Session not found.', 'SESSION_NOT_FOUND', 'It may have been deleted.');
  return { actor, record };
}
