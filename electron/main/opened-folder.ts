// Folders that were dropped on the app's icon or named on its command line: each opens as a project.
import { statSync } from 'node:fs';
import { resolve } from 'node:path';

/** The page that adds a folder as a project; undefined if it isn't a folder. */
export function pageForFolder(path: string): string | undefined {
  try {
    if (!statSync(path).isDirectory()) return undefined;
  } catch {
    // It doesn't exist, or can't be read.
    return undefined;
  }
  return `/projects?folder=${encodeURIComponent(path)}`;
}

/** The page of the folder that is the last argument, as file managers pass it. `argv`: without the program. */
export function pageForArgument(argv: readonly string[], workingFolder: string): string | undefined {
  const last = argv.at(-1);
  return last === undefined || last.startsWith('-') || last.includes('://')
    ? undefined
    : pageForFolder(resolve(workingFolder, last));
}
