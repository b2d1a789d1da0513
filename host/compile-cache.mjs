// Node's cache of compiled code, in a folder that only this user can write to. Plain JavaScript, because it is needed first.
import { lstatSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import * as module from 'node:module';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/** Each build has new files, so the cache is emptied from time to time. A build loads about 60. */
const MAX_FILES = 1_000;
/** The host runs until it is stopped, possibly by a signal that leaves no time to write. */
const FLUSH_AFTER_MS = 5_000;
const OTHERS_CAN_WRITE = 0o022;

/** Enables the cache for the modules that are loaded from now on. Gatehouse also works without: a failure is ignored. */
export function useCompileCache(environment = process.env) {
  try {
    const folder = cacheFolder(environment);
    if (folder === undefined || !prepareFolder(folder)) return;
    module.enableCompileCache(folder);
    setTimeout(() => module.flushCompileCache(), FLUSH_AFTER_MS).unref();
  } catch {
    // A read-only home, for example.
  }
}

/** The user's cache folder; undefined if there is none. */
function cacheFolder({ XDG_CACHE_HOME, LOCALAPPDATA }) {
  const home = homedir();
  const byPlatform = {
    win32: LOCALAPPDATA,
    darwin: home && join(home, 'Library/Caches'),
  };
  const base = byPlatform[process.platform] ?? XDG_CACHE_HOME ?? (home && join(home, '.cache'));
  return base && isAbsolute(base) ? join(base, 'gatehouse', 'compiled') : undefined;
}

/** Whether the folder exists or could be created, and belongs to this user alone: cached code is run without a check. */
function prepareFolder(folder) {
  createFolder(folder);
  const { mode, uid } = lstatSync(folder);
  const isOwn = process.getuid === undefined || (uid === process.getuid() && (mode & OTHERS_CAN_WRITE) === 0);
  if (isOwn && countFiles(folder) > MAX_FILES) {
    rmSync(folder, { recursive: true, force: true });
    createFolder(folder);
  }
  return isOwn;
}

function createFolder(folder) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
}

function countFiles(folder) {
  return readdirSync(folder).reduce((sum, name) => sum + readdirSync(join(folder, name)).length, 0);
}
