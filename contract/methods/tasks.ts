// Background tasks.
import { readMethod, writeMethod } from './define-method.ts';
import { published } from '../wire/published.ts';

/** Methods that list and cancel background jobs. */
export const TASK_METHODS = {
  'tasks.list': readMethod({
    summary: 'Lists background jobs, newest first.',
    ...published('TasksList'),
    ignores: { sortBy: 'Tasks are always listed newest first.' },
  }),
  'tasks.get': readMethod({ summary: 'Returns a background job.', ...published('TasksGet') }),
  'tasks.cancel': writeMethod({
    summary: 'Cancels a background job.',
    ...published('TasksCancel'),
    unsupported: ['reason'],
  }),
} as const;
