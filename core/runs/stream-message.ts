// One attempt at a model call: turns provider events into live events and returns the result. Never throws.
import type { Block, StopReason, Usage } from '#contract/types/content.ts';
import { defined } from '#contract/types/defined.ts';
import { errorMessage } from '#contract/wire/errors.ts';
import type { ModelEvent, ModelFailure, ModelRequest, Provider } from '../ports/provider.ts';
import { setPhase, type ActiveRun } from './active-run.ts';
import type { ModelChoice } from './model-choice.ts';
import { createCallRenamer } from './unique-call-ids.ts';
import { ThinkingTime } from './thinking-time.ts';
import { untilAborted } from './wait.ts';

interface Attempted {
  readonly messageId: string;
  /** After a failure, the part that was received. */
  readonly content: readonly Block[];
  readonly usage?: Usage;
  readonly durationMs: number;
  /** By thinking block. */
  readonly thinkingMs?: Readonly<Record<string, number>>;
}

/** A complete answer. */
export interface StreamDone extends Attempted {
  readonly type: 'done';
  readonly stopReason: StopReason;
  readonly invalidCalls: Readonly<Record<string, string>>;
}

/** A failed attempt. */
export interface StreamFailed extends Attempted {
  readonly type: 'failed';
  readonly error: ModelFailure;
}

/** Result of an attempt. */
export type StreamOutcome = StreamDone | StreamFailed;

/** Interval for saving the open message and checking for silence, ms. */
const TICK_MS = 1_000;
/** Silence after which the run reports that the model has stalled, ms. */
const STALLED_MS = 30_000;
/** Extra time for a provider to report its own idle timeout, ms. */
const IDLE_GRACE_MS = 5_000;
/** Longest message of a model, characters: an endless stream is truncated here. */
const MAX_MESSAGE_CHARACTERS = 2_000_000;

/** Streams one message. The open message stays open; the caller completes it. */
export async function streamMessage(
  run: ActiveRun,
  provider: Provider,
  choice: ModelChoice,
  request: ModelRequest,
): Promise<StreamOutcome> {
  const { actor, ports } = run;
  const newId = ports.ids.next();
  const startedAt = ports.clock.monotonic();
  actor.live.openMessage(run.runId, newId);
  setPhase(run, 'model');
  const attempt = new Attempt(run, choice);
  const ended = await untilAborted(attempt.consume(provider, request), attempt.signal);
  await attempt.close();
  const durationMs = Math.round(ports.clock.monotonic() - startedAt);
  const outcome = attempt.outcome(ended);
  if (outcome.type === 'done') actor.live.endAnswer();
  // A retry that continues what clients already have keeps the ID of their message.
  return { ...outcome, messageId: actor.live.messageId ?? newId, durationMs };
}

type Ended = Extract<ModelEvent, { type: 'done' | 'failed' }>;
type Unmeasured<T extends Attempted> = Omit<T, 'messageId' | 'durationMs'>;

/** The state of one attempt. Once closed, it ignores further events from the provider. */
class Attempt {
  readonly #run: ActiveRun;
  readonly #choice: ModelChoice;
  readonly #controller = new AbortController();
  readonly signal: AbortSignal;
  #closed = false;
  #stop: 'timeout' | 'length' | undefined;
  #hasReceived = false;
  #streaming = false;
  /** What the provider has counted so far. */
  #usage: Usage | undefined;
  #silentMs = 0;
  #saved = 0;
  readonly #thinking: ThinkingTime;
  readonly #requestedAt: number;
  #saving: Promise<void> = Promise.resolve();
  #cancelTick: () => void = () => {};

  constructor(run: ActiveRun, choice: ModelChoice) {
    this.#run = run;
    this.#choice = choice;
    this.#requestedAt = run.ports.clock.now();
    this.#thinking = new ThinkingTime(run.ports.clock.monotonic());
    this.signal = AbortSignal.any([run.signal, this.#controller.signal]);
    this.#schedule();
  }

  async consume(provider: Provider, request: ModelRequest): Promise<Ended> {
    try {
      const rename = createCallRenamer(this.#run.actor.view);
      for await (const received of provider.stream(request, this.signal)) {
        if (this.#closed) break;
        const event = rename(received);
        this.#hasReceived = true;
        if (event.type === 'done' || event.type === 'failed') return event;
        if (event.type === 'usage') this.#usage = event.usage;
        else this.#live(event);
      }
    } catch (error) {
      return this.#failure('network', `The model server failed: ${errorMessage(error)}`);
    }
    return this.#failure('bad-response', "The model's answer was cut off.");
  }

  /** Closes the attempt: no more timers, live events or late saves. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#cancelTick();
    this.#controller.abort('closed');
    await this.#saving;
  }

  outcome(ended: Ended | undefined): Unmeasured<StreamDone> | Unmeasured<StreamFailed> {
    const partial = this.#run.actor.live.partialContent();
    const counted = defined({ usage: this.#usage, thinkingMs: this.#thinking.end() });
    if (this.#stop === 'length')
      return { type: 'done', content: partial, stopReason: 'length', invalidCalls: {}, ...counted };
    if (this.#stop === 'timeout')
      return { ...this.#failure('timeout', 'The model did not respond in time.', partial), ...counted };
    if (this.#run.signal.aborted || ended === undefined)
      return { ...this.#failure('aborted', 'Stopped.', partial), ...counted };
    return ended.type === 'done'
      ? { invalidCalls: {}, ...counted, ...ended }
      : { ...counted, ...ended, content: partial };
  }

  #live(event: Exclude<ModelEvent, Ended | { readonly type: 'usage' }>): void {
    const { live } = this.#run.actor;
    if (!this.#streaming) {
      this.#streaming = true;
      setPhase(this.#run, 'streaming', undefined, undefined, this.#requestedAt);
    }
    this.#thinking.add(event.index, event.type === 'thinking', this.#run.ports.clock.monotonic());
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
    this.#checkSilence();
    this.#save();
    this.#schedule();
  }

  #checkSilence(): void {
    const { limits } = this.#run.ports.config.settings();
    if (this.#hasReceived) {
      this.#hasReceived = false;
      if (this.#silentMs >= STALLED_MS)
        setPhase(this.#run, this.#streaming ? 'streaming' : 'model', undefined, undefined, this.#requestedAt);
      this.#silentMs = 0;
      return;
    }
    this.#silentMs += TICK_MS;
    if (this.#silentMs === STALLED_MS) setPhase(this.#run, 'stalled', 'The model has sent nothing for 30 seconds.');
    if (this.#silentMs > limits.modelIdleTimeoutMs + IDLE_GRACE_MS) this.#end('timeout');
  }

  #save(): void {
    const { actor, ports, runId } = this.#run;
    const { key: sessionKey, live } = actor;
    const { messageId, characters } = live;
    if (messageId === undefined || characters === this.#saved) return;
    this.#saved = characters;
    const source = { sessionKey, runId, messageId, ...this.#choice };
    this.#saving = ports.store.sessions
      .saveOpenMessage({ ...source, blocks: live.blocks, updatedAt: ports.clock.now() })
      .catch((error: unknown) =>
        ports.log.warn("Couldn't save the text of an open message.", { sessionKey, error: String(error) }),
      );
  }

  #failure(code: ModelFailure['code'], message: string, content: readonly Block[] = []) {
    return { type: 'failed', error: { code, message, ...this.#choice }, content } as const;
  }
}
