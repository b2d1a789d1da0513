// Tracks how much of each streamed text has been printed, so that every character is printed once.

/** Printed positions by text, such as one block of a message. */
export class PrintedText {
  readonly #ends = new Map<string, number>();

  /** The part of `text`, which starts at `offset`, that isn't printed yet. Empty after a gap, until a longer text fills it. */
  advance(key: string, offset: number, text: string): string {
    const end = this.#ends.get(key) ?? 0;
    return offset > end ? '' : this.#advance(key, offset, text, end);
  }

  /** The same, but skips a gap: for texts that aren't repeated as a whole. */
  advancePastGap(key: string, offset: number, text: string): string {
    const end = Math.max(this.#ends.get(key) ?? 0, offset);
    return this.#advance(key, offset, text, end);
  }

  /** Forgets a text that is complete. */
  forget(key: string): void {
    this.#ends.delete(key);
  }

  #advance(key: string, offset: number, text: string, end: number): string {
    this.#ends.set(key, Math.max(end, offset + text.length));
    return text.slice(end - offset);
  }
}
