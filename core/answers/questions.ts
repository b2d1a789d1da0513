// Questions that agents ask the user: stored, shown everywhere, answered once. They have no side effects and need no approval.
import { invalidRequest, type GatewayError } from '#contract/wire/errors.ts';
import type { Question, QuestionAnswers, QuestionOutcome, QuestionRecord } from '#contract/types/questions.ts';
import type { SessionEventDraft } from '#contract/sessions/session-events.ts';
import type { QuestionView, ToolCallView } from '#contract/sessions/session-view.ts';
import type { EngineNotice } from '../engine/notices.ts';
import type { QuestionAnswer, QuestionsFacet } from '../engine/questions-facet.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import { findCall, setPhase, type ActiveRun } from '../runs/active-run.ts';
import { commitWithRetry } from '../runs/commit-with-retry.ts';
import { answerText } from './answer-text.ts';
import { PendingAnswers } from './pending-answers.ts';
import { GATEWAY, formatPrincipal, type Principal } from '../principal.ts';

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
    const waiting = this.#waiting.get(notice.event.questionSetId);
    const record = waiting === undefined ? undefined : toRecord(waiting);
    if (record !== undefined) this.#remember(record);
    this.#pending.settle(notice.event.questionSetId, true);
  }

  /** Asks, unless a run that continues after a restart asked before, and waits. The result is in the view. */
  async ask(run: ActiveRun, call: ToolCallView, questions: readonly Question[]): Promise<void> {
    if (call.state !== 'question') {
      const { ids, clock, config } = this.#ports;
      const asked: SessionEventDraft = {
        type: 'question.asked',
        questionSetId: ids.next(),
        callId: call.callId,
        runId: run.runId,
        questions: [...questions],
        expiresAtMs: clock.now() + config.settings().limits.approvalTtlMs,
      };
      await commitWithRetry(run, () => ({ events: [asked] }));
    }
    await this.#wait(run, call.callId);
  }

  pending(): readonly QuestionRecord[] {
    return [...this.#waiting.values()].flatMap((waiting) => toRecord(waiting) ?? []);
  }

  get(id: string): QuestionRecord | undefined {
    const waiting = this.#waiting.get(id);
    return (waiting === undefined ? undefined : toRecord(waiting)) ?? this.#ended.get(id);
  }

  async resolve({ id, answers, by }: QuestionAnswer): Promise<QuestionRecord> {
    const waiting = this.#waiting.get(id);
    const record = waiting === undefined ? undefined : toRecord(waiting);
    if (waiting === undefined || record?.status !== 'pending') throw gone();
    if (answers !== undefined) {
      requireFitting(record.questions, answers);
      this.#ports.secretGuard.refuse(JSON.stringify(answers));
    }
    const outcome = answers === undefined ? 'cancelled' : 'answered';
    if (!(await this.#end(waiting, outcome, by, answers))) throw gone();
    return { ...record, status: outcome, ...(answers === undefined ? {} : { answers }) };
  }

  async #wait(run: ActiveRun, callId: string): Promise<void> {
    const call = findCall(run.actor.view, callId);
    if (call?.state !== 'question' || call.question === undefined) return;
    const { questionSetId, questions, expiresAtMs } = call.question;
    setPhase(run, 'question', questions[0]?.question ?? '', expiresAtMs);
    this.#waiting.set(questionSetId, { run, callId });
    this.#pending.open(questionSetId, expiresAtMs);
    await this.#pending.wait(questionSetId, run.signal);
    this.#pending.close(questionSetId);
    this.#waiting.delete(questionSetId);
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
      const { questionSetId, questions } = call.question;
      const given = answers === undefined ? {} : { answers };
      return {
        events: [
          {
            type: 'question.resolved',
            questionSetId,
            callId,
            runId,
            outcome,
            resolvedBy: formatPrincipal(by),
            ...given,
          },
          {
            type: 'tool.finished',
            callId,
            runId,
            name: call.name,
            isError: false,
            text: answerText(questions, outcome, answers),
            details: { outcome },
            durationMs: Math.max(0, this.#ports.clock.now() - call.question.askedAt),
          },
        ],
      };
    });
    return written.length > 0;
  }

  #remember(record: QuestionRecord): void {
    this.#ended.set(record.id, record);
    const [oldest] = this.#ended.keys();
    if (this.#ended.size > REMEMBERED && oldest !== undefined) this.#ended.delete(oldest);
  }
}

function toRecord({ run, callId }: Waiting): QuestionRecord | undefined {
  const question = findCall(run.actor.view, callId)?.question;
  return question === undefined ? undefined : questionRecord(run.actor, run.runId, question);
}

/** Questions within a call as the record that clients get. */
function questionRecord(
  { key, agentId }: { readonly key: string; readonly agentId: string },
  runId: string,
  { questionSetId, questions, askedAt, expiresAtMs, outcome, answers }: QuestionView,
): QuestionRecord {
  return {
    id: questionSetId,
    questions,
    agentId,
    sessionKey: key,
    runId,
    createdAtMs: askedAt,
    expiresAtMs,
    status: outcome ?? 'pending',
    ...(answers === undefined ? {} : { answers }),
  };
}

function requireFitting(questions: readonly Question[], answers: QuestionAnswers): void {
  const known = new Set(questions.map(({ questionId }) => questionId));
  const stranger = Object.keys(answers).find((id) => !known.has(id));
  if (stranger !== undefined) throw unfit(`There is no question "${stranger}".`);
  for (const { questionId, options, multiSelect, isOther } of questions) {
    const given = Object.hasOwn(answers, questionId) ? (answers[questionId] ?? []) : [];
    if (given.length === 0) throw unfit(`The question "${questionId}" has no answer.`);
    if (given.length > 1 && multiSelect !== true) throw unfit(`The question "${questionId}" accepts only one answer.`);
    const isFree = isOther === true || options.length === 0;
    const foreign = given.find((one) => !isFree && options.every(({ label }) => label !== one));
    if (foreign !== undefined) throw unfit(`"${foreign.slice(0, 80)}" is not an answer to "${questionId}".`);
    if (given.some((one) => one.trim() === '' || one.length > 4_000)) throw unfit('An answer is empty or too long.');
  }
}

function unfit(message: string): GatewayError {
  return invalidRequest(message, 'QUESTION_ANSWER_INVALID', 'Answer every question with one of the offered labels.');
}

function gone(): GatewayError {
  return invalidRequest('No pending question has this id.', 'QUESTION_NOT_FOUND', 'It was answered or has expired.');
}
