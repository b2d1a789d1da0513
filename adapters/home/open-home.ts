// The home folder of a gateway, with its lock and token.
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { basename, dirname, join, resolve } from 'node:path';
import { Secret } from '#core/ports/secrets.ts';
import { errorMessage } from '#contract/wire/errors.ts';
import { completeReplacement } from '../backup/replace-home.ts';
import { removeWorkFolders } from '../backup/work-folders.ts';
import { removeDrafts, writeAtomically } from './atomic-write.ts';
import type { Environment } from '../configuration/substitution.ts';
import { TOKEN_FILE } from './lock-owner.ts';
import { HomeInUse, lockHome, type HomeLock, type ListenAddress } from './lock.ts';

const OWNER_ONLY_FOLDER = 0o700;
/** 256 bits. */
const TOKEN_BYTES = 32;

/** The home folder can't be created or used. */
export class HomeUnusable extends Error {
  constructor(home: string, cause: unknown) {
    super(
      `The home folder ${home} can't be used (${errorMessage(cause)}). Check its permissions and the free disk space, or choose another folder with GATEHOUSE_HOME.`,
      { cause },
    );
    this.name = 'HomeUnusable';
  }
}

/** An open home folder with absolute paths. */
export interface Home {
  readonly folder: string;
  readonly database: string;
  readonly configuration: string;
  readonly logs: string;
  readonly trash: string;
  /** Folder of the default workspaces. */
  readonly workspaces: string;
  /** Stores in the lock where the host listens. */
  setAddress(address: ListenAddress): void;
  /** The gateway token, which is created on the first start. */
  token(): Promise<Secret>;
  /** Replaces the gateway token. */
  newToken(): Promise<Secret>;
  /** Releases the lock. */
  close(): void;
}

/**
 * Creates missing folders and acquires the lock. `GATEHOUSE_DATA`, `GATEHOUSE_CONFIG` (the file), and `GATEHOUSE_WORKSPACES` move
 * parts elsewhere. @throws {HomeInUse | HomeUnusable}
 */
export function openHome(folder: string, now: number, environment: Environment = {}): Home {
  const paths = resolvePaths(folder, environment);
  const data = dirname(paths.database);
  const locks = prepare(folder, () => {
    for (const path of [folder, data, paths.logs, paths.trash]) makePrivate(path);
    makeFolders(dirname(paths.configuration));
    return lockAll(data === folder ? [folder] : [folder, data], now);
  });
  completeReplacement(folder);
  removeWorkFolders(paths.database);
  for (const path of new Set([folder, data])) removeDrafts(path);
  removeDrafts(dirname(paths.configuration), `${basename(paths.configuration)}.`);
  return {
    ...paths,
    setAddress: (address) => locks.forEach((lock) => lock.setAddress(address)),
    token: () => loadToken(join(folder, TOKEN_FILE)),
    newToken: () => makeToken(join(folder, TOKEN_FILE)),
    close: () => locks.forEach((lock) => lock.release()),
  };
}

/** Locations of a home folder, absolute. */
export function resolvePaths(folder: string, environment: Environment) {
  const data = resolve(environment['GATEHOUSE_DATA'] || folder);
  return {
    folder,
    database: join(data, 'gatehouse.db'),
    configuration: resolve(environment['GATEHOUSE_CONFIG'] || join(folder, 'gatehouse.json5')),
    logs: join(data, 'logs'),
    trash: join(data, 'trash'),
    workspaces: resolve(environment['GATEHOUSE_WORKSPACES'] || join(folder, 'workspaces')),
  };
}

/** Locks all folders or none, because two homes must not share their data. */
function lockAll(folders: readonly string[], now: number): readonly HomeLock[] {
  const locks: HomeLock[] = [];
  try {
    for (const folder of folders) locks.push(lockHome(folder, now));
    return locks;
  } catch (error) {
    for (const lock of locks) lock.release();
    throw error;
  }
}

function prepare<T>(folder: string, open: () => T): T {
  try {
    return open();
  } catch (error) {
    throw error instanceof HomeInUse ? error : new HomeUnusable(folder, error);
  }
}

function makePrivate(folder: string): void {
  makeFolders(folder);
  if (process.platform !== 'win32' && (statSync(folder).mode & 0o077) !== 0) chmodSync(folder, OWNER_ONLY_FOLDER);
}

/** Node's recursive `mkdir` never returns if folders can't be created, such as below `/proc`. */
function makeFolders(folder: string): void {
  if (existsSync(folder)) return;
  makeFolders(dirname(folder));
  try {
    mkdirSync(folder, OWNER_ONLY_FOLDER);
  } catch (error) {
    // Another process may have just created it.
    if (!existsSync(folder)) throw error;
  }
}

async function loadToken(file: string): Promise<Secret> {
  const known = existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
  if (known !== '') {
    if (process.platform !== 'win32') chmodSync(file, 0o600);
    return new Secret(known);
  }
  return makeToken(file);
}

async function makeToken(file: string): Promise<Secret> {
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  await writeAtomically(file, `${token}\n`);
  return new Secret(token);
}
