// Background tasks.
import { defineMethod } from './define-method.ts';
import { publishedParams, publishedResult } from '../wire/published.ts';

export const TASK_METHODS = {
  'tasks.list': defineMethod({
    summary: 'Lists background jobs, newest first.',
    scope: 'operator.read',
    params: publishedParams('TasksListParams'),
    result: publishedResult('TasksListResult'),
    ignores: { sortBy: 'Tasks are always listed newest first.' },
  }),
  'tasks.get': defineMethod({
    summary: 'Returns a background job.',
    scope: 'operator.read',
    params: publishedParams('TasksGetParams'),
    result: publishedResult('TasksGetResult'),
  }),
  'tasks.cancel': defineMethod({
    summary: 'Cancels a background job.',
    scope: 'operator.write',
    params: publishedParams('TasksCancelParams'),
    unsupported: ['reason'],
    result: publishedResult('TasksCancelResult'),
  }),
} as const;
