// Live state of a session that isn't durable yet: phase, the streaming message, output of running tools.
import type { Block } from '#contract/types/content.ts';
import { closeMessage, foldLive, NOTHING_LIVE, settleLive } from '#contract/sessions/live-fold.ts';
import type { SessionEvent } from '#contract/sessions/session-events.ts';
import type { LiveEvent, OpenBlock, OpenState, RunPhase } from '#contract/sessions/live-events.ts';

/** Live state of one session. Every change is published immediately as one live event. */
export class LiveState {
  #state = NOTHING_LIVE;
  readonly #publish: (event: LiveEvent) => void;

  constructor(publish: (event: LiveEvent) => void) {
    this.#publish = publish;
  }

  /** The state for a new subscriber. */
  get snapshot(): OpenState {
    return this.#state;
  }

  /** Publishes what the run is doing or waiting for. */
  phase(phase: RunPhase): void {
    this.#apply(phase);
  }

  /** Opens a message, discarding one that was open before (its model call is being retried). */
  openMessage(runId: string, messageId: string): void {
    this.#state = { ...this.#state, message: { runId, messageId, blocks: [] } };
  }

  /** Appends to a block of the open message. */
  text(kind: 'text' | 'thinking', index: number, text: string): void {
    const { message } = this.#state;
    if (message === undefined || text === '') return;
    const { runId, messageId } = message;
    this.#apply({ kind, runId, messageId, index, offset: this.#blockLength(index), text });
  }

  /** Appends to the arguments of a tool call that the model is writing. */
  toolCall(index: number, callId: string, name: string, text: string): void {
    const { message } = this.#state;
    if (message === undefined) return;
    const { runId, messageId } = message;
    this.#apply({ kind: 'tool-call', runId, messageId, index, callId, name, offset: this.#blockLength(index), text });
  }

  /** Appends output of a running tool. */
  toolOutput(runId: string, callId: string, text: string): void {
    if (text === '') return;
    const known = this.#state.toolOutput[callId];
    const offset = known === undefined ? 0 : known.offset + known.text.length;
    this.#apply({ kind: 'tool-output', runId, callId, offset, text });
  }

  /** A durable event supersedes the live state of the same object. */
  settle(event: SessionEvent): void {
    this.#state = settleLive(this.#state, event);
  }

  closeMessage(): void {
    this.#state = closeMessage(this.#state);
  }

  /** Characters of the open message so far. */
  get characters(): number {
    return this.blocks.reduce((sum, { text }) => sum + text.length, 0);
  }

  /** The current blocks of the open message. */
  get blocks(): readonly OpenBlock[] {
    return this.#state.message?.blocks ?? [];
  }

  /** Text and reasoning so far, without partial tool calls, which must never run. */
  partialContent(): readonly Block[] {
    return this.blocks.flatMap(toContent);
  }

  /** Full text of the open message. */
  inFlight(): { readonly runId: string; readonly text: string } | undefined {
    const { message } = this.#state;
    if (message === undefined) return undefined;
    const text = message.blocks.filter((block) => block.kind === 'text').map((block) => block.text);
    return { runId: message.runId, text: text.join('') };
  }

  #apply(event: LiveEvent): void {
    // The event continues where this state ends, so there is no gap.
    this.#state = foldLive(this.#state, event) ?? this.#state;
    this.#publish(event);
  }

  #blockLength(index: number): number {
    return this.blocks[index]?.text.length ?? 0;
  }
}

/** Converts an open block to content of a completed message. */
export function toContent(block: OpenBlock): readonly Block[] {
  if (block.kind === 'tool-call' || block.text === '') return [];
  return block.kind === 'text' ? [{ type: 'text', text: block.text }] : [{ type: 'thinking', thinking: block.text }];
}
