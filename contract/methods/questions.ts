// Questions from agents to a person, and their answers.
import { defineMethod } from './define-method.ts';
import { publishedParams, publishedResult } from '../wire/published.ts';

export const QUESTION_METHODS = {
  'question.list': defineMethod({
    summary: 'Lists unanswered questions of agents, oldest first.',
    scope: 'operator.questions',
    params: publishedParams('QuestionListParams'),
    result: publishedResult('QuestionListResult'),
  }),
  'question.get': defineMethod({
    summary: 'Returns a question that is pending or that ended since the host started.',
    scope: 'operator.questions',
    params: publishedParams('QuestionGetParams'),
    result: publishedResult('QuestionGetResult'),
  }),
  'question.resolve': defineMethod({
    summary: 'Answers or dismisses a question. The first answer wins.',
    scope: 'operator.questions',
    params: publishedParams('QuestionResolveParams'),
    unsupported: ['secretStoreAllowedHosts'],
    ignores: { resolvedBy: 'The connection identifies who answered.' },
    result: publishedResult('QuestionResolveResult'),
  }),
  'question.waitAnswer': defineMethod({
    summary: 'Waits until a question ends. Returns `pending` on timeout.',
    scope: 'operator.questions',
    params: publishedParams('QuestionWaitAnswerParams'),
    result: publishedResult('QuestionWaitAnswerResult'),
  }),
} as const;
