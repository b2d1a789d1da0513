// The line that starts a command in a remote shell, so that only the command's own output is printed.
// The shell echoes that line and may print a greeting; all output up to a marker written by the line itself is dropped.

/** Longest line that a terminal driver accepts, characters. */
export const MAX_LINE = 4000;

const ESCAPE = '\u001b';

/** Terminal modes for the command. */
export interface StartOptions {
  /** stdout is a terminal. */
  readonly isTerminal: boolean;
  /** stdin is a terminal, so input is echoed. */
  readonly echoes: boolean;
}

/** A line for any POSIX shell: sets terminal modes, writes the marker and replaces the shell with the command. */
export function startLine(command: string, nonce: string, { isTerminal, echoes }: StartOptions): string {
  const modes = [echoes ? 'echo' : '-echo', isTerminal ? 'onlcr' : '-onlcr'].join(' ');
  // Base64 has no characters that a shell would expand.
  const script = Buffer.from(`stty ${modes} 2>/dev/null; printf '\\033_${nonce}\\033\\\\'; ${command}`).toString(
    'base64',
  );
  return ` exec sh -c "$(printf %s ${script} | base64 -d)"`;
}

/** Finds the marker in the terminal's output. */
export class StartMarker {
  readonly #marker: string;
  #seen = '';
  #isFound = false;

  constructor(nonce: string) {
    this.#marker = `${ESCAPE}_${nonce}${ESCAPE}\\`;
  }

  get isFound(): boolean {
    return this.#isFound;
  }

  /** Output before the marker. */
  get before(): string {
    return this.#seen;
  }

  /** The part of `text` after the marker. */
  after(text: string): string {
    if (this.#isFound) return text;
    this.#seen += text;
    const at = this.#seen.indexOf(this.#marker);
    if (at < 0) return '';
    this.#isFound = true;
    const rest = this.#seen.slice(at + this.#marker.length);
    this.#seen = this.#seen.slice(0, at);
    return rest;
  }
}
