// Live state of a session that isn't durable yet: phase, the streaming message, output of running tools.
import type { Block } from '#contract/types/content.ts';
import { closeMessage, foldLive, NOTHING_LIVE, settleLive } from '#contract/sessions/live-fold.ts';
import type { SessionEvent } from '#contract/sessions/session-events.ts';
import type { LiveEvent, OpenBlock, OpenState, RunPhase } from '#contract/sessions/live-events.ts';
import { RetriedMessage, type AnswerPiece } from './retried-message.ts';

/** Live state of one session. Every change is published immediately as one live event. */
export class LiveState {
  #state = NOTHING_LIVE;
  /** The current attempt at the open message, if an earlier one failed. */
  #retried: RetriedMessage | undefined;
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

  /**
   * Opens a message. If one with text is still open in the run, its model call is being retried: it stays open, and clients get
   * only what they don't have, unless the new answer is a different one.
   */
  openMessage(runId: string, messageId: string): void {
    const { message } = this.#state;
    const isRetry = message?.runId === runId && message.blocks.some(({ kind, text }) => kind === 'text' && text !== '');
    this.#retried = isRetry ? new RetriedMessage(messageId, message.blocks) : undefined;
    if (!isRetry) this.#state = { ...this.#state, message: { runId, messageId, blocks: [] } };
  }

  /** The ID of the open message. */
  get messageId(): string | undefined {
    return this.#state.message?.messageId;
  }

  /** Appends to a block of the open message. */
  text(kind: 'text' | 'thinking', index: number, text: string): void {
    if (text !== '') this.#add({ kind, index, text });
  }

  /** Appends to the arguments of a tool call that the model is writing. */
  toolCall(index: number, callId: string, name: string, text: string): void {
    this.#add({ kind: 'tool-call', index, callId, name, text });
  }

  /** The answer is complete. If a retry gave only the beginning of what clients have, it is a different message. */
  endAnswer(): void {
    const retried = this.#retried;
    if (retried !== undefined && !retried.isComplete()) this.#replaceMessage(retried);
  }

  #add(piece: AnswerPiece): void {
    const retried = this.#retried;
    if (retried === undefined) return this.#append(piece);
    const compared = retried.compare(piece);
    if (compared.type === 'different') return this.#replaceMessage(retried);
    if (compared.type === 'new') this.#append({ ...piece, text: compared.text });
  }

  /** Starts over with the answer of a retry. */
  #replaceMessage({ messageId, received }: RetriedMessage): void {
    const { message } = this.#state;
    this.#retried = undefined;
    if (message === undefined) return;
    this.#state = { ...this.#state, message: { ...message, messageId, blocks: [] } };
    for (const piece of received) this.#append(piece);
  }

  #append(piece: AnswerPiece): void {
    const { message } = this.#state;
    if (message === undefined) return;
    const { runId, messageId } = message;
    this.#apply({ ...piece, runId, messageId, offset: this.#blockLength(piece.index) });
  }

  /** Appends output of a running tool, of which the `skipped` characters before it are never shown. */
  toolOutput(runId: string, callId: string, text: string, skipped = 0): void {
    if (text === '') return;
    const known = this.#state.toolOutput[callId];
    const offset = (known === undefined ? 0 : known.offset + known.text.length) + skipped;
    this.#apply({ kind: 'tool-output', runId, callId, offset, text });
  }

  /** A durable event supersedes the live state of the same object. */
  settle(event: SessionEvent): void {
    this.#state = settleLive(this.#state, event);
    if (this.#state.message === undefined) this.#retried = undefined;
  }

  closeMessage(): void {
    this.#state = closeMessage(this.#state);
    this.#retried = undefined;
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
