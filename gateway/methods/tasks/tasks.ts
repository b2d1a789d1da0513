// Background tasks: runs of schedules.
import { defined } from '#contract/types/defined.ts';
import type { TASK_METHODS } from '#contract/methods/tasks.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import type { ScheduleRun } from '#core/ports/schedules.ts';
import type { HandlersFor } from '../../server/dispatch/handler.ts';
import { rowStatesOf, taskOf } from '../../openclaw/schedules/run-shape.ts';
import type { GatewayServices } from '../../server/services.ts';

const DEFAULT_LIMIT = 100;

export const TASK_HANDLERS: HandlersFor<typeof TASK_METHODS> = {
  async 'tasks.list'({ status, agentId, sessionKey, limit = DEFAULT_LIMIT, cursor }, { services }) {
    const offset = offsetOf(cursor);
    const key = sessionKey === undefined ? undefined : services.engine.sessions.resolveKey(sessionKey, agentId);
    const states = status === undefined ? undefined : rowStatesOf(Array.isArray(status) ? status : [status]);
    if (states?.length === 0) return { tasks: [] };
    const { runs, total } = await services.schedules.runs({
      order: 'desc',
      limit,
      offset,
      ...defined({ statuses: states, agentId }),
    });
    const shown = key === undefined ? runs : runs.filter((run) => run.sessionKey === key);
    const end = offset + runs.length;
    return { tasks: shown.map(taskOf), ...(end < total ? { nextCursor: String(end) } : {}) };
  },

  'tasks.get': async ({ taskId }, { services }) => ({ task: taskOf(await requireRun(taskId, services)) }),

  async 'tasks.cancel'({ taskId }, { services }) {
    const run = await services.schedules.findRun(taskId);
    if (run === undefined) return { found: false, cancelled: false };
    const cancelled = await services.schedules.cancel(taskId);
    const task = taskOf((await services.schedules.findRun(taskId)) ?? run);
    return cancelled
      ? { found: true, cancelled, task }
      : { found: true, cancelled, reason: 'The task is not running.', task };
  },
};

async function requireRun(id: string, { schedules }: GatewayServices): Promise<ScheduleRun> {
  const run = await schedules.findRun(id);
  if (run !== undefined) return run;
  throw invalidRequest(`task not found: ${id.slice(0, 200)}`, 'TASK_NOT_FOUND');
}

function offsetOf(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  const offset = /^\d{1,9}$/.test(cursor) ? Number(cursor) : undefined;
  if (offset === undefined) throw invalidRequest('invalid cursor', 'INVALID_CURSOR');
  return offset;
}
