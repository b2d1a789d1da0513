// A connection that is attached to a terminal: what it was sent, and what it has processed of that.
import { TERMINAL_ACK_CHARS } from '#contract/wire/limits.ts';

/** Unprocessed output beyond which nothing more is sent, characters. A page displays this much within one or two frames. */
export const WINDOW_CHARS = 6 * TERMINAL_ACK_CHARS;
/** Unprocessed output below which sending continues, characters. More than a client leaves unacknowledged. */
const RESUME_CHARS = 2 * TERMINAL_ACK_CHARS;
/** Time after which the terminal no longer waits for a client that hasn't processed its output, ms. */
export const STALL_MS = 2_000;

/** What an attached connection has received. Offsets are those of the terminal's output. */
export class Viewer {
  #sent: number;
  /** Undefined for clients that don't acknowledge output. */
  #processed: number | undefined;
  #fullSince: number | undefined;

  constructor(seen: number) {
    this.#sent = seen;
  }

  get sent(): number {
    return this.#sent;
  }

  get acknowledges(): boolean {
    return this.#processed !== undefined;
  }

  /** Whether it must process output before it gets more. */
  get isFull(): boolean {
    return this.#fullSince !== undefined;
  }

  /** When the terminal stops waiting for it, while it is full. */
  get stallsAt(): number {
    return (this.#fullSince ?? Infinity) + STALL_MS;
  }

  /** Records that the output up to `end` was sent. */
  wasSent(end: number, now: number): void {
    this.#sent = end;
    this.#measure(now);
  }

  /** Records that the client has processed the output up to `offset`. Returns whether it was full and can take more now. */
  acknowledge(offset: number, now: number): boolean {
    const wasFull = this.isFull;
    this.#processed = Math.min(this.#sent, Math.max(offset, this.#processed ?? 0));
    this.#measure(now);
    return wasFull && !this.isFull;
  }

  #measure(now: number): void {
    const open = this.#sent - (this.#processed ?? this.#sent);
    if (open >= WINDOW_CHARS) this.#fullSince ??= now;
    else if (open <= RESUME_CHARS) this.#fullSince = undefined;
  }
}
