// Checks the arguments of a command on its machine: a rule covers no link that leads outside, and no change of a control file.
import { isControlFile, listPaths } from '../policy/control-files.ts';
import { isReader } from '../policy/profiles/match-profile.ts';
import { FileError, type FileStat, type Machine } from '../ports/machine.ts';
import { joinPath } from './join-path.ts';

/** Most arguments that are checked; a command with more is never covered. */
const MAX_ARGUMENTS = 200;

type Files = Pick<Machine, 'workspace' | 'stat'>;

/** Why no rule can cover a command in this folder; undefined when one can. */
export async function findOperandProblem(
  machine: Files,
  words: readonly string[],
  cwd: string,
): Promise<string | undefined> {
  if (words.length > MAX_ARGUMENTS) return 'it has too many arguments to check';
  for (const word of words.slice(1))
    for (const name of listPaths(word)) {
      const problem = await findProblem(machine, words, joinPath(cwd, name));
      if (problem !== undefined) return `"${word}" ${problem}`;
    }
  return undefined;
}

async function findProblem(machine: Files, words: readonly string[], path: string): Promise<string | undefined> {
  // A path that is written out is judged by the words of the rule.
  if (path !== machine.workspace && !path.startsWith(`${machine.workspace}/`)) return undefined;
  const place = await resolvePlace(machine, path);
  if (place === 'outside') return 'is a link that leads outside the workspace';
  if (words[0] === 'diff' && place.kind === 'directory') return 'is a folder, in which "diff" follows links';
  if (isReader(words)) return undefined;
  const isControl = isControlFile(place.path) || isControlFile(path.slice(machine.workspace.length + 1));
  return isControl ? 'controls what other programs run' : undefined;
}

const UNKNOWN: ReadonlySet<string> = new Set<FileError['code']>(['outside-workspace', 'denied', 'io']);

type Place = Pick<FileStat, 'path'> & Partial<Pick<FileStat, 'kind'>>;

/** The file behind a path, with links resolved, also in the folders of a file that doesn't exist. */
export async function resolvePlace(machine: Files, path: string): Promise<Place | 'outside'> {
  const missing: string[] = [];
  for (let at = path; at.length >= machine.workspace.length; at = at.slice(0, at.lastIndexOf('/'))) {
    try {
      const stat = await machine.stat(at);
      if (missing.length === 0) return stat;
      return { path: [stat.path, ...missing].filter((part) => part !== '').join('/') };
    } catch (error) {
      // What can't be looked at can be a link, which a program may follow.
      if (error instanceof FileError && UNKNOWN.has(error.code)) return 'outside';
      missing.unshift(at.slice(at.lastIndexOf('/') + 1));
    }
  }
  return { path: path.slice(machine.workspace.length + 1) };
}
