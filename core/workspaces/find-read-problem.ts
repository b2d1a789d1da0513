// Checks the files that a command reads: each must be in the workspace after links are resolved, and hold no secrets.
import type { ProfileWord } from '../policy/profiles/parsed-call.ts';
import type { ProfileMatch } from '../policy/profiles/match-profile.ts';
import { findOperandDoubt } from '../policy/profiles/operands.ts';
import { isSecretFile, isSettingsFile } from '../policy/secret-files.ts';
import { compileGlob } from './glob.ts';
import { resolvePlace } from './find-operand-problem.ts';
import { joinPath } from './join-path.ts';
import { FileError, type Machine } from '../ports/machine.ts';

type Files = Pick<Machine, 'workspace' | 'stat' | 'list'>;

/** Most files that a pattern can match. */
const MAX_MATCHES = 500;
const MAX_FILES = 200;

/** Why a command in this folder could read something else than plain files of the workspace; undefined if it can't. */
export async function findReadProblem(
  machine: Files,
  match: ProfileMatch,
  folder: string,
): Promise<string | undefined> {
  if (match.kind !== 'inside') return undefined;
  const { profile, call } = match;
  if (call.files.length > MAX_FILES) return 'it has too many arguments to check';
  for (const file of call.files) {
    const names = file.isPattern
      ? await expandPattern(machine, folder, file.text)
      : listParts(file, profile.operands === 'revisions');
    if (typeof names === 'string') return names;
    for (const name of names) {
      const problem = await findFileProblem(machine, folder, name, profile.followsLinks === true);
      if (problem !== undefined) return problem;
    }
  }
  return undefined;
}

/** Names for the current commit and its upstream. */
const CURRENT = /^@(\{(u|upstream|push)\})?([~^]\d*)*(\.{2,3}[\w~^@{}-]*)?$/;

/** `HEAD:file` names a file of a commit. */
function listParts({ text }: ProfileWord, isRevision: boolean): readonly string[] | string {
  const doubt = isRevision && CURRENT.test(text) ? undefined : findOperandDoubt(text);
  if (doubt !== undefined) return doubt;
  if (!isRevision) return [text];
  if (isSecretFile(text)) return `"${text}" can hold secrets`;
  return [text.includes(':') ? text.slice(text.indexOf(':') + 1) : text];
}

async function findFileProblem(
  machine: Files,
  folder: string,
  name: string,
  followsLinks: boolean,
): Promise<string | undefined> {
  const { workspace } = machine;
  // Only leading steps to parent folders are what they look like: others can lead through a link.
  if (
    name !== '..' &&
    name
      .replace(/^(\.\/|\.\.\/)*/, '')
      .split('/')
      .slice(1)
      .includes('..')
  )
    return `"${name}" leads through a parent folder`;
  const path = joinPath(folder, name);
  if (path !== workspace && !path.startsWith(`${workspace}/`)) return `"${name}" is outside the workspace`;
  const relative = path.slice(workspace.length + 1);
  if (isSecretFile(relative)) return `"${name}" can hold secrets`;
  if (isSettingsFile(relative)) return `"${name}" controls what other programs run`;
  const place = await resolvePlace(machine, path);
  if (place === 'outside') return `"${name}" is a link that leads outside the workspace`;
  if (isSecretFile(place.path)) return `"${name}" is a link to a file that can hold secrets`;
  return followsLinks && place.kind === 'directory' ? `"${name}" is a folder, in which links are followed` : undefined;
}

/** The files that the shell would put in place of a pattern; the pattern itself if there are none. */
async function expandPattern(machine: Files, folder: string, pattern: string): Promise<readonly string[] | string> {
  const doubt = findOperandDoubt(pattern);
  if (doubt !== undefined) return doubt;
  let found: readonly string[] = [''];
  for (const part of pattern.split('/')) {
    const next: string[] = [];
    for (const at of found) {
      if (/[*?]/.test(part)) next.push(...(await listMatches(machine, folder, at, part)));
      else next.push(`${at}${part}/`);
    }
    if (next.length > MAX_MATCHES) return `"${pattern}" matches too many files to check`;
    found = next;
  }
  // The shell finds such a file by its bytes, but nothing finds it by this text.
  if (found.some((path) => path.includes('\ufffd'))) return `"${pattern}" matches a name that is not valid text`;
  return found.length === 0 ? [pattern.replaceAll(/[*?]/g, 'x')] : found.map((path) => path.slice(0, -1));
}

function isNothing(error: unknown): boolean {
  return error instanceof FileError && (error.code === 'not-found' || error.code === 'not-a-folder');
}

/** A pattern matches hidden files only if it starts with a dot. */
async function listMatches(machine: Files, folder: string, at: string, part: string): Promise<readonly string[]> {
  const path = joinPath(folder, at === '' ? '.' : at);
  if (path !== machine.workspace && !path.startsWith(`${machine.workspace}/`)) return [`${at}${part}/`];
  const entries = await machine.list(path).catch((error: unknown) => (isNothing(error) ? [] : undefined));
  // The shell can look into a folder behind a link that leads outside: it is checked as a path.
  if (entries === undefined) return [`${at}${part}/`];
  // Whether ? is a byte or a character, and which one, depends on the shell, so here it matches any text.
  const test = compileGlob(part.replaceAll('?', '*'), { nobrace: true });
  return entries
    .map(({ path: entry }) => entry.slice(entry.lastIndexOf('/') + 1))
    .filter((name) => test(name) && (!name.startsWith('.') || part.startsWith('.')))
    .map((name) => `${at}${name}/`);
}
