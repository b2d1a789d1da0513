// Questions that agents ask the user.
import type { QuestionAnswers, QuestionRecord } from '#contract/types/questions.ts';
import type { Principal } from '../principal.ts';

/** A person's answer to a set of questions; without `answers` it is canceled. */
export interface QuestionAnswer {
  readonly id: string;
  readonly answers?: QuestionAnswers;
  readonly by: Principal;
}

/** Questions of all runs. The first answer wins. */
export interface QuestionsFacet {
  /** Pending questions, oldest first. */
  pending(): readonly QuestionRecord[];
  /** A pending or recently resolved question. */
  get(id: string): QuestionRecord | undefined;
  /** @throws {GatewayError} `QUESTION_NOT_FOUND`, `QUESTION_ANSWER_INVALID`. */
  resolve(answer: QuestionAnswer): Promise<QuestionRecord>;
}
