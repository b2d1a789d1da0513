// Questions from agents and their outcomes, in the protocol's shape.
import { Type, type Static } from 'typebox';

/** A question with its options. `isOther` allows a custom answer. */
export const Question = Type.Object({
  questionId: Type.String({ pattern: '^[a-z][a-z0-9_]*$', maxLength: 64 }),
  /** One or two words, for a tab or row. */
  header: Type.String({ maxLength: 12 }),
  question: Type.String({ minLength: 1, maxLength: 2_000 }),
  options: Type.Array(
    Type.Object({
      label: Type.String({ minLength: 1, maxLength: 200 }),
      description: Type.Optional(Type.String({ maxLength: 500 })),
    }),
    { maxItems: 4 },
  ),
  multiSelect: Type.Optional(Type.Boolean()),
  isOther: Type.Optional(Type.Boolean()),
});
export type Question = Static<typeof Question>;

/** Selected labels and custom answers, by `questionId`. */
export const QuestionAnswers = Type.Record(Type.String(), Type.Array(Type.String()));
export type QuestionAnswers = Static<typeof QuestionAnswers>;

/** Outcome of a set of questions. */
export const QuestionOutcome = Type.Union([
  Type.Literal('answered'),
  Type.Literal('cancelled'),
  Type.Literal('expired'),
]);
export type QuestionOutcome = Static<typeof QuestionOutcome>;

/** Questions asked together, with their outcome. */
export interface QuestionRecord {
  readonly id: string;
  readonly questions: readonly Question[];
  readonly agentId: string;
  readonly sessionKey: string;
  readonly runId: string;
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
  readonly status: 'pending' | QuestionOutcome;
  readonly answers?: QuestionAnswers;
}
