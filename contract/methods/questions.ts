// Questions that agents ask the person, and their answers.
import { defineMethod } from './define-method.ts';
import { publishedParams, publishedResult } from '../wire/published.ts';

export const QUESTION_METHODS = {
  'question.list': defineMethod({
    summary: 'Questions of agents that wait for an answer, oldest first.',
    scope: 'operator.questions',
    params: publishedParams('QuestionListParams'),
    result: publishedResult('QuestionListResult'),
  }),
  'question.get': defineMethod({
    summary: 'One question that waits, or that ended since the host started.',
    scope: 'operator.questions',
    params: publishedParams('QuestionGetParams'),
    result: publishedResult('QuestionGetResult'),
  }),
  'question.resolve': defineMethod({
    summary: 'Answers a question, or says that nobody will; the first one wins.',
    scope: 'operator.questions',
    params: publishedParams('QuestionResolveParams'),
    result: publishedResult('QuestionResolveResult'),
  }),
  'question.waitAnswer': defineMethod({
    summary: 'Waits until a question has ended; `pending` when the time is over before.',
    scope: 'operator.questions',
    params: publishedParams('QuestionWaitAnswerParams'),
    result: publishedResult('QuestionWaitAnswerResult'),
  }),
} as const;
