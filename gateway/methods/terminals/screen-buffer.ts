// The latest output of a terminal, addressed by offset from the start (UTF-16 code units).

/** Text kept for clients that attach, characters. */
export const SCREEN_CHARS = 256 * 1024;
/** Cut only now and then: cutting costs a copy. */
const SLACK_CHARS = 64 * 1024;

/** A bounded tail with offsets. */
export class ScreenBuffer {
  #text = '';
  #end = 0;

  /** Offset after the last character. */
  get end(): number {
    return this.#end;
  }

  /** Offset of the first character that is still there. */
  get start(): number {
    return this.#end - this.#text.length;
  }

  add(text: string): void {
    this.#text += text;
    this.#end += text.length;
    if (this.#text.length > SCREEN_CHARS + SLACK_CHARS) this.#text = tailFromLine(this.#text, SCREEN_CHARS);
  }

  /** Everything that is kept. */
  text(): string {
    if (this.#text.length > SCREEN_CHARS) this.#text = tailFromLine(this.#text, SCREEN_CHARS);
    return this.#text;
  }

  /** What came after `offset`, or undefined when part of it is gone. */
  since(offset: number): string | undefined {
    return offset < this.start ? undefined : this.#text.slice(offset - this.start);
  }
}

/** At most `limit` characters, from the beginning of a line where there is one. */
function tailFromLine(text: string, limit: number): string {
  const from = text.length - limit;
  const line = text.indexOf('\n', from);
  return text.slice(line === -1 ? from : line + 1);
}
