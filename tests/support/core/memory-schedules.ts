// Schedules and waiting events in memory, for tests.
import type { JobChange } from '#core/ports/jobs.ts';
import type { ScheduleRecord, ScheduleStore, SystemEvent } from '#core/ports/schedules.ts';
import type { AuditDraft } from '#core/ports/audit.ts';

/** What the tables hold. */
export interface ScheduleTables {
  readonly schedules: Map<string, ScheduleRecord>;
  readonly events: Map<string, { readonly event: SystemEvent; readonly takenBy?: string }>;
}

/** No schedules. */
export const emptyScheduleTables = (): ScheduleTables => ({ schedules: new Map(), events: new Map() });

interface Around {
  note(entry: AuditDraft): void;
  /** Called before each change: a test may let it fail there. */
  writing(): void;
}

type EventMethods = 'queueEvent' | 'waitingEvents' | 'takeEvents' | 'dropTaken' | 'returnTaken' | 'takers';

/** The schedules of the in-memory store. */
export function scheduleStore(tables: ScheduleTables, around: Around): ScheduleStore {
  const { schedules } = tables;
  const note = (entry: AuditDraft | undefined): void => {
    if (entry !== undefined) around.note(entry);
  };
  return {
    list: async () =>
      structuredClone([...schedules.values()]).toSorted((a, b) => a.createdAtMs - b.createdAtMs || order(a.id, b.id)),
    async save(schedule, audit) {
      around.writing();
      schedules.set(schedule.id, structuredClone(schedule));
      note(audit);
    },
    async remove(id, audit) {
      around.writing();
      const removed = schedules.delete(id);
      if (removed) note(audit);
      return removed;
    },
    ...eventMethods(tables, around),
  };
}

/** Applies what changes with a job. */
export function applyJobChange({ schedules, events }: ScheduleTables, change: JobChange): void {
  const { saveSchedule, removeSchedule, events: queued = [] } = change;
  if (saveSchedule !== undefined) schedules.set(saveSchedule.id, structuredClone(saveSchedule));
  if (removeSchedule !== undefined) schedules.delete(removeSchedule);
  for (const event of queued) if (!events.has(event.id)) events.set(event.id, { event });
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

function order(a: string, b: string): number {
  return a < b ? -1 : 1;
}
