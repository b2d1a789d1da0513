// The part of a text around a search hit.
import { removeHidden } from '#contract/types/hidden-characters.ts';
import { takeEnd, takeStart } from '#contract/types/truncate-text.ts';

/** Length of a snippet, and of the part before the hit, characters. */
const LENGTH = 200;
const BEFORE = 60;

/** One line with the first of the searched words that occurs, or the start of the text if none does. */
export function makeSnippet(text: string, search: string): string {
  const line = removeHidden(text);
  const plain = toPlain(line);
  const positions = (toPlain(search).match(/[\p{L}\p{N}]+/gu) ?? []).map((word) => plain.indexOf(word));
  const first = Math.min(...positions.filter((position) => position >= 0), Number.MAX_SAFE_INTEGER);
  const at = first === Number.MAX_SAFE_INTEGER || first <= BEFORE ? 0 : first - BEFORE;
  const rest = takeEnd(line, line.length - at);
  const shown = takeStart(rest, LENGTH);
  return `${at > 0 ? '…' : ''}${shown}${shown.length < rest.length ? '…' : ''}`;
}

/** Lower case without diacritics, with each character at the same position. */
function toPlain(text: string): string {
  return [...text.toLowerCase()].map((letter) => (letter.normalize('NFD')[0] ?? letter).padEnd(letter.length)).join('');
}
