// Questions that agents ask the user: stored, shown everywhere, answered once. They have no side effects and need no approval.
import { takeStart } from '#contract/types/truncate-text.ts';
import { defined } from '#contract/types/defined.ts';
import { invalidRequest, type GatewayError } from '#contract/wire/errors.ts';
import type { Question, QuestionAnswers, QuestionOutcome, QuestionRecord } from '#contract/types/questions.ts';
import type { SessionEventDraft } from '#contract/sessions/session-events.ts';
import type { ToolCallView } from '#contract/sessions/session-view.ts';
import type { EngineNotice } from '../engine/notices.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import { findCall, setPhase, type ActiveRun } from '../runs/active-run.ts';
import { commitWithRetry } from '../runs/commit-with-retry.ts';
import { setBounded } from '../set-bounded.ts';
import { PendingAnswers } from './pending-answers.ts';
import { GATEWAY, formatPrincipal, type Principal } from '../principal.ts';

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

/** Resolved questions that can still be looked up. */
const REMEMBERED = 200;

interface Waiting {
  readonly run: ActiveRun;
  readonly callId: string;
}

/** Questions of all runs. */
export class Questions implements QuestionsFacet {
  readonly #ports: EnginePorts;
  readonly #pending: PendingAnswers<true>;
  readonly #waiting = new Map<string, Waiting>();
  readonly #ended = new Map<string, QuestionRecord>();

  constructor(ports: EnginePorts) {
    this.#ports = ports;
    this.#pending = new PendingAnswers({ ...ports, expire: (id) => this.#expire(id) });
  }

  /** Follows answers, wherever they came from. */
  follow(notice: EngineNotice): void {
    if (notice.kind !== 'event' || notice.event.type !== 'question.resolved') return;
    const record = toRecord(this.#waiting.get(notice.event.questionSetId));
    if (record !== undefined) setBounded(this.#ended, record.id, record, REMEMBERED);
    this.#pending.settle(notice.event.questionSetId, true);
  }

  /** Asks the questions, unless they were asked before a restart, and waits. The result is in the view. */
  async ask(run: ActiveRun, call: ToolCallView, questions: readonly Question[]): Promise<void> {
    if (call.state !== 'question') {
      const { ids: newIds, clock, config } = this.#ports;
      const expiresAtMs = clock.now() + config.settings().limits.approvalTtlMs;
      const ids = { questionSetId: newIds.next(), callId: call.callId, runId: run.runId };
      const asked: SessionEventDraft = { type: 'question.asked', ...ids, questions: [...questions], expiresAtMs };
      await commitWithRetry(run, () => ({ events: [asked] }));
    }
    await this.#wait(run, call.callId);
  }

  pending(): readonly QuestionRecord[] {
    return [...this.#waiting.values()].flatMap((waiting) => toRecord(waiting) ?? []);
  }

  get(id: string): QuestionRecord | undefined {
    return toRecord(this.#waiting.get(id)) ?? this.#ended.get(id);
  }

  async resolve({ id, answers, by }: QuestionAnswer): Promise<QuestionRecord> {
    const waiting = this.#waiting.get(id);
    const record = toRecord(waiting);
    if (waiting === undefined || record?.status !== 'pending') throw notPending();
    if (answers !== undefined) {
      requireValid(record.questions, answers);
      this.#ports.secretGuard.refuse(JSON.stringify(answers));
    }
    const outcome = answers === undefined ? 'cancelled' : 'answered';
    if (!(await this.#end(waiting, outcome, by, answers))) throw notPending();
    return { ...record, status: outcome, ...defined({ answers }) };
  }

  async #wait(run: ActiveRun, callId: string): Promise<void> {
    const call = findCall(run.actor.view, callId);
    if (call?.state !== 'question' || call.question === undefined) return;
    const { questionSetId, questions, expiresAtMs } = call.question;
    setPhase(run, 'question', questions[0]?.question ?? '', expiresAtMs);
    await run.slot.whileWaiting(async () => {
      this.#waiting.set(questionSetId, { run, callId });
      this.#pending.open(questionSetId, expiresAtMs);
      await this.#pending.wait(questionSetId, run.signal);
      this.#pending.close(questionSetId);
      this.#waiting.delete(questionSetId);
    });
  }

  async #expire(id: string): Promise<void> {
    const waiting = this.#waiting.get(id);
    if (waiting !== undefined) await this.#end(waiting, 'expired', GATEWAY);
  }

  /** Stores the answer and the result of the call in one write, so that a crash in between loses nothing. */
  async #end(
    { run, callId }: Waiting,
    outcome: QuestionOutcome,
    by: Principal,
    answers?: QuestionAnswers,
  ): Promise<boolean> {
    const { runId, actor } = run;
    const written = await actor.commit(({ view }) => {
      const call = findCall(view, callId);
      if (call?.state !== 'question' || call.question === undefined) return undefined;
      const { questionSetId, questions, askedAt } = call.question;
      const ids = { callId, runId };
      const resolved = { ...ids, questionSetId, outcome, resolvedBy: formatPrincipal(by), ...defined({ answers }) };
      const finished = { ...ids, name: call.name, isError: false, text: describeAnswers(questions, outcome, answers) };
      const durationMs = Math.max(0, this.#ports.clock.now() - askedAt);
      return {
        events: [
          { type: 'question.resolved', ...resolved },
          { type: 'tool.finished', ...finished, details: { outcome }, durationMs },
        ],
      };
    });
    return written.length > 0;
  }
}

/** The question of a call as the record that clients get. */
function toRecord(waiting: Waiting | undefined): QuestionRecord | undefined {
  if (waiting === undefined) return undefined;
  const { actor, runId } = waiting.run;
  const question = findCall(actor.view, waiting.callId)?.question;
  if (question === undefined) return undefined;
  const { questionSetId: id, questions, askedAt: createdAtMs, expiresAtMs, outcome, answers } = question;
  const status = outcome ?? 'pending';
  const source = { agentId: actor.agentId, sessionKey: actor.key, runId };
  return { id, questions, ...source, createdAtMs, expiresAtMs, status, ...defined({ answers }) };
}

/** Each question with its answer, or the reason there is none, for the model. */
function describeAnswers(
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

function requireValid(questions: readonly Question[], answers: QuestionAnswers): void {
  const known = new Set(questions.map(({ questionId }) => questionId));
  const unknown = Object.keys(answers).find((id) => !known.has(id));
  if (unknown !== undefined) throw invalidAnswer(`Unknown question "${unknown}".`);
  for (const { questionId, options, multiSelect, isOther } of questions) {
    const given = Object.hasOwn(answers, questionId) ? (answers[questionId] ?? []) : [];
    if (given.length === 0) throw invalidAnswer(`The question "${questionId}" has no answer.`);
    if (given.length > 1 && multiSelect !== true)
      throw invalidAnswer(`The question "${questionId}" accepts only one answer.`);
    const isFree = isOther === true || options.length === 0;
    const foreign = given.find((one) => !isFree && options.every(({ label }) => label !== one));
    if (foreign !== undefined) throw invalidAnswer(`"${takeStart(foreign, 80)}" is not an option of "${questionId}".`);
    if (given.some((one) => one.trim() === '' || one.length > 4_000))
      throw invalidAnswer('An answer is empty or too long.');
  }
}

function invalidAnswer(message: string): GatewayError {
  return invalidRequest(message, 'QUESTION_ANSWER_INVALID', 'Answer every question with one of the offered labels.');
}

function notPending(): GatewayError {
  return invalidRequest('No pending question has this ID.', 'QUESTION_NOT_FOUND', 'It was answered or has expired.');
}
