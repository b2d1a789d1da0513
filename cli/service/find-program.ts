// The program that a service runs: this Node, and the script of this installation.
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Link that installations of several versions use for the current one, so that an update doesn't change the service. */
const CURRENT = 'current';

/** Node and the script, by the path that stays the same across updates if there is one. */
export function findProgram(from: string = import.meta.dirname): readonly [node: string, entry: string] {
  const folder = findInstallation(from);
  const linked = join(dirname(folder), CURRENT);
  const stable = isSameFolder(linked, folder) ? linked : folder;
  const script = existsSync(join(folder, 'gatehouse.mjs')) ? 'gatehouse.mjs' : 'cli/gatehouse.mjs';
  return [process.execPath, join(stable, script)];
}

function findInstallation(folder: string): string {
  const parent = dirname(folder);
  return isInstallation(folder) || parent === folder ? folder : findInstallation(parent);
}

function isInstallation(folder: string): boolean {
  try {
    const manifest: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    return typeof manifest === 'object' && manifest !== null && 'name' in manifest && manifest.name === 'gatehouse';
  } catch {
    return false;
  }
}

function isSameFolder(link: string, folder: string): boolean {
  try {
    return realpathSync(link) === realpathSync(folder);
  } catch {
    return false;
  }
}
