// Tells an empty configuration from a broken one.

/** Whether a text holds more than blanks and comments. */
export function hasContent(text: string): boolean {
  return text.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*|\uFEFF/g, '').trim() !== '';
}
