// What the person has chosen so far, and what it comes to.
import type { Question, QuestionAnswers } from '#contract/types/questions.ts';
import type { QuestionView } from '#contract/sessions/session-view.ts';

/** By `questionId`: labels that are chosen, and words of one's own. */
export type Choices = Readonly<Record<string, { readonly labels: readonly string[]; readonly own: string }>>;

/** A label was clicked. Own words give way to it where only one answer is wanted. */
export function chosen(now: Choices[string], label: string, several: boolean): Choices[string] {
  if (!several) return { labels: [label], own: '' };
  const without = now.labels.filter((one) => one !== label);
  return { ...now, labels: without.length === now.labels.length ? [...now.labels, label] : without };
}

/** The answers to send. */
export function answersOf(questions: readonly Question[], choices: Choices): QuestionAnswers {
  return Object.fromEntries(questions.map(({ questionId }) => [questionId, answerTo(choices[questionId])]));
}

/** Whether every question has an answer. */
export function isComplete(questions: readonly Question[], choices: Choices): boolean {
  return questions.every(({ questionId }) => answerTo(choices[questionId]).length > 0);
}

/** Lines for questions that have ended. */
export function answeredLines({ questions, outcome, answers = {} }: QuestionView): readonly string[] {
  if (outcome === 'expired') return ['Nobody answered; the agent went on by itself'];
  if (outcome === 'cancelled') return ['Left to the agent'];
  return questions.map(({ questionId, question }) => `${question} ${(answers[questionId] ?? []).join(', ')}`);
}

function answerTo(choice: Choices[string] | undefined): string[] {
  if (choice === undefined) return [];
  const own = choice.own.trim();
  return own === '' ? [...choice.labels] : [...choice.labels, own];
}
