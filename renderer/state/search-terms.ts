// The terms of a search.

/** The terms in lower case; empty for an empty search. */
export function splitTerms(query: string): readonly string[] {
  return query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
}
