// Reads the content hashes of the files that a command line would run, to bind an approval or a rule to them.
import type { RunFile } from '#contract/sessions/session-events.ts';
import { escapeHiddenInLine } from '#contract/types/hidden-characters.ts';
import { findRunCandidates } from '../policy/run-files.ts';
import { FileError, type Machine } from '../ports/machine.ts';
import { createExistenceCheck } from './existing-files.ts';
import { expandNames } from './expand-names.ts';
import { joinPath } from './join-path.ts';

type Files = Pick<Machine, 'workspace' | 'fingerprint' | 'stat' | 'list' | 'openFolder'>;

/** What interpreters add to a name that isn't a file. */
const ADDED_NAMES = [
  '.js',
  '.cjs',
  '.mjs',
  '.ts',
  '.json',
  '.py',
  '.rb',
  '/index.js',
  '/package.json',
  '/__main__.py',
  '/__init__.py',
];
/** Most names that are tried with additions. */
const MAX_EXPANDED = 16;
const MAX_FOLDERS = 8;
const MAX_PARENTS = 32;

/** The files that a command line would run in a folder, by path. */
export async function bindRunFiles(files: Files, line: string, cwd: string): Promise<readonly RunFile[]> {
  const { names, folders, scripts } = findRunCandidates(line);
  if (names.length === 0 && !scripts) return [];
  const machine = withoutMissing(files);
  const plain = names.flatMap(listSuffixes);
  const bases = await findFolders(machine, cwd, [...folders.flatMap(listSuffixes), ...plain]);
  const found = new Map<string, string>();
  const isElsewhere = names.some((name) => UNKNOWN_FOLDER.test(name));
  for (const base of new Set([...bases, ...(isElsewhere ? [machine.workspace] : [])])) {
    const expanded = await expandNames(machine, base, plain);
    for (const [at, name] of expanded.entries())
      await findFile(machine, joinPath(base, name), at < MAX_EXPANDED ? ADDED_NAMES : [], found);
    if (scripts) await findScripts(machine, base, found);
  }
  return [...found]
    .map(([path, hash]) => ({ path: toShown(machine, path), hash }))
    .toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

/** The same files, without attempts to open those that listings of their folders don't have. */
function withoutMissing(files: Files): Files {
  const mayExist = createExistenceCheck(files);
  return {
    workspace: files.workspace,
    list: (path) => files.list(path),
    fingerprint: async (path, part) => ((await mayExist(path)) ? files.fingerprint(path, part) : undefined),
    stat: async (path) => {
      if (await mayExist(path)) return files.stat(path);
      throw new FileError('not-found', `${JSON.stringify(path)} doesn't exist.`);
    },
  };
}

/** A variable, a command, or the home folder in front of a path. */
const UNKNOWN_FOLDER = /^(?:\$\{?\w+[^/}]*\}?|\$\(pwd\)|`pwd`|~\w*)\//;
const MAX_SUFFIXES = 8;

/** A path in a folder that only the shell knows can be in the folder of the command, or lead through folders above it. */
function listSuffixes(name: string): readonly string[] {
  const folder = UNKNOWN_FOLDER.exec(name)?.[0];
  if (folder === undefined) return [name];
  const parts = name.slice(folder.length).split('/');
  return parts.slice(0, MAX_SUFFIXES).map((_, at) => `./${parts.slice(at).join('/')}`);
}

/** The folder of the command, and those among `names`, one within the other as `cd` changes them. */
async function findFolders(machine: Files, cwd: string, names: readonly string[]): Promise<readonly string[]> {
  const folders = [cwd];
  for (const name of names) {
    if (folders.length >= MAX_FOLDERS) break;
    for (const base of [folders.at(-1) ?? cwd, cwd]) {
      const path = joinPath(base, name);
      if (folders.includes(path) || !(await isFolder(machine, path))) continue;
      folders.push(path);
      break;
    }
  }
  return folders;
}

async function isFolder(machine: Files, path: string): Promise<boolean> {
  return machine.stat(path).then(
    ({ kind }) => kind === 'directory',
    () => false,
  );
}

async function findFile(
  machine: Files,
  path: string,
  added: readonly string[],
  found: Map<string, string>,
): Promise<void> {
  for (const candidate of [path, ...added.map((end) => path + end)]) {
    const hash = await machine.fingerprint(candidate);
    if (hash === undefined) continue;
    found.set(candidate, hash);
    if (candidate === path) return;
  }
}

/** The scripts of the nearest package. They can run each other, so all of them count; other changes of the file don't. */
async function findScripts(machine: Files, folder: string, found: Map<string, string>): Promise<void> {
  let at = folder;
  for (let level = 0; level < MAX_PARENTS && isWithin(machine, at); level += 1) {
    const path = `${at}/package.json`;
    const hash = await machine.fingerprint(path, 'scripts');
    if (hash !== undefined) return void found.set(`${path}#scripts`, hash);
    at = at.slice(0, at.lastIndexOf('/'));
  }
}

function isWithin({ workspace }: Files, path: string): boolean {
  return path === workspace || path.startsWith(`${workspace}/`);
}

/** The path as it is shown, with hidden characters as escapes, so that it compares equal to what was stored. */
function toShown(machine: Files, path: string): string {
  return escapeHiddenInLine(isWithin(machine, path) ? path.slice(machine.workspace.length + 1) : path);
}
