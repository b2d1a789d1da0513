// Quotes for POSIX shells.

/** Quotes a word for `/bin/sh`. */
export function quote(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
