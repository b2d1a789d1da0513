// Removes a repeated character from the end of a text. A regular expression would take quadratic time on hostile text.

/** `trimTrailing('a\n\n', '\n')` → `'a'`. */
export function trimTrailing(text: string, character: string): string {
  let end = text.length;
  while (end > 0 && text[end - 1] === character) end -= 1;
  return end === text.length ? text : text.slice(0, end);
}
