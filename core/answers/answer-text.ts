// What the model reads of an answer.
import type { Question, QuestionAnswers, QuestionOutcome } from '#contract/types/questions.ts';

/** Every question with its answer, or why there is none. */
export function answerText(
  questions: readonly Question[],
  outcome: QuestionOutcome,
  answers: QuestionAnswers = {},
): string {
  if (outcome === 'expired') return 'Nobody answered in time. Go on by your own judgement, and say what you assumed.';
  if (outcome === 'cancelled') return 'The user does not want to answer. Go on by your own judgement, or stop.';
  return questions
    .map(({ questionId, question }) => `${question}\nAnswer: ${(answers[questionId] ?? []).join('; ')}`)
    .join('\n\n');
}
