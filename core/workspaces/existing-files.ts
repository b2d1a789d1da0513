// Which files of a workspace can exist, by the listings of their folders. A command can run many files that usually don't exist, and
// one listing takes less time than a failed attempt to open each.
import { normalizeName } from '../policy/control-files.ts';
import { FileError, type Machine } from '../ports/machine.ts';

type Folders = Pick<Machine, 'workspace' | 'openFolder'>;

/** Names in a folder that are looked for without a listing, which takes long for a folder with many files. */
const WITHOUT_LISTING = 2;

/** Returns a check for absolute paths: false if there is no such file, and true in doubt. Use it for one command only. */
export function createExistenceCheck(machine: Folders): (path: string) => Promise<boolean> {
  const asked = new Map<string, number>();
  const listings = new Map<string, Promise<ReadonlySet<string> | undefined>>();
  const mayExist = async (path: string): Promise<boolean> => {
    const { workspace } = machine;
    if (machine.openFolder === undefined || !path.startsWith(`${workspace}/`)) return true;
    const end = path.lastIndexOf('/');
    const folder = path.slice(0, end);
    const times = (asked.get(folder) ?? 0) + 1;
    asked.set(folder, times);
    if (times <= WITHOUT_LISTING && !listings.has(folder)) return true;
    if (folder !== workspace && !(await mayExist(folder))) return false;
    const listing = listings.get(folder) ?? listNames(machine, folder.slice(workspace.length + 1));
    listings.set(folder, listing);
    const names = await listing;
    const name = path.slice(end + 1);
    // A short name of Windows isn't listed.
    return names === undefined || name.includes('~') || names.has(fold(name));
  };
  return mayExist;
}

/** The names in a folder, regardless of case and spelling, which some file systems ignore; undefined if it can't be listed. */
async function listNames(machine: Folders, path: string): Promise<ReadonlySet<string> | undefined> {
  try {
    const folder = await machine.openFolder?.(path);
    if (folder === undefined) return undefined;
    const entries = await folder.list().finally(() => folder.close());
    return new Set(entries.map(({ name }) => fold(name)));
  } catch (error) {
    return error instanceof FileError && error.code === 'not-found' ? new Set() : undefined;
  }
}

/** A name without the differences that any file system ignores. In upper case, ß is SS. */
function fold(name: string): string {
  return normalizeName(name.toUpperCase());
}
