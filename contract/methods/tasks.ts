// Background tasks.
import { defineMethod } from './define-method.ts';
import { publishedParams, publishedResult } from '../wire/published.ts';

export const TASK_METHODS = {
  'tasks.list': defineMethod({
    summary: 'Work in the background, newest first: runs of schedules.',
    scope: 'operator.read',
    params: publishedParams('TasksListParams'),
    result: publishedResult('TasksListResult'),
    ignores: ['sortBy'],
  }),
  'tasks.get': defineMethod({
    summary: 'One of them.',
    scope: 'operator.read',
    params: publishedParams('TasksGetParams'),
    result: publishedResult('TasksGetResult'),
  }),
  'tasks.cancel': defineMethod({
    summary: 'Stops one that goes on.',
    scope: 'operator.write',
    params: publishedParams('TasksCancelParams'),
    result: publishedResult('TasksCancelResult'),
  }),
} as const;
