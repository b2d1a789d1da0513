// A test language generated from English: ⟦Ŝţöþ⟧ for "Stop". Text without brackets isn't in a catalog, and the longer, accented text
// reveals truncation.
import { compileMessage } from '@lingui/message-utils/compileMessage';

import { ENGLISH } from './english.ts';
import type { Catalog } from './languages.ts';

type Token = string | readonly [name: string, type?: string, format?: unknown];

const PLAIN = 'ACDEGHIJKLNORSTUWYZacdeghijklnoprstuwyz';
const ACCENTED = 'ÀÇÐÉĜĤÎĴĶĻÑÖŔŠŢÛŴÝŽàçðéĝĥîĵķļñöþŕšţûŵýž';
const TAG = /(<\/?\w+>)/;

/** Every message of `english` in the pseudo-locale, compiled. */
export function pseudoCatalog(english: Catalog = ENGLISH): Catalog {
  return Object.fromEntries(
    Object.entries<unknown>(english).map(([id, message]) => {
      const compiled = typeof message === 'string' ? compileMessage(message) : message;
      return [id, ['⟦', ...(pseudoTokens(compiled) as Token[]), '⟧']];
    }),
  );
}

function pseudoTokens(tokens: unknown): unknown {
  if (typeof tokens === 'string') return [pseudoText(tokens)];
  if (!Array.isArray(tokens)) return tokens;
  return tokens.map((token: unknown) => (typeof token === 'string' ? pseudoText(token) : pseudoParameter(token)));
}

/** Changes only the texts of a plural or select. */
function pseudoParameter(token: unknown): unknown {
  if (!Array.isArray(token) || typeof token[2] !== 'object' || token[2] === null) return token;
  const cases = Object.entries(token[2]).map(([name, text]) => [name, name === 'offset' ? text : pseudoTokens(text)]);
  return [token[0], token[1], Object.fromEntries(cases)];
}

function pseudoText(text: string): string {
  return text
    .split(TAG)
    .map((part) => (TAG.test(part) ? part : part.replace(/[A-Za-z]/g, accented)))
    .join('');
}

function accented(letter: string): string {
  const at = PLAIN.indexOf(letter);
  return at === -1 ? letter : (ACCENTED[at] ?? letter);
}
