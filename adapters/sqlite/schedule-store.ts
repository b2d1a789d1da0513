// Schedules, one row per tick, and events that wait for a heartbeat.
import type { ScheduleRecord, ScheduleRun, ScheduleRunQuery, ScheduleStore } from '#core/ports/schedules.ts';
import type { AuditDraft } from '#core/ports/audit.ts';
import type { AuditLog } from './audit-log.ts';
import type { Connection } from './connection.ts';
import { openSystemEvents } from './system-event-store.ts';
import { GATEWAY } from '#core/principal.ts';

const END_RUN = 'UPDATE schedule_runs SET status = @status, words = @words, json = @json WHERE id = @id';
const OPEN_RUNS = "SELECT json FROM schedule_runs WHERE status = 'claimed' ORDER BY claimed_at, rowid";
/** The newest finished rows of each schedule. */
const PRUNE = `DELETE FROM schedule_runs WHERE rowid IN (
  SELECT rowid FROM (
    SELECT rowid, row_number() OVER (PARTITION BY job_id ORDER BY claimed_at DESC, rowid DESC) AS place
    FROM schedule_runs WHERE status <> 'claimed'
  ) WHERE place > ?
)`;

/** Opens the tables of schedules. */
export function openSchedules(connection: Connection, audit: AuditLog): ScheduleStore {
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
  const { add, end, ...runs } = openRuns(connection);
  return {
    list: async () =>
      all().map(({ json, ownerId }) => ({ ...(JSON.parse(json) as Omit<ScheduleRecord, 'ownerId'>), ownerId })),
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
    async claim(schedule, asked) {
      return connection.write(() => {
        const fresh = asked.filter(add);
        if (schedule !== undefined) save(schedule);
        return fresh;
      });
    },
    async settle(run, change, queued = []) {
      connection.write(() => {
        end(run);
        if (change !== undefined && 'save' in change) save(change.save);
        if (change !== undefined && 'remove' in change) remove.run(change.remove);
        for (const event of queued) addEvent(event);
      });
    },
    ...runs,
    ...events,
  };
}

function openRuns(connection: Connection) {
  const { database } = connection;
  const insert = connection.insert('schedule_runs', 'ON CONFLICT DO NOTHING');
  const ownerOf = connection.cell<[string], string>('SELECT owner_id FROM schedules WHERE id = ?');
  const update = database.prepare(END_RUN);
  const open = database.prepare<[], string>(OPEN_RUNS).pluck();
  const one = database.prepare<[string], string>('SELECT json FROM schedule_runs WHERE id = ?').pluck();
  const prune = database.prepare(PRUNE);
  const read = (json: string): ScheduleRun => JSON.parse(json);
  return {
    /** Whether the row is new: its id and its tick were free. */
    add: (run: ScheduleRun): boolean =>
      insert({ ...columnsOf(run), ownerId: ownerOf(run.jobId) ?? GATEWAY.userId }).changes > 0,
    end: (run: ScheduleRun): void => {
      const { id, status, words, json } = columnsOf(run);
      update.run({ id, status, words, json });
    },
    unfinished: async () => (connection.read(() => open.all()) as string[]).map(read),
    async run(id: string) {
      const json = connection.read(() => one.get(id)) as string | undefined;
      return json === undefined ? undefined : read(json);
    },
    async runs(query: ScheduleRunQuery) {
      const { where, values } = conditionsOf(query);
      const direction = query.order === 'asc' ? 'ASC' : 'DESC';
      const count = connection.statement(`SELECT count(*) AS n FROM schedule_runs ${where}`);
      const rows = connection.statement(
        `SELECT json FROM schedule_runs ${where} ORDER BY claimed_at ${direction}, rowid ${direction} LIMIT ? OFFSET ?`,
      );
      return connection.read(() => ({
        runs: (rows.all(...values, query.limit, query.offset) as { json: string }[]).map(({ json }) => read(json)),
        total: (count.get(...values) as { n: number }).n,
      }));
    },
    prune: async (keep: number) => connection.write(() => prune.run(keep).changes),
  };
}

function columnsOf(run: ScheduleRun) {
  const { id, jobId, tickMs, agentId, status, claimedAtMs, jobName, summary = '', error = '' } = run;
  const words = `${jobName}\n${summary}\n${error}`.toLowerCase();
  return { id, jobId, tick: tickMs ?? null, agentId, status, claimedAt: claimedAtMs, words, json: JSON.stringify(run) };
}

/** One condition per filter. The text depends only on the filters used and the number of states, so few statements are prepared. */
function conditionsOf({ jobId, id, agentId, statuses, search }: ScheduleRunQuery) {
  const conditions: string[] = [];
  const values: unknown[] = [];
  const add = (text: string, ...more: readonly unknown[]): void => {
    conditions.push(text);
    values.push(...more);
  };
  if (jobId !== undefined) add('job_id = ?', jobId);
  if (id !== undefined) add('id = ?', id);
  if (agentId !== undefined) add('agent_id = ?', agentId);
  if (statuses !== undefined) add(`status IN (${statuses.map(() => '?').join(', ')})`, ...statuses);
  if (search !== undefined) add('instr(words, ?) > 0', search.toLowerCase());
  return { where: conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`, values };
}
