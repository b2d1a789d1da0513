// Follows one run for a caller that needs only its text, tool calls and outcome.
import type { MessageDelta } from '#contract/sessions/live-events.ts';
import type { Usage } from '#contract/types/content.ts';
import type { RunError, SessionEvent, SessionEventOf } from '#contract/sessions/session-events.ts';
import type { Engine } from '../engine/engine.ts';
import { CALLER_PROVIDER } from './imported-messages.ts';

/** Separator between unrelated pieces of text. */
const BREAK = '\n\n';

/** A tool call for the caller to execute. */
export interface OpenToolCall {
  readonly id: string;
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** The outcome and text of the run. */
export interface RunReport {
  readonly status: SessionEventOf<'run.ended'>['status'];
  readonly stopReason: string;
  readonly text: string;
  readonly calls: readonly OpenToolCall[];
  readonly usage: Usage;
  readonly error?: RunError;
}

/** A run that is being followed. */
export interface FollowedRun {
  /** The end of the run that answers the message. */
  readonly done: Promise<RunReport>;
  /** Stops the run, or cancels the queued message; runs of other messages are not affected. */
  abort(): Promise<void>;
  /** Stops following. */
  release(): void;
}

/** Follows the message with `runId`, from before it is sent. `onText` receives each piece of text once. */
export function followRun(
  engine: Engine,
  sessionKey: string,
  runId: string,
  onText: (text: string) => void = () => {},
): FollowedRun {
  const follower = new Follower(runId, onText);
  const stop = engine.onNotice((notice) => {
    if (notice.kind === 'live' && notice.sessionKey === sessionKey && notice.event.kind === 'text')
      follower.delta(notice.event);
    else if (notice.kind === 'event' && notice.sessionKey === sessionKey) follower.event(notice.event);
  });
  return {
    done: follower.done.finally(stop),
    release: stop,
    async abort() {
      if (follower.waitingMessage !== undefined)
        await engine.queue
          .cancel(sessionKey, follower.waitingMessage)
          .catch(() => engine.runs.abort(sessionKey, runId));
      else await engine.runs.abort(sessionKey, runId);
    },
  };
}

class Follower {
  readonly done: Promise<RunReport>;
  readonly #asked: string;
  readonly #onText: (text: string) => void;
  readonly #calls = new Map<string, OpenToolCall>();
  /** Characters reported so far, by block of the open message. */
  readonly #told = new Map<string, number>();
  readonly #pieces: string[] = [];
  #runId: string;
  #messageId: string | undefined;
  #waits = false;
  #settle: (report: RunReport) => void = () => {};

  constructor(runId: string, onText: (text: string) => void) {
    this.#asked = runId;
    this.#runId = runId;
    this.#onText = onText;
    this.done = new Promise((resolve) => (this.#settle = resolve));
  }

  /** The message while it waits in the queue. */
  get waitingMessage(): string | undefined {
    return this.#waits ? this.#messageId : undefined;
  }

  delta({ runId, messageId, index, offset, text }: MessageDelta): void {
    if (runId !== this.#runId) return;
    const block = `${messageId} ${index}`;
    const told = this.#told.get(block) ?? 0;
    // Live events arrive complete and in order here; text already reported isn't repeated.
    if (offset + text.length <= told || offset > told) return;
    this.#tell(block, told, text.slice(told - offset));
  }

  event(event: SessionEvent): void {
    if (event.type === 'message.accepted' && event.runId === this.#asked) {
      this.#messageId = event.messageId;
      this.#waits = event.queue !== undefined;
    }
    if (event.type === 'run.started' && event.messageIds.some((id) => id === this.#messageId)) this.#taken(event.runId);
    if (event.type === 'message.injected' && event.messageId === this.#messageId) this.#taken(event.runId);
    if (event.type === 'message.withdrawn' && event.messageId === this.#messageId) this.#end('aborted', 'aborted');
    if (event.type === 'reset' && this.#waits) this.#end('aborted', 'aborted');
    if (!('runId' in event) || event.runId !== this.#runId) return;
    if (event.type === 'message.completed') this.#completed(event);
    if (event.type === 'tool.started' || event.type === 'tool.finished') this.#calls.delete(event.callId);
    if (event.type === 'run.ended') this.#end(event.status, event.stopReason, event);
  }

  #taken(runId: string): void {
    this.#runId = runId;
    this.#waits = false;
  }

  #completed({ messageId, content, provider }: SessionEventOf<'message.completed'>): void {
    // Imported messages aren't reported back to the caller.
    if (provider === CALLER_PROVIDER) return;
    for (const [index, block] of content.entries()) {
      if (block.type === 'toolCall') this.#calls.set(block.id, { ...block, input: block.arguments });
      if (block.type !== 'text') continue;
      const key = `${messageId} ${index}`;
      const told = this.#told.get(key) ?? 0;
      if (block.text.length > told) this.#tell(key, told, block.text.slice(told));
    }
  }

  #tell(block: string, told: number, text: string): void {
    this.#told.set(block, told + text.length);
    const piece = told === 0 && this.#pieces.length > 0 ? BREAK + text : text;
    this.#pieces.push(piece);
    this.#onText(piece);
  }

  #end(status: RunReport['status'], stopReason: string, ended?: SessionEventOf<'run.ended'>): void {
    this.#settle({
      status,
      stopReason,
      text: this.#pieces.join(''),
      calls: stopReason === 'toolUse' ? [...this.#calls.values()] : [],
      usage: ended?.usage ?? { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 },
      ...(ended?.error === undefined ? {} : { error: ended.error }),
    });
  }
}
