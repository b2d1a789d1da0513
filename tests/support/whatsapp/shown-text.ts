// What a person sees of a text on WhatsApp: formatting is applied, and the characters that replace literal markers look like them.
const LOOKALIKES: Readonly<Record<string, string>> = { '\u2217': '*', '\u02cd': '_', '\u223c': '~', '\u02cb': '`' };

/** The text without its formatting. */
export function shownText(text: string): string {
  const plain = text
    .split(/(```[\s\S]*?```|`[^`\n]+`)/)
    .map((part, at) => (at % 2 === 1 ? part.replaceAll(/^`+\n?|\n?`+$/g, '') : stripMarkers(part)))
    .join('');
  return plain.replaceAll(/[\u2217\u02cd\u223c\u02cb]/g, (character) => LOOKALIKES[character] ?? character);
}

/** Markers format what is between them if both are at the border of a word and on one line. */
function stripMarkers(text: string): string {
  return text.replaceAll(
    /(?<![\p{L}\p{N}])([*_~])(?!\s)([^\n]*?)(?<!\s)\1(?![\p{L}\p{N}])/gu,
    (_all, _marker, inner: string) => stripMarkers(inner),
  );
}
