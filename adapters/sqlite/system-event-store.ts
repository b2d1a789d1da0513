// Events for an agent's next heartbeat. A run takes its events before it starts, so no two runs report the same event.
import type { ScheduleStore, SystemEvent } from '#core/ports/schedules.ts';
import type { Connection } from './connection.ts';

type EventMethods = 'queueEvent' | 'waitingEvents' | 'takeEvents' | 'dropTaken' | 'returnTaken' | 'takers';

const COLUMNS =
  'id, agent_id AS agentId, session_key AS sessionKey, text, created_at AS createdAtMs, owner_id AS ownerId';
const SAME = 'SELECT 1 FROM system_events WHERE session_key = ? AND taken_by IS NULL AND text = ? LIMIT 1';

/** Opens the table. `addEvent` adds a row within a transaction that is already open. */
export function openSystemEvents(
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
