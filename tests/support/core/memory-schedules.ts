// Schedules, their ticks and waiting events in memory, for tests.
import type {
  ScheduleRecord,
  ScheduleRun,
  ScheduleRunQuery,
  ScheduleStore,
  SystemEvent,
} from '#core/ports/schedules.ts';
import type { AuditDraft } from '#core/ports/audit.ts';

/** What the tables hold. */
export interface ScheduleTables {
  readonly schedules: Map<string, ScheduleRecord>;
  readonly runs: Map<string, ScheduleRun>;
  readonly events: Map<string, { readonly event: SystemEvent; readonly takenBy?: string }>;
}

/** No schedules. */
export const emptyScheduleTables = (): ScheduleTables => ({ schedules: new Map(), runs: new Map(), events: new Map() });

interface Around {
  note(entry: AuditDraft): void;
  /** Called before each change: a test may let it fail there. */
  writing(): void;
}

type EventMethods = 'queueEvent' | 'waitingEvents' | 'takeEvents' | 'dropTaken' | 'returnTaken' | 'takers';

/** The schedules of the in-memory store. */
export function scheduleStore(tables: ScheduleTables, around: Around): ScheduleStore {
  const { schedules, runs } = tables;
  const put = (schedule: ScheduleRecord): void => void schedules.set(schedule.id, structuredClone(schedule));
  const note = (entry: AuditDraft | undefined): void => {
    if (entry !== undefined) around.note(entry);
  };
  return {
    list: async () =>
      structuredClone([...schedules.values()]).toSorted((a, b) => a.createdAtMs - b.createdAtMs || order(a.id, b.id)),
    async save(schedule, audit) {
      around.writing();
      put(schedule);
      note(audit);
    },
    async remove(id, audit) {
      around.writing();
      const removed = schedules.delete(id);
      if (removed) note(audit);
      return removed;
    },
    async claim(schedule, asked) {
      around.writing();
      const fresh = asked.filter((run) => !isKnown(runs, run));
      for (const run of fresh) runs.set(run.id, structuredClone(run));
      if (schedule !== undefined) put(schedule);
      return structuredClone(fresh);
    },
    async settle(run, change, events = []) {
      around.writing();
      runs.set(run.id, structuredClone(run));
      if (change !== undefined && 'save' in change) put(change.save);
      if (change !== undefined && 'remove' in change) schedules.delete(change.remove);
      for (const event of events) if (!tables.events.has(event.id)) tables.events.set(event.id, { event });
    },
    unfinished: async () => structuredClone([...runs.values()].filter(({ status }) => status === 'claimed')),
    run: async (id) => structuredClone(runs.get(id)),
    runs: async (query) => page([...runs.values()], query),
    prune: async (keep) => prune(runs, keep),
    ...eventMethods(tables, around),
  };
}

function eventMethods({ events }: ScheduleTables, around: Around): Pick<ScheduleStore, EventMethods> {
  const takenBy = (runId: string) => [...events.values()].filter((entry) => entry.takenBy === runId);
  const waiting = () => [...events.values()].filter((entry) => entry.takenBy === undefined).map(({ event }) => event);
  return {
    async queueEvent(event) {
      around.writing();
      if (waiting().some(({ sessionKey, text }) => sessionKey === event.sessionKey && text === event.text))
        return 'coalesced';
      events.set(event.id, { event });
      return 'queued';
    },
    waitingEvents: async (agentId) => waiting().filter((event) => agentId === undefined || event.agentId === agentId),
    async takeEvents(sessionKey, runId) {
      around.writing();
      const taken = waiting().filter((event) => event.sessionKey === sessionKey);
      for (const event of taken) events.set(event.id, { event, takenBy: runId });
      return taken;
    },
    async dropTaken(runId) {
      around.writing();
      for (const { event } of takenBy(runId)) events.delete(event.id);
    },
    async returnTaken(runId) {
      around.writing();
      for (const { event } of takenBy(runId)) events.set(event.id, { event });
    },
    takers: async () => [...new Set([...events.values()].flatMap((entry) => entry.takenBy ?? []))],
  };
}

function isKnown(runs: ScheduleTables['runs'], { id, jobId, tickMs }: ScheduleRun): boolean {
  if (runs.has(id)) return true;
  return tickMs !== undefined && [...runs.values()].some((run) => run.jobId === jobId && run.tickMs === tickMs);
}

function page(all: readonly ScheduleRun[], query: ScheduleRunQuery) {
  const { jobId, id, agentId, statuses, search } = query;
  const found = all.filter(
    (run) =>
      (jobId === undefined || run.jobId === jobId) &&
      (id === undefined || run.id === id) &&
      (agentId === undefined || run.agentId === agentId) &&
      (statuses === undefined || statuses.includes(run.status)) &&
      (search === undefined || searchTextOf(run).includes(search.toLowerCase())),
  );
  const sorted = found.toSorted((a, b) => a.claimedAtMs - b.claimedAtMs);
  const ordered = query.order === 'asc' ? sorted : sorted.toReversed();
  return {
    runs: structuredClone(ordered.slice(query.offset, query.offset + query.limit)),
    total: found.length,
  };
}

function searchTextOf({ jobName, summary = '', error = '' }: ScheduleRun): string {
  return `${jobName}\n${summary}\n${error}`.toLowerCase();
}

function prune(runs: ScheduleTables['runs'], keep: number): number {
  const byJob = Map.groupBy(
    [...runs.values()].filter(({ status }) => status !== 'claimed'),
    ({ jobId }) => jobId,
  );
  const gone = [...byJob.values()].flatMap((list) =>
    list.toSorted((a, b) => a.claimedAtMs - b.claimedAtMs).slice(0, Math.max(0, list.length - keep)),
  );
  for (const { id } of gone) runs.delete(id);
  return gone.length;
}

function order(a: string, b: string): number {
  return a < b ? -1 : 1;
}
