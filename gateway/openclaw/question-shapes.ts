// Questions in the OpenClaw dialect.
import { defined } from '#contract/types/defined.ts';
import type { PublishedType } from '#contract/wire/published.ts';
import type { QuestionRecord } from '#contract/types/questions.ts';
import type { SessionEventOf } from '#contract/sessions/session-events.ts';

/** A question as methods return it. */
export function questionShape({ answers, ...record }: QuestionRecord): PublishedType<'QuestionGetResult'>['question'] {
  return { ...record, ...defined({ answers: answers && { answers } }) };
}

/** Payload of `question.requested`. */
export function questionRequested(
  { questionSetId, questions, runId, ts, expiresAtMs }: SessionEventOf<'question.asked'>,
  whose: { readonly sessionKey: string; readonly agentId: string },
): PublishedType<'QuestionRequestedEvent'> {
  return { id: questionSetId, questions, ...whose, runId, createdAtMs: ts, expiresAtMs, status: 'pending' };
}

/** Payload of `question.resolved`. */
export function questionResolved({
  questionSetId: id,
  outcome,
  answers = {},
}: SessionEventOf<'question.resolved'>): PublishedType<'QuestionResolvedEvent'> {
  return outcome === 'answered' ? { id, status: outcome, answers: { answers } } : { id, status: outcome };
}
