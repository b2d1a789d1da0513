// Questions from agents and their outcomes, in the protocol's shape.

/** A question with its options. `isOther` allows a custom answer. */
export interface Question {
  readonly questionId: string;
  /** One or two words, for a tab or row. */
  readonly header: string;
  readonly question: string;
  readonly options: readonly { readonly label: string; readonly description?: string }[];
  readonly multiSelect?: boolean;
  readonly isOther?: boolean;
}

/** Selected labels and custom answers, by `questionId`. */
export type QuestionAnswers = Readonly<Record<string, readonly string[]>>;

/** Outcome of a set of questions. */
export type QuestionOutcome = 'answered' | 'cancelled' | 'expired';

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
