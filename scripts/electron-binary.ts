// Finds Electron's binary by looking at files. Never by requiring the package: outside Electron that starts a download.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { PROJECT_ROOT } from './project-root.ts';

const ELECTRON_FOLDER = join(PROJECT_ROOT, 'node_modules/electron');

/** The path of the binary, or `undefined` where it was never downloaded. */
export function findElectron(): string | undefined {
  const name = readName();
  if (name === undefined) return undefined;
  const folder = process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(ELECTRON_FOLDER, 'dist');
  const path = join(folder, name);
  return existsSync(path) ? path : undefined;
}

/** Tells whether a window could be shown here. */
export function hasDisplay(platform: NodeJS.Platform, env: Readonly<Record<string, string | undefined>>): boolean {
  if (platform !== 'linux') return true;
  return Boolean(env['DISPLAY']) || Boolean(env['WAYLAND_DISPLAY']);
}

/** `path.txt` is written by Electron's own installer; with an override the name is the platform's usual one. */
function readName(): string | undefined {
  const note = join(ELECTRON_FOLDER, 'path.txt');
  if (existsSync(note)) return readFileSync(note, 'utf8').trim();
  if (process.env['ELECTRON_OVERRIDE_DIST_PATH'] === undefined) return undefined;
  if (process.platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron';
  return process.platform === 'win32' ? 'electron.exe' : 'electron';
}
