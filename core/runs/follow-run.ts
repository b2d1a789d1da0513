// Follows the run that answers a message, to its end: text, tool calls, model and outcome.
import type { MessageDelta } from '#contract/sessions/live-events.ts';
import type { Usage } from '#contract/types/content.ts';
import type { RunError, SessionEvent, SessionEventOf } from '#contract/sessions/session-events.ts';
import { EMPTY_SESSION } from '#contract/sessions/session-fold.ts';
import { defined } from '#contract/types/defined.ts';
import type { Engine } from '../engine/engine.ts';
import type { RunOutcome, SendRequest } from '../engine/runs-facet.ts';
import { CALLER_PROVIDER, type OpenToolCall } from './imported-messages.ts';
import { untilAborted } from './wait.ts';

/** Separator between unrelated pieces of text. */
const BREAK = '\n\n';
/** Longer than any run, ms. */
const MAX_RUN_MS = 48 * 60 * 60_000;
/** Longest time for a stopped run to end, ms. */
const STOP_MS = 1_000;

/** Reason of a signal that aborts because the host stops. Work that continues after a restart is left alone. */
export const HOST_STOPS = 'stop';

/** The engine facets that {@link followRun} needs. */
export type RunEngine = Pick<Engine, 'runs' | 'sessions' | 'queue' | 'onNotice'>;

/** The outcome and text of the run. */
export interface RunReport {
  readonly status: SessionEventOf<'run.ended'>['status'];
  readonly stopReason: string;
  readonly text: string;
  readonly calls: readonly OpenToolCall[];
  readonly usage: Usage;
  readonly error?: RunError;
}

/** The model and usage of a run, as far as known. */
export interface RunFacts {
  readonly provider?: string;
  readonly model?: string;
  readonly usage?: Usage;
}

/** A run that is being followed. */
export interface FollowedRun {
  /** The end of the run that answers the message. */
  readonly done: Promise<RunReport>;
  facts(): RunFacts;
  /** Stops the run, or cancels the queued message; runs of other messages are not affected. */
  abort(): Promise<void>;
  /** Stops following. */
  release(): void;
}

/** Callbacks of a followed run. */
export interface RunListener {
  /** Receives each piece of text, once. */
  text?(text: string): void;
  /** Called when a retried model call gives another answer: the text of the open message no longer counts. */
  restarted?(): void;
  /** Called when the run starts or stops waiting for a person. */
  waiting?(isWaiting: boolean): void;
}

/** Follows the message with `runId`, from before it is sent. */
export function followRun(
  engine: RunEngine,
  { sessionKey, runId }: Pick<SendRequest, 'sessionKey' | 'runId'>,
  listener: RunListener = {},
): FollowedRun {
  const follower = new Follower(runId, listener);
  const stop = engine.onNotice((notice) => {
    if (!('sessionKey' in notice) || notice.sessionKey !== sessionKey) return;
    if (notice.kind === 'live' && notice.event.kind === 'text') follower.delta(notice.event);
    if (notice.kind === 'event') follower.event(notice.event);
  });
  return {
    done: follower.done.finally(stop),
    facts: () => follower.facts,
    release: stop,
    async abort() {
      const abort = () => engine.runs.abort(sessionKey, runId);
      const queued = follower.queuedMessage;
      await (queued === undefined ? abort() : engine.queue.cancel(sessionKey, queued).catch(abort));
    },
  };
}

/** How a run ended, with its model and usage. */
export type RunEnd = RunFacts & { readonly outcome: Pick<RunOutcome, 'status' | 'text' | 'error'> };

/**
 * Waits for the end of a run, even one that an earlier process started. The run is stopped when `signal` aborts.
 * @throws the reason when the host stops: the run ends or continues after a restart.
 */
export async function waitForRunEnd(
  engine: RunEngine,
  run: FollowedRun,
  runId: string,
  signal: AbortSignal,
): Promise<RunEnd> {
  let outcome = await untilAborted(engine.runs.wait(runId, MAX_RUN_MS), signal);
  if (outcome === undefined) {
    if (signal.reason === HOST_STOPS) signal.throwIfAborted();
    await run.abort();
    outcome = await engine.runs.wait(runId, STOP_MS);
  }
  return { outcome: outcome ?? { status: 'aborted', text: '' }, ...run.facts() };
}

class Follower {
  readonly #done = Promise.withResolvers<RunReport>();
  facts: RunFacts = {};
  readonly #requestedRunId: string;
  readonly #listener: RunListener;
  /** Approvals and questions without an answer. */
  readonly #unanswered = new Set<string>();
  readonly #calls = new Map<string, OpenToolCall>();
  /** Characters reported so far, by block of the open message. */
  readonly #reported = new Map<string, number>();
  #pieces: { readonly messageId: string; readonly text: string }[] = [];
  /** The message that is being streamed. */
  #openId: string | undefined;
  #runId: string;
  #messageId: string | undefined;
  #isQueued = false;

  constructor(runId: string, listener: RunListener) {
    this.#requestedRunId = runId;
    this.#runId = runId;
    this.#listener = listener;
  }

  get done(): Promise<RunReport> {
    return this.#done.promise;
  }

  /** The id of the message while it is queued. */
  get queuedMessage(): string | undefined {
    return this.#isQueued ? this.#messageId : undefined;
  }

  delta({ runId, messageId, index, offset, text }: MessageDelta): void {
    if (runId !== this.#runId) return;
    this.#open(messageId);
    const block = `${messageId} ${index}`;
    const reported = this.#reported.get(block) ?? 0;
    // Live events arrive complete and in order here; text already reported isn't repeated.
    if (offset + text.length <= reported || offset > reported) return;
    this.#report(messageId, block, text.slice(reported - offset));
  }

  /** A message that follows one that isn't complete replaces it. */
  #open(messageId: string): void {
    const replaced = this.#openId;
    this.#openId = messageId;
    if (replaced === undefined || replaced === messageId) return;
    const kept = this.#pieces.filter((piece) => piece.messageId !== replaced);
    if (kept.length === this.#pieces.length) return;
    this.#pieces = kept;
    this.#listener.restarted?.();
  }

  event(event: SessionEvent): void {
    if (event.type === 'message.accepted' && event.runId === this.#requestedRunId) {
      this.#messageId = event.messageId;
      this.#isQueued = event.queue !== undefined;
    }
    const isOwn = (messageId: string) => messageId === this.#messageId;
    if (event.type === 'run.started' && event.messageIds.some(isOwn)) this.#join(event.runId);
    if (event.type === 'message.injected' && isOwn(event.messageId)) this.#join(event.runId);
    if (event.type === 'message.withdrawn' && isOwn(event.messageId)) this.#end('aborted', 'aborted');
    if (event.type === 'reset' && this.#isQueued) this.#end('aborted', 'aborted');
    if ('runId' in event && event.runId === this.#runId) this.#runEvent(event);
  }

  #runEvent(event: SessionEvent): void {
    if (event.type === 'run.started' || event.type === 'run.fallback' || event.type === 'quota.resolved')
      this.facts = { ...this.facts, provider: event.provider, model: event.model };
    if (event.type === 'approval.requested') this.#addRequest(event.approvalId);
    if (event.type === 'approval.resolved') this.#removeRequest(event.approvalId);
    if (event.type === 'question.asked') this.#addRequest(event.questionSetId);
    if (event.type === 'question.resolved') this.#removeRequest(event.questionSetId);
    if (event.type === 'budget.reached') this.#addRequest(event.stop.stopId);
    if (event.type === 'budget.resolved') this.#removeRequest(event.stopId);
    if (event.type === 'quota.waiting') this.#addRequest(event.wait.waitId);
    if (event.type === 'quota.resolved') this.#removeRequest(event.waitId);
    if (event.type === 'message.completed') this.#completed(event);
    if (event.type === 'tool.started' || event.type === 'tool.finished') this.#calls.delete(event.callId);
    if (event.type !== 'run.ended') return;
    this.facts = { ...this.facts, usage: event.usage };
    this.#end(event.status, event.stopReason, event);
  }

  #addRequest(id: string): void {
    this.#unanswered.add(id);
    this.#listener.waiting?.(true);
  }

  #removeRequest(id: string): void {
    this.#unanswered.delete(id);
    if (this.#unanswered.size === 0) this.#listener.waiting?.(false);
  }

  /** The message is answered by this run. */
  #join(runId: string): void {
    this.#runId = runId;
    this.#isQueued = false;
  }

  #completed({ messageId, content, provider }: SessionEventOf<'message.completed'>): void {
    // Imported messages aren't reported back to the caller.
    if (provider === CALLER_PROVIDER) return;
    this.#open(messageId);
    this.#openId = undefined;
    for (const [index, block] of content.entries()) {
      if (block.type === 'toolCall') this.#calls.set(block.id, { ...block, input: block.arguments });
      if (block.type !== 'text') continue;
      const key = `${messageId} ${index}`;
      const reported = this.#reported.get(key) ?? 0;
      if (block.text.length > reported) this.#report(messageId, key, block.text.slice(reported));
    }
  }

  #report(messageId: string, block: string, text: string): void {
    const reported = this.#reported.get(block) ?? 0;
    this.#reported.set(block, reported + text.length);
    const piece = reported === 0 && this.#pieces.length > 0 ? BREAK + text : text;
    this.#pieces.push({ messageId, text: piece });
    this.#listener.text?.(piece);
  }

  #end(status: RunReport['status'], stopReason: string, ended?: SessionEventOf<'run.ended'>): void {
    this.#done.resolve({
      status,
      stopReason,
      text: this.#pieces.map(({ text }) => text).join(''),
      calls: stopReason === 'toolUse' ? [...this.#calls.values()] : [],
      usage: ended?.usage ?? EMPTY_SESSION.usage,
      ...defined({ error: ended?.error }),
    });
  }
}
