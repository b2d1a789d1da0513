// Stores a file that a person pasted or dropped into a terminal, where programs of the terminal can read it.
import type { Clock } from '../ports/clock.ts';
import { FileError, type Machine } from '../ports/machine.ts';
import { openUploadFolder, toFileName, UPLOAD_FOLDER, withNumber } from '../workspaces/upload-folder.ts';

const MAX_SAME_NAME = 1_000;

/** Writes the file under a name that isn't in use; returns its absolute path. Removes uploads of more than 30 days ago. */
export async function uploadToTerminal(
  machine: Pick<Machine, 'workspace' | 'list' | 'write' | 'remove'>,
  { name, bytes }: { readonly name: string; readonly bytes: Uint8Array },
  clock: Pick<Clock, 'now'>,
): Promise<string> {
  await openUploadFolder(machine, clock);
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
