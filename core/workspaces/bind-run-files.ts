// Reads the content hashes of the files that a command line would run, to bind an approval or a rule to them.
import type { RunFile } from '#contract/sessions/session-events.ts';
import { escapeHiddenInLine } from '#contract/types/hidden-characters.ts';
import { findRunCandidates } from '../policy/run-files.ts';
import type { Machine } from '../ports/machine.ts';
import { joinPath } from './join-path.ts';

type Files = Pick<Machine, 'workspace' | 'fingerprint' | 'stat'>;

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
export async function bindRunFiles(machine: Files, line: string, cwd: string): Promise<readonly RunFile[]> {
  const { names, folders, scripts } = findRunCandidates(line);
  if (names.length === 0 && !scripts) return [];
  const bases = await findFolders(machine, cwd, [...folders, ...names]);
  const found = new Map<string, string>();
  for (const base of bases) {
    for (const [at, name] of names.entries())
      await findFile(machine, joinPath(base, name), at < MAX_EXPANDED ? ADDED_NAMES : [], found);
    if (scripts) await findScripts(machine, base, found);
  }
  return [...found]
    .map(([path, hash]) => ({ path: toShown(machine, path), hash }))
    .toSorted((a, b) => (a.path < b.path ? -1 : 1));
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
