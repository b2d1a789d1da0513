// An in-memory store for tests: keeps the same promises as the real one, which the conformance suite checks on both.
import type { ApprovalRecord } from '#contract/types/approvals.ts';
import type { AuditEntry } from '#contract/types/audit.ts';
import type { SessionEvent } from '#contract/sessions/session-events.ts';
import { GatewayError } from '#contract/wire/errors.ts';
import {
  DuplicateRun,
  type OpenMessage,
  type SeqRange,
  type SessionCheckpoint,
  type SessionCommit,
  type SessionPatch,
  type SessionQuery,
  type SessionRecord,
  type SessionStore,
} from '#core/ports/sessions-store.ts';
import type { StoredQueuedRun } from '#core/ports/run-queue-store.ts';
import { type ApprovalStore } from '#core/ports/approvals-store.ts';
import { isOfSession, type AuditDraft } from '#core/ports/audit.ts';
import { type Store } from '#core/ports/store.ts';
import { type UsageRecord } from '#core/ports/usage-store.ts';
import type { WorktreeRecord } from '#core/ports/worktree-store.ts';
import { activityStore } from './memory-activity.ts';
import { agentFileStore } from './memory-agent-files.ts';
import { budgetStore, emptyBudgetTables, type BudgetTables } from './memory-budgets.ts';
import { changesStore, emptyChangesTables, type ChangesTables } from './memory-changes.ts';
import { consoleStore, emptyConsoleTables, type ConsoleTables } from './memory-console.ts';
import { projectStore } from './memory-projects.ts';
import { runQueueStore } from './memory-run-queue.ts';
import { auditStore, chain, note } from './memory-audit.ts';
import { secretStore, settingsStore } from './memory-settings.ts';
import { emptyJobTables, jobStore, type JobTables } from './memory-jobs.ts';
import { applyJobChange, emptyScheduleTables, scheduleStore, type ScheduleTables } from './memory-schedules.ts';
import { outboundStore } from './memory-outbound.ts';
import { inList, sortedBy } from './memory-lists.ts';
import { listPastCommands } from './memory-past-commands.ts';
import { ruleStore, type StoredRule } from './memory-rules.ts';
import { shareLinkStore } from './memory-share-links.ts';
import { usageStore } from './memory-usage.ts';
import { blobStore } from './memory-blobs.ts';
import { fileVersionStore } from './memory-file-versions.ts';
import { dispatchStore, type DispatchTables } from './memory-dispatches.ts';
import {
  emptyModelRequestTables,
  forgetRequests,
  modelRequestStore,
  type ModelRequestTables,
} from './memory-model-requests.ts';
import { worktreeStore } from './memory-worktrees.ts';
import { transcripts, type StoredRow } from './memory-transcripts.ts';
import { isMark } from '#core/sessions/session-log.ts';
import { identityStore } from './memory-identity.ts';

interface Tables {
  readonly sessions: Map<string, SessionRecord>;
  readonly events: Map<string, SessionEvent[]>;
  readonly rows: Map<string, StoredRow[]>;
  readonly runs: Map<string, string>;
  readonly open: Map<string, OpenMessage>;
  readonly checkpoints: Map<string, SessionCheckpoint>;
  readonly approvals: Map<string, ApprovalRecord>;
  readonly rules: Map<string, StoredRule>;
  readonly audit: AuditEntry[];
  readonly usage: UsageRecord[];
  readonly budgets: BudgetTables;
  readonly schedules: ScheduleTables;
  readonly jobs: JobTables;
  readonly console: ConsoleTables;
  readonly changes: ChangesTables;
  readonly queuedRuns: Map<string, StoredQueuedRun>;
  readonly worktrees: Map<string, WorktreeRecord>;
  readonly dispatches: DispatchTables;
  readonly modelRequests: ModelRequestTables;
}

/** The store of a test. `fail` makes the next writes throw, as a full disk does; `writes` counts commits. */
export interface MemoryStore extends Store {
  fail: Error | undefined;
  /** The time of changes that carry none. */
  now: () => number;
  writes: number;
  /** Called before each commit: a test may throw there. */
  beforeCommit: ((commit: SessionCommit) => void) | undefined;
  /** Called before each write of a schedule, a job, a step or a waiting event. */
  beforeJobWrite: (() => void) | undefined;
  readonly tables: Tables;
}

/** A store with what another one holds now, as after a kill. */
export function copyOf(store: MemoryStore): MemoryStore {
  return createMemoryStore(structuredClone(store.tables));
}

const emptyTables = (): Tables => ({
  sessions: new Map(),
  events: new Map(),
  rows: new Map(),
  runs: new Map(),
  open: new Map(),
  checkpoints: new Map(),
  approvals: new Map(),
  rules: new Map(),
  audit: [],
  usage: [],
  budgets: emptyBudgetTables(),
  schedules: emptyScheduleTables(),
  jobs: emptyJobTables(),
  console: emptyConsoleTables(),
  changes: emptyChangesTables(),
  queuedRuns: new Map(),
  worktrees: new Map(),
  dispatches: { records: new Map(), attachments: new Map() },
  modelRequests: emptyModelRequestTables(),
});

/** Makes a store, empty unless told otherwise. */
export function createMemoryStore(tables: Tables = emptyTables()): MemoryStore {
  const writing = (): void => {
    failIfAsked(store);
    store.beforeJobWrite?.();
  };
  const fileVersions = fileVersionStore();
  const store: MemoryStore = {
    fail: undefined,
    now: Date.now,
    writes: 0,
    beforeCommit: undefined,
    beforeJobWrite: undefined,
    tables,
    isReadOnly: false,
    problems: [],
    onProblemsChange: () => () => {},
    isWritable: async () => store.fail === undefined,
    sessions: sessionStore(tables, () => store),
    approvals: approvalStore(tables, () => store.now()),
    usage: usageStore(tables.usage, (key) => tables.events.get(key) ?? []),
    budgets: budgetStore(tables.budgets, (entry) => note(tables.audit, entry)),
    audit: auditStore(tables.audit),
    settings: settingsStore(),
    secrets: secretStore(),
    identity: identityStore((entry) => note(tables.audit, entry)),
    schedules: scheduleStore(tables.schedules, { note: (entry) => note(tables.audit, entry), writing }),
    jobs: jobStore(tables.jobs, { applyChange: (change) => applyJobChange(tables.schedules, change), writing }),
    console: consoleStore(tables.console, () => failIfAsked(store)),
    changes: changesStore(
      tables.changes,
      () => failIfAsked(store),
      () => tables.sessions.keys(),
    ),
    fileVersions,
    blobs: blobStore(fileVersions.isUsed, () => store.now()),
    runQueue: runQueueStore(tables.queuedRuns),
    projects: projectStore(
      (entry) => note(tables.audit, entry),
      () => failIfAsked(store),
    ),
    activity: activityStore(tables),
    agentFiles: agentFileStore((entry) => note(tables.audit, entry)),
    outbound: outboundStore(),
    modelRequests: modelRequestStore(tables.modelRequests),
    dispatches: dispatchStore(tables.dispatches, (entry) => note(tables.audit, entry)),
    shareLinks: shareLinkStore((entry) => note(tables.audit, entry)),
    worktrees: worktreeStore(tables.worktrees, (entry) => note(tables.audit, entry)),
    close: async () => undefined,
  };
  return store;
}

function sessionStore(tables: Tables, self: () => MemoryStore): SessionStore {
  let revision = 0;
  const counted =
    <A extends readonly unknown[], T>(write: (...args: A) => Promise<T>) =>
    (...args: A): Promise<T> =>
      write(...args).finally(() => (revision += 1));
  const { keys, purgeAll, purgeDeleted } = purges(tables);
  return {
    revision: () => revision,
    commit: counted(async (commit: SessionCommit) => writeCommit(tables, self(), commit)),
    get: async (key) => tables.sessions.get(key),
    list: async (query) => listSessions(tables, query),
    async unsettled() {
      const waiting = [...tables.approvals.values()]
        .filter((approval) => approval.outcome === undefined && approval.requester === undefined)
        .map((approval) => approval.sessionKey);
      return [...tables.sessions.values()].filter(
        (s) =>
          s.deletedAt === undefined &&
          (s.runStatus === 'running' || waiting.includes(s.key) || hasQueued(tables.events.get(s.key) ?? [])),
      );
    },
    patch: counted(async (key: string, patch: SessionPatch, audit?: AuditDraft) => {
      failIfAsked(self());
      const entries = Object.entries({ ...recordOf(tables, key), ...patch }).filter(([, value]) => value !== undefined);
      // The entries are those of a record whose absent keys were taken out.
      const next = Object.fromEntries(entries) as unknown as SessionRecord;
      tables.sessions.set(key, next);
      if (audit !== undefined) note(tables.audit, audit, next.updatedAt);
      return next;
    }),
    events: async (key, fromSeq, limit) =>
      (tables.events.get(key) ?? []).filter((event) => event.seq >= fromSeq).slice(0, limit ?? Number.MAX_SAFE_INTEGER),
    ...transcripts(tables),
    keys,
    purgeAll: counted(purgeAll),
    purgeDeleted: counted(purgeDeleted),
    async leastRetentionDays() {
      const days = [...tables.sessions.values()].flatMap(({ retentionDays = 0, deletedAt }) =>
        retentionDays > 0 && deletedAt === undefined ? [retentionDays] : [],
      );
      return days.length === 0 ? undefined : Math.min(...days);
    },
    hasWaiting: async (key) => hasQueued(tables.events.get(key) ?? []),
    async findRun(runId) {
      const sessionKey = tables.runs.get(runId);
      return sessionKey === undefined ? undefined : { sessionKey };
    },
    async saveOpenMessage(message) {
      failIfAsked(self());
      tables.open.set(message.messageId, structuredClone(message));
    },
    checkpoint: async (key) => tables.checkpoints.get(key),
    async saveCheckpoint(key, checkpoint) {
      failIfAsked(self());
      if (tables.sessions.has(key)) tables.checkpoints.set(key, structuredClone(checkpoint));
    },
    openMessages: async () => [...tables.open.values()],
    async dropOpenMessage(messageId) {
      tables.open.delete(messageId);
    },
  };
}

/** The part that removes. */
function purges(tables: Tables): Pick<SessionStore, 'keys' | 'purgeAll' | 'purgeDeleted'> {
  return {
    keys: async () => [...tables.sessions.keys()],
    async purgeAll(audit) {
      const counts = { sessions: tables.sessions.size };
      for (const table of [
        tables.sessions,
        tables.events,
        tables.rows,
        tables.runs,
        tables.open,
        tables.checkpoints,
        tables.approvals,
        tables.queuedRuns,
        tables.console.sources,
        tables.console.errors,
        tables.changes.snapshots,
        tables.changes.states,
        tables.changes.operations,
        tables.changes.comments,
        tables.changes.viewed,
        tables.dispatches.records,
        tables.dispatches.attachments,
        tables.modelRequests.requests,
        tables.modelRequests.parts,
      ])
        table.clear();
      tables.console.chunks.length = 0;
      tables.usage.length = 0;
      const before = tables.audit.splice(0);
      for (const entry of before)
        chain(tables.audit, isOfSession(entry.action) ? { ...entry, subject: '', details: {} } : entry, entry.ts);
      note(tables.audit, { ...audit, details: { ...audit.details, removed: counts } });
      return counts;
    },
    async purgeDeleted(before) {
      const gone = [...tables.sessions.values()].filter((s) => s.deletedAt !== undefined && s.deletedAt < before);
      for (const { key } of gone) {
        for (const table of [tables.sessions, tables.events, tables.rows, tables.checkpoints]) table.delete(key);
        forgetRequests(tables.modelRequests, key);
        for (const [id, approval] of tables.approvals) if (approval.sessionKey === key) tables.approvals.delete(id);
      }
      return gone.length;
    },
  };
}

function recordOf(tables: Tables, key: string): SessionRecord {
  const found = tables.sessions.get(key);
  if (found === undefined)
    throw new GatewayError('INVALID_REQUEST', `No session has the key "${key}".`, {
      details: { code: 'SESSION_NOT_FOUND' },
    });
  return found;
}

function failIfAsked({ fail }: MemoryStore): void {
  if (fail !== undefined) throw fail;
}

async function writeCommit(
  tables: Tables,
  store: MemoryStore,
  commit: SessionCommit,
): Promise<readonly SessionEvent[]> {
  failIfAsked(store);
  store.beforeCommit?.(commit);
  if (commit.claimRun !== undefined && tables.runs.has(commit.claimRun))
    throw new DuplicateRun(`run ${commit.claimRun} is known`);
  if (commit.create !== undefined && !tables.sessions.has(commit.key))
    tables.sessions.set(commit.key, { ...commit.create, lastSeq: 0 });
  const before = recordOf(tables, commit.key);
  store.writes += 1;
  if (commit.claimRun !== undefined) tables.runs.set(commit.claimRun, commit.key);
  const events = commit.events.map((draft, index): SessionEvent =>
    structuredClone({ ...draft, seq: before.lastSeq + 1 + index, ts: commit.ts }),
  );
  writeRows(tables, commit, events);
  tables.events.set(commit.key, [...(tables.events.get(commit.key) ?? []), ...events]);
  const changed = events.length === 0 ? {} : { updatedAt: commit.ts };
  tables.sessions.set(commit.key, {
    ...before,
    ...changed,
    ...commit.patch,
    lastSeq: before.lastSeq + events.length,
  });
  if (commit.usage !== undefined) tables.usage.push(commit.usage);
  if (commit.approval !== undefined) tables.approvals.set(commit.approval.id, commit.approval);
  if (commit.audit !== undefined) note(tables.audit, commit.audit, commit.ts);
  if (commit.closesMessage !== undefined) tables.open.delete(commit.closesMessage);
  return events;
}

function writeRows(tables: Tables, commit: SessionCommit, events: readonly SessionEvent[]): void {
  const { hideRowsFrom: from, showRows: ranges } = commit;
  const kept = (tables.rows.get(commit.key) ?? []).map((row) => {
    if (ranges !== undefined) return { ...row, hidden: !ranges.some((range) => holds(range, row.seq)) };
    return from !== undefined && row.seq >= from ? { ...row, hidden: true } : row;
  });
  const added = (commit.rows ?? []).flatMap(({ index, message, entryId, longest, ...facts }): StoredRow[] => {
    const event = events[index];
    if (event === undefined) return [];
    const { runId = null, stopReason = null, provider = null } = facts;
    const row = { seq: event.seq, ts: commit.ts, entryId, runId, stopReason, provider, longest };
    return [{ ...row, json: JSON.stringify(message), hidden: false }];
  });
  tables.rows.set(commit.key, [...kept, ...added]);
}

function holds({ from, to }: SeqRange, seq: number): boolean {
  return seq >= from && seq <= to;
}

function hasQueued(events: readonly SessionEvent[]): boolean {
  const waiting = new Set<string>();
  for (const event of events) {
    if (event.type === 'message.accepted' && event.queue !== undefined) waiting.add(event.messageId);
    if (event.type === 'message.withdrawn' || event.type === 'message.injected') waiting.delete(event.messageId);
    if (event.type === 'run.started') event.messageIds.forEach((id) => waiting.delete(id));
    if (isMark(event)) waiting.clear();
  }
  return waiting.size > 0;
}

function listSessions(tables: Tables, query: SessionQuery) {
  const words = (query.search ?? '').toLowerCase().trim();
  const found = [...tables.sessions.values()].filter(
    (session) => inList(session, query) && (words === '' || isFound(tables, session, words)),
  );
  const sorted = sortedBy(found, query.sortBy ?? 'updatedAt');
  return { sessions: sorted.slice(query.offset, query.offset + query.limit), total: sorted.length };
}

function isFound(tables: Tables, session: SessionRecord, words: string): boolean {
  if ([session.title, session.derivedTitle].some((text) => text?.toLowerCase().includes(words) === true)) return true;
  const said = (tables.events.get(session.key) ?? []).flatMap((event) => {
    if (event.type === 'message.accepted') return [event.text];
    return event.type === 'message.completed'
      ? event.content.flatMap((block) => (block.type === 'text' ? [block.text] : []))
      : [];
  });
  const text = said.join(' ').toLowerCase();
  return words.split(/\s+/).every((word) => text.includes(word));
}

function approvalStore(tables: Tables, now: () => number): ApprovalStore {
  return {
    async list({ status, limit, before }) {
      const all = [...tables.approvals.values()].filter((a) => (a.outcome === undefined) === (status === 'pending'));
      const time = (a: ApprovalRecord) => a.resolvedAtMs ?? a.createdAtMs;
      const sorted =
        status === 'pending'
          ? all.toSorted((a, b) => a.createdAtMs - b.createdAtMs)
          : all.toSorted((a, b) => time(b) - time(a));
      return sorted.filter((a) => before === undefined || time(a) < before).slice(0, limit);
    },
    get: async (id) => tables.approvals.get(id),
    async ask(approval, audit) {
      if (tables.approvals.has(approval.id)) return false;
      tables.approvals.set(approval.id, approval);
      note(tables.audit, audit, approval.createdAtMs);
      return true;
    },
    async settle(approval, audit) {
      const known = tables.approvals.get(approval.id);
      if (known === undefined || known.outcome !== undefined) return false;
      tables.approvals.set(approval.id, approval);
      note(tables.audit, audit, approval.createdAtMs);
      return true;
    },
    ...ruleStore(tables, now),
    pastCommands: async (query) => listPastCommands(tables, query),
  };
}
