// Tests lines against a search, in linear time.
import { FileError, type LineQuery } from '../ports/machine.ts';
import { toComparable } from './comparable-text.ts';
import { compileGlob } from './glob.ts';
import { compileLinearPattern, PatternError } from './linear-pattern.ts';

/** Expanding nested braces takes quadratic time. */
const MAX_GLOB_CHARS = 500;

/** Whether a line matches. */
export type LineTester = (line: string) => boolean;

/** The test of a query. Lower-case text ignores case; a pattern does with `(?i)`. @throws {FileError} for an invalid pattern */
export async function compileLineTester({ pattern, regex }: LineQuery): Promise<LineTester> {
  if (pattern === '') throw new FileError('io', 'The search pattern is empty.');
  return matchLookalikes(pattern, regex ? patternTester : textTester);
}

/** The test of the query's glob for paths; undefined if it has none. @throws {FileError} */
export function compileGlobTester(glob = ''): ((path: string) => boolean) | undefined {
  if (glob.length > MAX_GLOB_CHARS) throw new FileError('io', `The glob is longer than ${MAX_GLOB_CHARS} characters.`);
  if (glob === '') return undefined;
  const [test, testComparable] = [compileGlob(glob), compileGlob(toComparable(glob))];
  return (path) => test(path) || testComparable(toComparable(path));
}

/** Whether an ASCII text can contain a match of a query, tested faster than line by line. */
export function compileTextTester({ pattern, regex }: LineQuery): (asciiText: string) => boolean {
  if (regex) return () => true;
  const needles = [...new Set([pattern, toComparable(pattern)])];
  if (pattern !== pattern.toLowerCase()) return (text) => needles.some((needle) => text.includes(needle));
  return (text) => {
    const lower = text.toLowerCase();
    return needles.some((needle) => lower.includes(needle));
  };
}

/** Tests a line as it is, and one with other characters than ASCII also in the form in which texts that look the same are equal. */
async function matchLookalikes(
  pattern: string,
  open: (pattern: string) => LineTester | Promise<LineTester>,
): Promise<LineTester> {
  const test = await open(pattern);
  const comparable = toComparable(pattern);
  const testComparable = comparable === pattern ? test : await open(comparable);
  return (line) => {
    if (test(line)) return true;
    const folded = toComparable(line);
    return (folded !== line || testComparable !== test) && testComparable(folded);
  };
}

function textTester(pattern: string): LineTester {
  if (pattern !== pattern.toLowerCase()) return (line) => line.includes(pattern);
  return (line) => line.toLowerCase().includes(pattern);
}

async function patternTester(pattern: string): Promise<LineTester> {
  try {
    return await compileLinearPattern(pattern);
  } catch (error) {
    if (error instanceof PatternError) throw new FileError('io', `Invalid search pattern: ${error.message}`);
    throw error;
  }
}
