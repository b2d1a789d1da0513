// Finds Electron's binary in the file system. Importing the package instead would start a download.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { PROJECT_ROOT } from './project-root.ts';

const ELECTRON_FOLDER = join(PROJECT_ROOT, 'node_modules/electron');

/** Path of the binary, or `undefined` if it isn't installed. */
export function findElectron(): string | undefined {
  const name = readName();
  if (name === undefined) return undefined;
  const folder = process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(ELECTRON_FOLDER, 'dist');
  const path = join(folder, name);
  return existsSync(path) ? path : undefined;
}

/** Whether a window can be shown. */
export function hasDisplay(platform: NodeJS.Platform, env: Readonly<Record<string, string | undefined>>): boolean {
  if (platform !== 'linux') return true;
  return Boolean(env['DISPLAY']) || Boolean(env['WAYLAND_DISPLAY']);
}

/** Electron's installer writes `path.txt`; with an override, the platform's default name applies. */
function readName(): string | undefined {
  const pathFile = join(ELECTRON_FOLDER, 'path.txt');
  if (existsSync(pathFile)) return readFileSync(pathFile, 'utf8').trim();
  if (process.env['ELECTRON_OVERRIDE_DIST_PATH'] === undefined) return undefined;
  if (process.platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron';
  return process.platform === 'win32' ? 'electron.exe' : 'electron';
}
