// Output of a command as text for a model: what a person would finally see, without colors and overwritten progress.
import { SEQUENCE } from '#contract/types/control-sequences.ts';
import { takeStart } from '#contract/types/truncate-text.ts';

/** Anything that plain text doesn't contain: control characters except tab and line feed, and bytes that weren't UTF-8. */
const SPECIAL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufffd]/u;
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/gu;
const TOKEN = new RegExp(
  `${SEQUENCE.source}|[\\n\\r\\b]|[^\\n\\r\\b\\u001b\\u0090\\u0098\\u009b\\u009d-\\u009f]+|.`,
  'gu',
);
/** Widest gap that a program may leave by moving to the right. */
const MAX_GAP = 200;
/** A movement to the left that reaches the start of any line. */
const FAR_LEFT = 80;
/** From this many invalid characters on, and this part of the line, a line counts as binary data. */
const MIN_INVALID = 20;
const INVALID_PART = 0.2;

/** The text that remains on an endless screen: of a line that was rewritten, its last state. */
export function toPlainOutput(output: string): string {
  if (!SPECIAL.test(output)) return output;
  const screen = new Screen();
  for (const match of output.matchAll(TOKEN)) {
    const [token, parameters = '', final] = match;
    if (final !== undefined) screen.control(final, parameters);
    else if (token === '\n') screen.nextLine();
    else if (token === '\r') screen.startLine();
    else if (token === '\b') screen.back();
    else if (!token.startsWith('\u001b')) screen.print(token.replaceAll(CONTROL, ''));
  }
  return omitBinary(screen.lines).join('\n');
}

/** Lines of text. What is printed after a return to the start of a line replaces the line. */
class Screen {
  /** Each line in pieces, because joining them for every change would take quadratic time. */
  readonly #lines: string[][] = [[]];
  #row = 0;
  #isAtStart = true;

  get lines(): readonly string[] {
    return this.#lines.map((pieces) => pieces.join(''));
  }

  print(text: string): void {
    if (text === '') return;
    if (this.#isAtStart) this.#erase();
    this.#line().push(text);
    this.#isAtStart = false;
  }

  nextLine(): void {
    this.#row += 1;
    if (this.#row === this.#lines.length) this.#lines.push([]);
    this.#isAtStart = true;
  }

  startLine(): void {
    this.#isAtStart = true;
  }

  back(): void {
    const last = (this.#isAtStart ? undefined : this.#line().pop()) ?? '';
    const rest = takeStart(last, last.length - 1);
    if (rest !== '') this.#line().push(rest);
  }

  /** Movements and erasures, as progress displays use them. Everything else, such as colors, has no effect. */
  control(final: string, parameters: string): void {
    const count = Number.parseInt(parameters, 10) || 0;
    if (final === 'A' || final === 'F') this.#move(-Math.max(1, count));
    else if (final === 'B' || final === 'E') this.#move(Math.max(1, count));
    else if ((final === 'G' && count <= 1) || (final === 'D' && count >= FAR_LEFT)) this.startLine();
    else if (final === 'C' && !this.#isAtStart) this.print(' '.repeat(Math.min(MAX_GAP, Math.max(1, count))));
    else if (final === 'K' && (this.#isAtStart || count > 0)) this.#erase();
    else if (final === 'J' && this.#isAtStart && count === 0) this.#lines.splice(this.#row, Infinity, []);
    else if (final === 'H' || final === 'f') this.#end();
  }

  #move(rows: number): void {
    this.#row = Math.min(this.#lines.length - 1, Math.max(0, this.#row + rows));
    this.#isAtStart = true;
  }

  /** The size of the real screen isn't known, so text at another position becomes a new line. */
  #end(): void {
    this.#row = this.#lines.length - 1;
    this.#isAtStart = true;
    if (this.#line().length > 0) this.nextLine();
  }

  #line(): string[] {
    return (this.#lines[this.#row] ??= []);
  }

  #erase(): void {
    this.#lines[this.#row] = [];
  }
}

/** One mark for each run of invalid characters, and one for each run of lines that are mostly such characters. */
function omitBinary(lines: readonly string[]): readonly string[] {
  const kept: string[] = [];
  let omitted = 0;
  const report = (): void => {
    if (omitted > 0) kept.push(`[${omitted} characters that are not UTF-8 text]`);
    omitted = 0;
  };
  for (const line of lines) {
    const invalid = line.split('\ufffd').length - 1;
    if (invalid >= MIN_INVALID && invalid >= line.length * INVALID_PART) {
      omitted += line.length;
      continue;
    }
    report();
    kept.push(line.replaceAll(/\ufffd+/g, '\ufffd'));
  }
  report();
  return kept;
}
