// The folder of a workspace for files that a person uploaded to a terminal or attached to a message. Git ignores it.
import type { Clock } from '../ports/clock.ts';
import { FileError, type Machine } from '../ports/machine.ts';

/** The folder in the workspace. */
export const UPLOAD_FOLDER = '.gatehouse-uploads';
const KEEP_MS = 30 * 24 * 60 * 60_000;
/** Longest name, characters. Leaves room for a number. */
const MAX_NAME = 120;

/** Creates the folder, and removes uploads of more than 30 days ago from it. */
export async function openUploadFolder(
  machine: Pick<Machine, 'list' | 'write' | 'remove'>,
  clock: Pick<Clock, 'now'>,
): Promise<void> {
  await hideFromGit(machine);
  for (const { path, kind, modifiedAtMs } of await machine.list(UPLOAD_FOLDER)) {
    const isOurs = path.startsWith(`${UPLOAD_FOLDER}/`) && !path.endsWith('/.gitignore') && kind !== 'other';
    // Not every SFTP server tells the time.
    if (isOurs && modifiedAtMs > 0 && clock.now() - modifiedAtMs > KEEP_MS) await machine.remove(path);
  }
}

/** A name without folders and without characters that a command line could misread. */
export function toFileName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? '';
  const safe = last.replace(/[^\p{L}\p{M}\p{N}._ ()+,=@~-]/gu, '_').replace(/^[.\-~ ]+/, '');
  return safe === '' ? 'file' : shorten(safe);
}

/** The name with a number in front of its extension. */
export function withNumber(name: string, number: number): string {
  const dot = name.lastIndexOf('.');
  return dot > 0 ? `${name.slice(0, dot)}-${number}${name.slice(dot)}` : `${name}-${number}`;
}

function shorten(name: string): string {
  if (name.length <= MAX_NAME) return name;
  const dot = name.lastIndexOf('.');
  const ending = dot > 0 && name.length - dot <= 12 ? name.slice(dot) : '';
  return `${name.slice(0, MAX_NAME - ending.length)}${ending}`;
}

async function hideFromGit(machine: Pick<Machine, 'write'>): Promise<void> {
  await machine.write(`${UPLOAD_FOLDER}/.gitignore`, '*\n', '').catch((error: unknown) => {
    if (!(error instanceof FileError) || error.code !== 'exists') throw error;
  });
}
