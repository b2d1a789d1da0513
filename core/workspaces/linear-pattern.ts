// Regular expressions that match in linear time. Patterns come from models, so a backtracking engine could
// hang; RE2 can't backtrack and rejects lookaround and backreferences. It is loaded by the first search that needs it.

const MAX_PATTERN_CHARS = 1000;
const SYNTAX = 'RE2 syntax: backreferences and lookaround are not supported';

/** Thrown for a pattern that is invalid or can't be matched in linear time. */
export class PatternError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'PatternError';
  }
}

/** Returns a test for whether a line contains `pattern` (RE2 syntax). @throws {PatternError} */
export async function compileLinearPattern(pattern: string): Promise<(line: string) => boolean> {
  if (pattern.length > MAX_PATTERN_CHARS) throw new PatternError(`it is longer than ${MAX_PATTERN_CHARS} characters`);
  const { RE2JS, RE2JSException } = await import('re2js');
  try {
    const compiled = RE2JS.compile(pattern);
    return (line) => compiled.test(line);
  } catch (error) {
    if (error instanceof RE2JSException)
      throw new PatternError(`${error.message.replace('error parsing regexp: ', '')} (${SYNTAX})`, { cause: error });
    throw error;
  }
}

/** The named groups of a match; empty ones are left out. */
export type MatchGroups = Readonly<Record<string, string>>;

/** Compiles one of our own patterns (RE2 syntax). The result returns the named groups of a match, or undefined. */
export async function compileGroups(pattern: string): Promise<(line: string) => MatchGroups | undefined> {
  const { RE2JS } = await import('re2js');
  const compiled = RE2JS.compile(pattern);
  const names = Object.keys(compiled.namedGroups());
  return (line) => {
    const match = compiled.matcher(line);
    if (!match.find()) return undefined;
    const found = names.map((name) => [name, match.group(name)] as const);
    return Object.fromEntries(found.filter((entry): entry is [string, string] => Boolean(entry[1])));
  };
}
