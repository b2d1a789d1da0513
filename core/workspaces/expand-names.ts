// Replaces file patterns by the files that they match, as a shell does before it runs a command.
import type { Machine } from '../ports/machine.ts';
import { compileGlob } from './glob.ts';
import { joinPath } from './join-path.ts';

const PATTERN = /[*?[{]/;
/** Most files of one pattern. */
const MAX_MATCHES = 64;
/** Longest pattern; expanding nested braces takes quadratic time. */
const MAX_PATTERN = 200;

/** The names, and after each pattern the files in a folder that it matches. */
export async function expandNames(
  machine: Pick<Machine, 'list'>,
  folder: string,
  names: readonly string[],
): Promise<readonly string[]> {
  const expanded: string[] = [];
  for (const name of names) expanded.push(name, ...(await matchName(machine, folder, name)));
  return expanded;
}

async function matchName(machine: Pick<Machine, 'list'>, folder: string, name: string): Promise<readonly string[]> {
  if (!PATTERN.test(name) || name.length > MAX_PATTERN) return [];
  let found: readonly string[] = [''];
  for (const part of name.split('/')) {
    const next: readonly (readonly string[])[] = PATTERN.test(part)
      ? await Promise.all(found.map((at) => listMatches(machine, folder, at, part)))
      : found.map((at) => [`${at}${part}/`]);
    found = next.flat().slice(0, MAX_MATCHES);
  }
  return found.map((path) => path.slice(0, -1));
}

async function listMatches(
  machine: Pick<Machine, 'list'>,
  folder: string,
  at: string,
  pattern: string,
): Promise<readonly string[]> {
  const entries = await machine.list(joinPath(folder, at) || '.').catch(() => []);
  const test = compileGlob(pattern);
  const names = entries.map(({ path }) => path.split('/').at(-1) ?? '').filter(test);
  return names.slice(0, MAX_MATCHES).map((name) => `${at}${name}/`);
}
