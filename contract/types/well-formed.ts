// Well-formed Unicode: text without unpaired surrogates, which databases and model servers reject.

/** A JSON value whose texts and keys are well-formed Unicode. A model can write half of a surrogate pair. */
export function toWellFormed(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed();
  if (Array.isArray(value)) return value.map(toWellFormed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key.toWellFormed(), toWellFormed(entry)]));
}
