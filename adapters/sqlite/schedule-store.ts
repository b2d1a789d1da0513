// Schedules, and events that wait for a heartbeat.
import type { JobChange } from '#core/ports/jobs.ts';
import type { ScheduleRecord, ScheduleStore } from '#core/ports/schedules.ts';
import type { AuditDraft } from '#core/ports/audit.ts';
import type { AuditLog } from './audit-log.ts';
import type { Connection } from './connection.ts';
import { openSystemEvents } from './system-event-store.ts';

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
