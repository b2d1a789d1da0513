// The choices made so far, and the resulting answers.
import type { Question, QuestionAnswers } from '#contract/types/questions.ts';
import type { QuestionView } from '#contract/sessions/session-view.ts';
import { t } from '#messages/translate.ts';
import { formatList } from '#messages/format.ts';

/** By `questionId`: the chosen options and free text. */
export type Choices = Readonly<Record<string, { readonly labels: readonly string[]; readonly own: string }>>;

/** Applies a click on an option. It replaces free text if only one answer is allowed. */
export function chosen(now: Choices[string], label: string, several: boolean): Choices[string] {
  if (!several) return { labels: [label], own: '' };
  const without = now.labels.filter((one) => one !== label);
  return { ...now, labels: without.length === now.labels.length ? [...now.labels, label] : without };
}

/** The answers to send. */
export function collectAnswers(questions: readonly Question[], choices: Choices): QuestionAnswers {
  return Object.fromEntries(questions.map(({ questionId }) => [questionId, answerTo(choices[questionId])]));
}

/** Whether every question has an answer. */
export function isComplete(questions: readonly Question[], choices: Choices): boolean {
  return questions.every(({ questionId }) => answerTo(choices[questionId]).length > 0);
}

/** The lines of answered questions. */
export function answeredLines({ questions, outcome, answers = {} }: QuestionView): readonly string[] {
  if (outcome === 'expired') return [t('tools.question.wasExpired')];
  if (outcome === 'cancelled') return [t('tools.question.wasSkipped')];
  return questions.map(({ questionId, question }) => `${question} ${formatList(answers[questionId] ?? [])}`);
}

function answerTo(choice: Choices[string] | undefined): string[] {
  if (choice === undefined) return [];
  const own = choice.own.trim();
  return own === '' ? [...choice.labels] : [...choice.labels, own];
}
