// Answers as text for the model.
import type { Question, QuestionAnswers, QuestionOutcome } from '#contract/types/questions.ts';

/** Each question with its answer, or the reason there is none. */
export function answerText(
  questions: readonly Question[],
  outcome: QuestionOutcome,
  answers: QuestionAnswers = {},
): string {
  if (outcome === 'expired')
    return 'The question expired without an answer. Use your own judgment, and state your assumptions.';
  if (outcome === 'cancelled') return 'The user declined to answer. Use your own judgment, or stop.';
  return questions
    .map(({ questionId, question }) => `${question}\nAnswer: ${(answers[questionId] ?? []).join('; ')}`)
    .join('\n\n');
}
