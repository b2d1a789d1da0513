// The latest output of a terminal, addressed by offset from the start (UTF-16 code units).
import { takeEnd } from '#contract/types/truncate-text.ts';

/** Text kept for clients that attach, characters. */
export const SCREEN_CHARS = 256 * 1024;
/** Length up to which output is appended to the last piece, characters. Pieces are never copied as a whole. */
const PIECE_CHARS = 4 * 1024;

/** A bounded tail with offsets. */
export class ScreenBuffer {
  #pieces: string[] = [];
  #length = 0;
  #end = 0;

  /** Offset after the last character. */
  get end(): number {
    return this.#end;
  }

  add(text: string): void {
    const last = this.#pieces.at(-1);
    if (last === undefined || last.length + text.length > PIECE_CHARS) this.#pieces.push(text);
    else this.#pieces[this.#pieces.length - 1] = last + text;
    this.#length += text.length;
    this.#end += text.length;
    this.#dropOldest();
  }

  /** The buffered text. */
  text(): string {
    const text = this.#pieces.join('');
    const kept = text.length > SCREEN_CHARS ? tailFromLine(text, SCREEN_CHARS) : text;
    this.#pieces = [kept];
    this.#length = kept.length;
    return kept;
  }

  /** The text after `offset`, or undefined when part of it is gone. */
  since(offset: number): string | undefined {
    let missing = this.#end - offset;
    if (missing > this.#length) return undefined;
    const found: string[] = [];
    for (let at = this.#pieces.length - 1; at >= 0 && missing > 0; at -= 1) {
      const piece = this.#pieces[at] ?? '';
      found.unshift(missing < piece.length ? piece.slice(-missing) : piece);
      missing -= piece.length;
    }
    return found.join('');
  }

  /** Drops whole pieces, as long as enough text is left. */
  #dropOldest(): void {
    let first = this.#pieces[0]?.length ?? 0;
    while (this.#length - first > SCREEN_CHARS) {
      this.#pieces.shift();
      this.#length -= first;
      first = this.#pieces[0]?.length ?? 0;
    }
  }
}

/** At most `limit` characters, from the start of a line if possible. */
function tailFromLine(text: string, limit: number): string {
  const line = text.indexOf('\n', text.length - limit);
  return line === -1 ? takeEnd(text, limit) : text.slice(line + 1);
}
