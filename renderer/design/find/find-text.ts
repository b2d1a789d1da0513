// Finds text in texts: the query of a search, with or without regard to case.

/** What is searched. Spaces around the query don't count. */
export interface Wanted {
  readonly query: string;
  readonly matchesCase: boolean;
}

/** Whether there is nothing to search. */
export function isEmptyQuery({ query }: Wanted): boolean {
  return query.trim() === '';
}

/** Returns a test of texts. Nothing matches an empty query. */
export function compileFind(wanted: Wanted): (text: string) => boolean {
  if (isEmptyQuery(wanted)) return () => false;
  const needle = toNeedle(wanted);
  return (text) => fold(text, wanted).includes(needle);
}

/** Where the query is in a text: start and end of each place. */
export function findPlaces(text: string, wanted: Wanted): readonly (readonly [number, number])[] {
  if (isEmptyQuery(wanted)) return [];
  const needle = toNeedle(wanted);
  const folded = fold(text, wanted);
  const places: (readonly [number, number])[] = [];
  for (let at = folded.indexOf(needle); at >= 0; at = folded.indexOf(needle, at + needle.length))
    places.push([at, at + needle.length]);
  return places;
}

function toNeedle(wanted: Wanted): string {
  return fold(wanted.query.trim(), wanted);
}

/** Keeps the length, so that places in the result are those in the text. */
function fold(text: string, { matchesCase }: Wanted): string {
  if (matchesCase) return text;
  const lower = text.toLowerCase();
  return lower.length === text.length ? lower : [...text].map(foldCharacter).join('');
}

/** The few characters that are longer in lower case stay as they are. */
function foldCharacter(character: string): string {
  const lower = character.toLowerCase();
  return lower.length === character.length ? lower : character;
}
