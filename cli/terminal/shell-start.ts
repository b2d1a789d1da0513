// The first line typed into a shell, so that nothing but the command's own output is seen.
// The shell echoes the line and greets; all of that is dropped up to a mark that only the running line can write.

/** What a terminal takes as one line before a shell reads it, characters. */
export const MAX_LINE = 4000;

const ESCAPE = '\u001b';

/** How the command's terminal shall behave. */
export interface StartOptions {
  /** Somebody looks at the output, on a terminal. */
  readonly isTerminal: boolean;
  /** Somebody types, on a terminal. */
  readonly echoes: boolean;
}

/** A line for any common shell: sets the terminal up, writes the mark, and becomes the command. */
export function startLine(command: string, nonce: string, { isTerminal, echoes }: StartOptions): string {
  const modes = [echoes ? 'echo' : '-echo', isTerminal ? 'onlcr' : '-onlcr'].join(' ');
  // In base64 no shell finds anything to interpret.
  const script = Buffer.from(`stty ${modes} 2>/dev/null; printf '\\033_${nonce}\\033\\\\'; ${command}`).toString(
    'base64',
  );
  return ` exec sh -c "$(printf %s ${script} | base64 -d)"`;
}

/** Finds the mark in what comes from the terminal. */
export class StartMark {
  readonly #mark: string;
  #seen = '';
  #isFound = false;

  constructor(nonce: string) {
    this.#mark = `${ESCAPE}_${nonce}${ESCAPE}\\`;
  }

  get isFound(): boolean {
    return this.#isFound;
  }

  /** What came before the mark, or all of it. */
  get before(): string {
    return this.#seen;
  }

  /** The part of `text` that comes after the mark. */
  after(text: string): string {
    if (this.#isFound) return text;
    this.#seen += text;
    const at = this.#seen.indexOf(this.#mark);
    if (at < 0) return '';
    this.#isFound = true;
    const rest = this.#seen.slice(at + this.#mark.length);
    this.#seen = this.#seen.slice(0, at);
    return rest;
  }
}
