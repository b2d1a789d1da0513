// Finds the file of a program.
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { isExecutable } from './shell.ts';

/** The real path of the program `name`, as started in `cwd`. */
export async function resolveProgram(name: string, cwd: string, searchPath: string): Promise<string | undefined> {
  if (name === '' || name.includes('\0')) return undefined;
  if (name.includes('/') || (path.sep === '\\' && name.includes('\\'))) return programAt(path.resolve(cwd, name));
  for (const folder of searchPath.split(path.delimiter)) {
    // An empty part would be the current folder, which is never intended.
    if (!path.isAbsolute(folder)) continue;
    for (const suffix of suffixes()) {
      const found = await programAt(path.join(folder, name + suffix));
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function suffixes(): readonly string[] {
  return process.platform === 'win32' ? ['.exe', '.cmd', '.bat', '.com', ''] : [''];
}

async function programAt(file: string): Promise<string | undefined> {
  const real = await fs.realpath(file).catch(() => undefined);
  if (real === undefined || !isExecutable(real)) return undefined;
  return (await fs.stat(real).catch(() => undefined))?.isFile() === true ? real : undefined;
}
