// A model call is retried after clients got part of its answer: compares the new answer with that part, so that no text is sent
// twice.
import type { OpenBlock } from '#contract/sessions/live-events.ts';

/** A piece of an answer, as the model sends it. */
export type AnswerPiece =
  | { readonly kind: 'text' | 'thinking'; readonly index: number; readonly text: string }
  | {
      readonly kind: 'tool-call';
      readonly index: number;
      readonly callId: string;
      readonly name: string;
      readonly text: string;
    };

/** Whether clients have a piece; if not, the part that they lack, or that the new answer differs from the one they have. */
export type Comparison =
  | { readonly type: 'known' }
  | { readonly type: 'new'; readonly text: string }
  | { readonly type: 'different' };

const KNOWN: Comparison = { type: 'known' };
const DIFFERENT: Comparison = { type: 'different' };

/** The second attempt at a message. */
export class RetriedMessage {
  /** ID of the message if it turns out to be a different one. */
  readonly messageId: string;
  readonly #shown: readonly OpenBlock[];
  readonly #received: AnswerPiece[] = [];
  /** Characters received, by block. */
  readonly #lengths: number[] = [];
  /** Blocks of reasoning that differ. Reasoning always does, so it isn't compared with text that people have read. */
  readonly #held = new Set<number>();

  constructor(messageId: string, shown: readonly OpenBlock[]) {
    this.messageId = messageId;
    this.#shown = shown;
  }

  /** Everything received in this attempt. */
  get received(): readonly AnswerPiece[] {
    return this.#received;
  }

  /** Compares the next piece. */
  compare(piece: AnswerPiece): Comparison {
    this.#received.push(piece);
    const { index, text } = piece;
    const from = this.#lengths[index] ?? 0;
    this.#lengths[index] = from + text.length;
    if (!this.#isRepeated(index)) return DIFFERENT;
    const block = this.#shown[index];
    // A block that was never shown leaves an empty text.
    if (block === undefined || (block.kind === 'text' && block.text === '')) return { type: 'new', text };
    if (block.kind !== piece.kind) return DIFFERENT;
    // The arguments are sent again with the complete message.
    if (piece.kind === 'tool-call' || this.#held.has(index)) return KNOWN;
    const known = block.text.slice(from, from + text.length);
    if (text === known) return KNOWN;
    if (text.startsWith(known)) return { type: 'new', text: text.slice(known.length) };
    if (piece.kind === 'text') return DIFFERENT;
    this.#held.add(index);
    return KNOWN;
  }

  /** Whether all text before the block `end` was received again. */
  #isRepeated(end: number): boolean {
    return this.#shown
      .slice(0, end)
      .every(({ kind, text }, index) => kind !== 'text' || (this.#lengths[index] ?? 0) >= text.length);
  }

  /** Whether the answer, now complete, includes all text that clients have. */
  isComplete(): boolean {
    return this.#isRepeated(this.#shown.length);
  }
}
