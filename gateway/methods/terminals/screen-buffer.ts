// The latest output of a terminal, addressed by offset from the start (UTF-16 code units).
import { takeEnd } from '#contract/types/truncate-text.ts';

/** Text kept for clients that attach, characters. */
export const SCREEN_CHARS = 256 * 1024;
/** Excess that triggers truncation, which copies the text. */
const SLACK_CHARS = 64 * 1024;

/** A bounded tail with offsets. */
export class ScreenBuffer {
  #text = '';
  #end = 0;

  /** Offset after the last character. */
  get end(): number {
    return this.#end;
  }

  add(text: string): void {
    this.#text += text;
    this.#end += text.length;
    if (this.#text.length > SCREEN_CHARS + SLACK_CHARS) this.#text = tailFromLine(this.#text, SCREEN_CHARS);
  }

  /** The buffered text. */
  text(): string {
    if (this.#text.length > SCREEN_CHARS) this.#text = tailFromLine(this.#text, SCREEN_CHARS);
    return this.#text;
  }

  /** The text after `offset`, or undefined when part of it is gone. */
  since(offset: number): string | undefined {
    const start = this.#end - this.#text.length;
    return offset < start ? undefined : this.#text.slice(offset - start);
  }
}

/** At most `limit` characters, from the start of a line if possible. */
function tailFromLine(text: string, limit: number): string {
  const line = text.indexOf('\n', text.length - limit);
  return line === -1 ? takeEnd(text, limit) : text.slice(line + 1);
}
