// Splits output into lines of plain text: without colors, and of a line that was rewritten, its last state.
import { toPlainOutput } from '../tools/plain-output.ts';

/** Longer lines are cut into several, characters. */
const MAX_LINE = 8_000;
/** Programs that fill the screen, such as editors, switch to it and back. What they draw isn't lines. */
const SCREEN = /\u001b\[\?(?:1049|1047|47)([hl])/u;

/** The lines of one source. */
export class LineSplitter {
  readonly #line: (text: string) => void;
  #rest = '';
  #isOnScreen = false;

  constructor(line: (text: string) => void) {
    this.#line = line;
  }

  /** Whether a line has started and not ended. */
  get hasRest(): boolean {
    return this.#rest !== '';
  }

  add(text: string): void {
    const lines = (this.#rest + this.#withoutScreens(text)).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.#print(line);
    if (this.#rest.length > MAX_LINE) this.#shorten();
  }

  /** Ends the last line: nothing more came for a while, or the source ended. */
  flush(): void {
    // A line that is being rewritten, such as a progress bar, has no final state yet.
    const rest = this.#rest;
    this.#rest = '';
    if (rest !== '') this.#print(rest);
  }

  /** Whether the last line is being rewritten. */
  get isRewriting(): boolean {
    return this.#rest.includes('\r');
  }

  /** Of a line that is being rewritten, only its current state is needed. */
  #shorten(): void {
    const start = this.#rest.lastIndexOf('\r', this.#rest.length - 2);
    if (start > 0) this.#rest = this.#rest.slice(start);
    while (this.#rest.length > MAX_LINE) {
      this.#print(this.#rest.slice(0, MAX_LINE));
      this.#rest = this.#rest.slice(MAX_LINE);
    }
  }

  #print(line: string): void {
    const plain = toPlainOutput(line.endsWith('\r') ? line.slice(0, -1) : line);
    for (const part of plain.split('\n')) {
      for (let from = 0; from === 0 || from < part.length; from += MAX_LINE)
        this.#line(part.slice(from, from + MAX_LINE));
    }
  }

  #withoutScreens(text: string): string {
    if (!this.#isOnScreen && !text.includes('\u001b[?')) return text;
    let kept = '';
    let rest = text;
    for (let match = SCREEN.exec(rest); match !== null; match = SCREEN.exec(rest)) {
      if (!this.#isOnScreen) kept += rest.slice(0, match.index);
      this.#isOnScreen = match[1] === 'h';
      rest = rest.slice(match.index + match[0].length);
    }
    return this.#isOnScreen ? kept : kept + rest;
  }
}
