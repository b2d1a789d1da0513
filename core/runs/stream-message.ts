// One attempt at one model call: provider events become live events; the outcome is a value. Never throws.
import type { Block, StopReason, Usage } from '#contract/types/content.ts';
import type { ModelEvent, ModelFailure, ModelRequest, Provider } from '../ports/provider.ts';
import { setPhase, type ActiveRun } from './active-run.ts';
import type { ModelChoice } from './model-choice.ts';
import { untilAborted } from './wait.ts';

/** How an attempt ended. */
export type StreamOutcome = StreamDone | StreamFailed;

export interface StreamDone {
  readonly type: 'done';
  readonly messageId: string;
  readonly content: readonly Block[];
  readonly stopReason: StopReason;
  readonly invalidCalls: Readonly<Record<string, string>>;
  readonly usage?: Usage;
  readonly durationMs: number;
}

export interface StreamFailed {
  readonly type: 'failed';
  readonly messageId: string;
  readonly error: ModelFailure;
  /** What had come before the failure. */
  readonly content: readonly Block[];
  readonly usage?: Usage;
  readonly durationMs: number;
}

/** Interval at which the open message is saved and silence is noticed, ms. */
const TICK_MS = 1_000;
/** Silence after which the run says that the model stalls, ms. */
const STALLED_MS = 30_000;
/** Time that a provider has beyond its own idle limit to report it, ms. */
const IDLE_GRACE_MS = 5_000;
/** Longest message of a model, characters: an endless stream is cut here. */
const MAX_MESSAGE_CHARACTERS = 2_000_000;

/** Streams one message. What was live stays open; the caller completes it. */
export async function streamMessage(
  run: ActiveRun,
  provider: Provider,
  choice: ModelChoice,
  request: ModelRequest,
): Promise<StreamOutcome> {
  const { actor, ports } = run;
  const messageId = ports.ids.next();
  const began = ports.clock.monotonic();
  actor.live.openMessage(run.runId, messageId);
  setPhase(run, 'model');
  const attempt = new Attempt(run, choice, messageId);
  const ended = await untilAborted(attempt.consume(provider, request), attempt.signal);
  await attempt.close();
  const durationMs = Math.round(ports.clock.monotonic() - began);
  return { ...attempt.outcome(ended), messageId, durationMs };
}

type Ended = Extract<ModelEvent, { type: 'done' | 'failed' }>;

/** The state of one attempt. Closed, it ignores whatever the provider still sends. */
class Attempt {
  readonly #run: ActiveRun;
  readonly #choice: ModelChoice;
  readonly #messageId: string;
  readonly #controller = new AbortController();
  readonly signal: AbortSignal;
  #closed = false;
  #stop: 'timeout' | 'length' | undefined;
  #heard = false;
  #streaming = false;
  #silentMs = 0;
  #saved = 0;
  #saving: Promise<void> = Promise.resolve();
  #cancelTick: () => void = () => {};

  constructor(run: ActiveRun, choice: ModelChoice, messageId: string) {
    this.#run = run;
    this.#choice = choice;
    this.#messageId = messageId;
    this.signal = AbortSignal.any([run.signal, this.#controller.signal]);
    this.#schedule();
  }

  async consume(provider: Provider, request: ModelRequest): Promise<Ended> {
    try {
      for await (const event of provider.stream(request, this.signal)) {
        if (this.#closed) break;
        this.#heard = true;
        if (event.type === 'done' || event.type === 'failed') return event;
        this.#live(event);
      }
    } catch (error) {
      return this.#failure(
        'network',
        `The model's server failed: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
    return this.#failure('bad-response', "The model's answer ended in the middle.");
  }

  /** Ends the attempt: no more timers, no more live events, and no save that could arrive late. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#cancelTick();
    this.#controller.abort('closed');
    await this.#saving;
  }

  outcome(
    ended: Ended | undefined,
  ): Omit<StreamDone, 'messageId' | 'durationMs'> | Omit<StreamFailed, 'messageId' | 'durationMs'> {
    const partial = this.#run.actor.live.partialContent();
    if (this.#stop === 'length') return { type: 'done', content: partial, stopReason: 'length', invalidCalls: {} };
    if (this.#stop === 'timeout') return this.#failure('timeout', 'The model has not answered for too long.', partial);
    if (this.#run.signal.aborted || ended === undefined) return this.#failure('aborted', 'Stopped.', partial);
    const usage = ended.usage === undefined ? {} : { usage: ended.usage };
    if (ended.type === 'done')
      return {
        type: 'done',
        content: ended.content,
        stopReason: ended.stopReason,
        invalidCalls: ended.invalidCalls ?? {},
        ...usage,
      };
    return { type: 'failed', error: ended.error, content: partial, ...usage };
  }

  #live(event: Exclude<ModelEvent, Ended>): void {
    const { live } = this.#run.actor;
    if (!this.#streaming) {
      this.#streaming = true;
      setPhase(this.#run, 'streaming');
    }
    if (event.type === 'tool-call') live.toolCall(event.index, event.callId, event.name, event.text);
    else live.text(event.type, event.index, event.text);
    if (live.characters > MAX_MESSAGE_CHARACTERS) this.#end('length');
  }

  #end(why: 'timeout' | 'length'): void {
    this.#stop = why;
    this.#controller.abort(why);
  }

  #schedule(): void {
    this.#cancelTick = this.#run.ports.clock.after(TICK_MS, () => this.#tick());
  }

  #tick(): void {
    if (this.#closed) return;
    this.#noticeSilence();
    this.#save();
    this.#schedule();
  }

  #noticeSilence(): void {
    const { limits } = this.#run.ports.config.settings();
    if (this.#heard) {
      this.#heard = false;
      if (this.#silentMs >= STALLED_MS) setPhase(this.#run, this.#streaming ? 'streaming' : 'model');
      this.#silentMs = 0;
      return;
    }
    this.#silentMs += TICK_MS;
    if (this.#silentMs === STALLED_MS) setPhase(this.#run, 'stalled', 'The model has sent nothing for 30 seconds.');
    if (this.#silentMs > limits.modelIdleTimeoutMs + IDLE_GRACE_MS) this.#end('timeout');
  }

  #save(): void {
    const { actor, ports, runId } = this.#run;
    if (actor.live.characters === this.#saved) return;
    this.#saved = actor.live.characters;
    const { provider, model } = this.#choice;
    const message = {
      sessionKey: actor.key,
      runId,
      messageId: this.#messageId,
      provider,
      model,
      blocks: actor.live.blocks,
      updatedAt: ports.clock.now(),
    };
    this.#saving = ports.store.sessions.saveOpenMessage(message).catch((error: unknown) => {
      ports.log.warn('The text of an open message could not be saved.', {
        sessionKey: actor.key,
        error: String(error),
      });
    });
  }

  #failure(
    code: ModelFailure['code'],
    message: string,
    content: readonly Block[] = [],
  ): Extract<Ended, { type: 'failed' }> {
    return {
      type: 'failed',
      error: { code, message, provider: this.#choice.provider, model: this.#choice.model },
      content,
    };
  }
}
