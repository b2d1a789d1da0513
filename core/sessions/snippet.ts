// The part of a text around the words that were searched for.

/** Characters of a snippet, and how many of them stand before the word that was found. */
const LENGTH = 200;
const BEFORE = 60;

/** One line with the first of the words that is there; the beginning when none is. */
export function makeSnippet(text: string, search: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  const plain = toPlain(line);
  const places = (toPlain(search).match(/[\p{L}\p{N}]+/gu) ?? []).map((word) => plain.indexOf(word));
  const first = Math.min(...places.filter((place) => place >= 0), Number.MAX_SAFE_INTEGER);
  const at = first === Number.MAX_SAFE_INTEGER || first <= BEFORE ? 0 : first - BEFORE;
  const shown = line.slice(at, at + LENGTH);
  return `${at > 0 ? '…' : ''}${shown}${at + LENGTH < line.length ? '…' : ''}`;
}

/** Small letters without marks, each character at its place. */
function toPlain(text: string): string {
  return [...text.toLowerCase()].map((letter) => (letter.normalize('NFD')[0] ?? letter).padEnd(letter.length)).join('');
}
