// Terminal colors.
import { styleText } from 'node:util';

import type { Environment } from '#adapters/configuration/substitution.ts';

/** A color or style. */
export type Color = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';

/** Applies a color, if colors are enabled. */
export type Colorize = (color: Color, text: string) => string;

/** Colors are on for terminals, unless NO_COLOR, `--no-color` or a dumb terminal says otherwise. */
export function makeColorize(isTerminal: boolean, environment: Environment, isColorless: boolean): Colorize {
  const isEnabled = isTerminal && !isColorless && !environment['NO_COLOR'] && environment['TERM'] !== 'dumb';
  if (!isEnabled) return (_color, text) => text;
  return (color, text) => styleText(color, text, { validateStream: false });
}
