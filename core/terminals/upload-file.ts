// Stores a file that a person pasted or dropped into a terminal, where programs of the terminal can read it.
import type { Clock } from '../ports/clock.ts';
import { FileError, type Machine } from '../ports/machine.ts';

/** The folder in the workspace. Git ignores it. */
export const UPLOAD_FOLDER = '.gatehouse-uploads';
const KEEP_MS = 30 * 24 * 60 * 60_000;
const MAX_SAME_NAME = 1_000;
/** Longest name, characters. Leaves room for a number. */
const MAX_NAME = 120;

/** Writes the file under a name that isn't in use; returns its absolute path. Removes uploads of more than 30 days ago. */
export async function uploadToTerminal(
  machine: Pick<Machine, 'workspace' | 'list' | 'write' | 'remove'>,
  { name, bytes }: { readonly name: string; readonly bytes: Uint8Array },
  clock: Pick<Clock, 'now'>,
): Promise<string> {
  await hideFromGit(machine);
  await removeOld(machine, clock);
  const safe = toFileName(name);
  for (let number = 1; number <= MAX_SAME_NAME; number += 1) {
    const path = `${UPLOAD_FOLDER}/${number === 1 ? safe : withNumber(safe, number)}`;
    const written = await machine.write(path, bytes, '').catch((error: unknown) => {
      if (error instanceof FileError && error.code === 'exists') return undefined;
      throw error;
    });
    if (written !== undefined) return `${machine.workspace}/${path}`;
  }
  throw new FileError('exists', `Too many files are named ${JSON.stringify(safe)}. Delete some in ${UPLOAD_FOLDER}.`);
}

/** A name without folders and without characters that a command line could misread. */
function toFileName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? '';
  const safe = last.replace(/[^\p{L}\p{M}\p{N}._ ()+,=@~-]/gu, '_').replace(/^[.\-~ ]+/, '');
  return safe === '' ? 'file' : shorten(safe);
}

function shorten(name: string): string {
  if (name.length <= MAX_NAME) return name;
  const dot = name.lastIndexOf('.');
  const ending = dot > 0 && name.length - dot <= 12 ? name.slice(dot) : '';
  return `${name.slice(0, MAX_NAME - ending.length)}${ending}`;
}

function withNumber(name: string, number: number): string {
  const dot = name.lastIndexOf('.');
  return dot > 0 ? `${name.slice(0, dot)}-${number}${name.slice(dot)}` : `${name}-${number}`;
}

async function hideFromGit(machine: Pick<Machine, 'write'>): Promise<void> {
  await machine.write(`${UPLOAD_FOLDER}/.gitignore`, '*\n', '').catch((error: unknown) => {
    if (!(error instanceof FileError) || error.code !== 'exists') throw error;
  });
}

async function removeOld(machine: Pick<Machine, 'list' | 'remove'>, clock: Pick<Clock, 'now'>): Promise<void> {
  for (const { path, kind, modifiedAtMs } of await machine.list(UPLOAD_FOLDER)) {
    const isOurs = path.startsWith(`${UPLOAD_FOLDER}/`) && !path.endsWith('/.gitignore');
    if (isOurs && kind === 'file' && clock.now() - modifiedAtMs > KEEP_MS) await machine.remove(path);
  }
}
