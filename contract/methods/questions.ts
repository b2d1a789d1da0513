// Questions from agents to a person, and their answers.
import { defineMethod } from './define-method.ts';
import { published } from '../wire/published.ts';

/** Methods that list and answer questions. */
export const QUESTION_METHODS = {
  'question.list': defineMethod({
    whileReadOnly: true,
    summary: 'Lists unanswered questions of agents, oldest first.',
    scope: 'operator.questions',
    ...published('QuestionList'),
  }),
  'question.get': defineMethod({
    whileReadOnly: true,
    summary: 'Returns a question that is pending or that ended since the host started.',
    scope: 'operator.questions',
    ...published('QuestionGet'),
  }),
  'question.resolve': defineMethod({
    summary: 'Answers or dismisses a question. The first answer wins.',
    scope: 'operator.questions',
    ...published('QuestionResolve'),
    unsupported: ['secretStoreAllowedHosts'],
    ignores: { resolvedBy: 'The connection identifies who answered.' },
  }),
  'question.waitAnswer': defineMethod({
    summary: 'Waits until a question ends. Returns `pending` on timeout.',
    scope: 'operator.questions',
    ...published('QuestionWaitAnswer'),
  }),
} as const;
