// Values that every model server accepts: Unicode without unpaired surrogates, and valid names.

/** A JSON value whose texts and keys are well-formed Unicode. A model can write half of a surrogate pair. */
export function toWellFormed(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed();
  if (Array.isArray(value)) return value.map(toWellFormed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key.toWellFormed(), toWellFormed(entry)]));
}

/** Name of a call whose name is missing. No tool has it, so the model is told that its call is invalid. */
const UNNAMED = 'unnamed_tool';
/** Longest name that all servers accept, characters. */
const MAX_NAME = 64;

/** A name with only the characters that all servers accept. Some models put a namespace in front of the names of tools. */
export function toToolName(name: string): string {
  const bare = name.trim().replace(/^functions[.:]/, '');
  return bare.replaceAll(/[^a-zA-Z0-9_-]/g, '_').slice(0, MAX_NAME) || UNNAMED;
}
