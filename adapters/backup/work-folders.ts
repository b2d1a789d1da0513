// Temporary folders of backups, which a killed process leaves behind.
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Removes what killed backups of a database left. Only while nobody else creates one. */
export function removeWorkFolders(database: string): void {
  const folder = join(dirname(database), 'backups');
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder))
    if (/^(archive|verify)-[A-Za-z0-9]{6}$/.test(name)) rmSync(join(folder, name), { recursive: true, force: true });
}
