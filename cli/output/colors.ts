// Terminal colors.
import type { Environment } from '#host/shell-settings.ts';

/** SGR codes that turn a style on and off. */
const CODES = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
} as const;

/** A color or style. */
export type Color = keyof typeof CODES;

/** Applies a color, if colors are enabled. */
export type Colorize = (color: Color, text: string) => string;

/** Colors are on for terminals, unless NO_COLOR, `--no-color` or a dumb terminal says otherwise. */
export function makeColorize(isTerminal: boolean, environment: Environment, isColorless: boolean): Colorize {
  const isEnabled = isTerminal && !isColorless && !environment['NO_COLOR'] && environment['TERM'] !== 'dumb';
  if (!isEnabled) return (_color, text) => text;
  return (color, text) => `\u001b[${CODES[color][0]}m${text}\u001b[${CODES[color][1]}m`;
}
