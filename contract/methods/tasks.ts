// Background tasks.
import { defineMethod } from './define-method.ts';
import { published } from '../wire/published.ts';

/** Methods that list and cancel background jobs. */
export const TASK_METHODS = {
  'tasks.list': defineMethod({
    summary: 'Lists background jobs, newest first.',
    scope: 'operator.read',
    ...published('TasksList'),
    ignores: { sortBy: 'Tasks are always listed newest first.' },
  }),
  'tasks.get': defineMethod({
    summary: 'Returns a background job.',
    scope: 'operator.read',
    ...published('TasksGet'),
  }),
  'tasks.cancel': defineMethod({
    summary: 'Cancels a background job.',
    scope: 'operator.write',
    ...published('TasksCancel'),
    unsupported: ['reason'],
  }),
} as const;
