// Schedules, and events that wait for a heartbeat.
import type { JobChange } from '#core/ports/jobs.ts';
import type { ScheduleRecord, ScheduleStore, SystemEvent } from '#core/ports/schedules.ts';
import type { AuditDraft } from '#core/ports/audit.ts';
import type { AuditLog } from './audit-log.ts';
import type { Connection } from './connection.ts';

/** Opens the tables of schedules. `applyChange` saves the changes that accompany a job, within the open transaction. */
export function openSchedules(
  connection: Connection,
  audit: AuditLog,
): { readonly schedules: ScheduleStore; applyChange(change: JobChange): void } {
  const { database } = connection;
  const all = connection.all<[], { json: string; ownerId: string }>(
    'SELECT json, owner_id AS ownerId FROM schedules ORDER BY created_at, id',
  );
  const put = connection.insert('schedules', 'ON CONFLICT (id) DO UPDATE SET json = @json');
  const remove = database.prepare('DELETE FROM schedules WHERE id = ?');
  const note = (entry: AuditDraft | undefined): void => {
    if (entry !== undefined) audit.chain(entry);
  };
  const save = ({ ownerId, ...schedule }: ScheduleRecord): void =>
    void put({ id: schedule.id, createdAt: schedule.createdAtMs, json: JSON.stringify(schedule), ownerId });
  const { addEvent, ...events } = openSystemEvents(connection);
  const schedules: ScheduleStore = {
    list: async () =>
      connection.read(() =>
        all().map(({ json, ownerId }) => ({ ...(JSON.parse(json) as Omit<ScheduleRecord, 'ownerId'>), ownerId })),
      ),
    async save(schedule, entry) {
      connection.write(() => {
        save(schedule);
        note(entry);
      });
    },
    async remove(id, entry) {
      return connection.write(() => {
        const removed = remove.run(id).changes > 0;
        if (removed) note(entry);
        return removed;
      });
    },
    ...events,
  };
  return {
    schedules,
    applyChange({ saveSchedule, removeSchedule, events: queued = [] }) {
      if (saveSchedule !== undefined) save(saveSchedule);
      if (removeSchedule !== undefined) remove.run(removeSchedule);
      for (const event of queued) addEvent(event);
    },
  };
}

type EventMethods = 'queueEvent' | 'waitingEvents' | 'takeEvents' | 'dropTaken' | 'returnTaken' | 'takers';

const COLUMNS =
  'id, agent_id AS agentId, session_key AS sessionKey, text, created_at AS createdAtMs, owner_id AS ownerId';
const SAME = 'SELECT 1 FROM system_events WHERE session_key = ? AND taken_by IS NULL AND text = ? LIMIT 1';

/** Opens the table. `addEvent` adds a row within a transaction that is already open. */
function openSystemEvents(
  connection: Connection,
): Pick<ScheduleStore, EventMethods> & { addEvent(event: SystemEvent): void } {
  const { database } = connection;
  const add = connection.insert('system_events', 'ON CONFLICT DO NOTHING');
  const same = database.prepare<[string, string]>(SAME);
  const waiting = connection.all<[], SystemEvent>(
    `SELECT ${COLUMNS} FROM system_events WHERE taken_by IS NULL ORDER BY created_at, rowid`,
  );
  const take = database.prepare('UPDATE system_events SET taken_by = ? WHERE session_key = ? AND taken_by IS NULL');
  const taken = connection.all<[string], SystemEvent>(
    `SELECT ${COLUMNS} FROM system_events WHERE taken_by = ? ORDER BY created_at, rowid`,
  );
  const drop = database.prepare('DELETE FROM system_events WHERE taken_by = ?');
  const giveBack = database.prepare('UPDATE system_events SET taken_by = NULL WHERE taken_by = ?');
  const takers = connection.cells<[], string>('SELECT DISTINCT taken_by FROM system_events WHERE taken_by IS NOT NULL');
  const addEvent = ({ createdAtMs: createdAt, ...event }: SystemEvent): void => void add({ ...event, createdAt });
  return {
    addEvent,
    async queueEvent(event) {
      return connection.write(() => {
        if (same.get(event.sessionKey, event.text) !== undefined) return 'coalesced';
        addEvent(event);
        return 'queued';
      });
    },
    waitingEvents: async (agentId) => waiting().filter((event) => agentId === undefined || event.agentId === agentId),
    async takeEvents(sessionKey, runId) {
      return connection.write(() => {
        take.run(runId, sessionKey);
        return taken(runId);
      });
    },
    dropTaken: async (runId) => void connection.write(() => drop.run(runId)),
    returnTaken: async (runId) => void connection.write(() => giveBack.run(runId)),
    takers: async () => takers(),
  };
}
