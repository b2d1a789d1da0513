// Colours of the command line: only on a terminal, and only when the person wants them.
import type { Environment } from '#host/shell-settings.ts';

const CODES = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
} as const;

/** A way to write. */
export type Tone = keyof typeof CODES;

/** Puts a text into a tone, or leaves it as it is. */
export type Paint = (tone: Tone, text: string) => string;

/** Paints on a terminal, unless NO_COLOR, `--no-color` or a terminal without colours say otherwise. */
export function makePaint(isTerminal: boolean, environment: Environment, isForbidden: boolean): Paint {
  const isWanted = isTerminal && !isForbidden && !environment['NO_COLOR'] && environment['TERM'] !== 'dumb';
  if (!isWanted) return (_tone, text) => text;
  return (tone, text) => `\u001b[${CODES[tone][0]}m${text}\u001b[${CODES[tone][1]}m`;
}
