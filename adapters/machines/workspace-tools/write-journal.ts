// Notes in a folder of ours about temporary files in workspaces, so that the next start can remove those of a killed process.
import { randomUUID } from 'node:crypto';
import * as fs from 'node:fs/promises';
import path from 'node:path';

const FOLDER = 'writing';
const OWNER_ONLY_FOLDER = 0o700;
const OWNER_ONLY = 0o600;
const NAME = /^[\da-f-]{36}$/;

/** A temporary file that is noted. */
export interface NotedTemporary {
  readonly name: string;
  /** Removes the note, after the file is gone. */
  forget(): Promise<void>;
}

/** Notes a temporary file before it is created in `folder`, which is absolute. */
export type NoteTemporary = (folder: string) => Promise<NotedTemporary>;

/** The notes in the data folder of machines. */
export function openWriteJournal(dataFolder: string): NoteTemporary {
  const notes = path.join(dataFolder, FOLDER);
  return async (folder) => {
    const id = randomUUID();
    const note = path.join(notes, id);
    const write = (): Promise<void> => fs.writeFile(note, folder, { mode: OWNER_ONLY });
    await write().catch(async () => {
      await fs.mkdir(notes, { recursive: true, mode: OWNER_ONLY_FOLDER });
      await write();
    });
    return { name: toName(id), forget: () => fs.rm(note, { force: true }) };
  };
}

/** For folders whose host keeps no notes. */
export const WITHOUT_JOURNAL: NoteTemporary = async () => ({
  name: toName(randomUUID()),
  forget: async () => undefined,
});

/** Removes the temporary files that a killed process left in workspaces. To be called while nothing is written. */
export async function removeTemporaries(dataFolder: string): Promise<void> {
  const notes = path.join(dataFolder, FOLDER);
  for (const id of await fs.readdir(notes).catch(() => [])) {
    const note = path.join(notes, id);
    const folder = await fs.readFile(note, 'utf8').catch(() => '');
    // The note itself may be incomplete. Then the file wasn't created.
    if (NAME.test(id) && path.isAbsolute(folder))
      await fs.rm(path.join(folder, toName(id)), { force: true }).catch(() => undefined);
    await fs.rm(note, { force: true });
  }
}

function toName(id: string): string {
  return `.gatehouse-${id}.tmp`;
}
