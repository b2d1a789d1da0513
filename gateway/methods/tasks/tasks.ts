// Background tasks: all jobs of this gateway.
import { takeStart } from '#contract/types/truncate-text.ts';
import { defined } from '#contract/types/defined.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import { defineHandlers } from '../../server/dispatch/handler.ts';
import { toJobStatuses, toTask } from '../../openclaw/tasks/task-shape.ts';

const DEFAULT_LIMIT = 100;

export const TASK_HANDLERS = defineHandlers({
  async 'tasks.list'({ status, agentId, sessionKey, limit = DEFAULT_LIMIT, cursor }, { services, engine }) {
    const offset = parseCursor(cursor);
    const key = sessionKey === undefined ? undefined : engine.sessions.resolveKey(sessionKey, agentId);
    const statuses = status === undefined ? undefined : toJobStatuses(Array.isArray(status) ? status : [status]);
    if (statuses?.length === 0) return { tasks: [] };
    const filter = defined({ statuses, agentId, sessionKey: key });
    const { jobs, total } = await services.jobs.list({ order: 'desc', limit, offset, ...filter });
    const end = offset + jobs.length;
    return { tasks: jobs.map(toTask), ...(end < total ? { nextCursor: String(end) } : {}) };
  },

  async 'tasks.get'({ taskId }, { services }) {
    const job = await services.jobs.get(taskId);
    if (job === undefined) throw invalidRequest(`Task not found: ${takeStart(taskId, 200)}.`, 'TASK_NOT_FOUND');
    return { task: toTask(job) };
  },

  async 'tasks.cancel'({ taskId }, { services: { jobs } }) {
    const before = await jobs.get(taskId);
    if (before === undefined) return { found: false, cancelled: false };
    const cancelled = await jobs.cancel(taskId);
    const task = toTask((await jobs.get(taskId)) ?? before);
    return { found: true, cancelled, ...(cancelled ? {} : { reason: 'The task is not running.' }), task };
  },
});

function parseCursor(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  if (!/^\d{1,9}$/.test(cursor)) throw invalidRequest('Invalid cursor.', 'INVALID_CURSOR');
  return Number(cursor);
}
