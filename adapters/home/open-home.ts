// The home folder of a gateway: its folders, its lock, its token.
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { dirname, join, resolve } from 'node:path';
import { Secret } from '#core/ports/secrets.ts';
import { errorMessage } from '#contract/wire/errors.ts';
import { writeAtomically } from './atomic-write.ts';
import { HomeInUse, lockHome, type HomeLock } from './lock.ts';

const OWNER_ONLY_FOLDER = 0o700;
/** 256 bits. */
const TOKEN_BYTES = 32;
/** Name of the owner-only file with the gateway token. */
export const TOKEN_FILE = 'token';

/** The home folder cannot be made or used. */
export class HomeUnusable extends Error {
  constructor(home: string, cause: unknown) {
    const reason = errorMessage(cause);
    super(
      `The home folder ${home} can't be used (${reason}). Check its permissions and the free disk space, or choose another folder with GATEHOUSE_HOME.`,
      { cause },
    );
    this.name = 'HomeUnusable';
  }
}

/** An open home folder; the paths are absolute. */
export interface Home {
  readonly folder: string;
  readonly database: string;
  readonly configuration: string;
  readonly logs: string;
  readonly trash: string;
  /** Where the workspaces lie that nobody chose. */
  readonly workspaces: string;
  /** Writes into the lock where the host listens. */
  setPort(port: number): void;
  /** The gateway token, made at the first start. */
  token(): Promise<Secret>;
  /** Makes another one. */
  newToken(): Promise<Secret>;
  /** Gives the folder back. */
  close(): void;
}

/** Environment variables by name. */
type Environment = Readonly<Record<string, string | undefined>>;

/** Makes what is missing, takes the lock. `GATEHOUSE_DATA`, `GATEHOUSE_CONFIG` (the file) and `GATEHOUSE_WORKSPACES` put parts elsewhere. @throws {HomeInUse | HomeUnusable} */
export function openHome(folder: string, now: number, environment: Environment = {}): Home {
  const paths = pathsOf(folder, environment);
  const data = dirname(paths.database);
  const locks = usable(folder, () => {
    for (const path of [folder, data, paths.logs, paths.trash]) makePrivate(path);
    makeFolders(dirname(paths.configuration));
    return lockAll(data === folder ? [folder] : [folder, data], now);
  });
  return {
    ...paths,
    setPort: (port) => locks.forEach((lock) => lock.setPort(port)),
    token: () => loadToken(join(folder, TOKEN_FILE)),
    newToken: () => makeToken(join(folder, TOKEN_FILE)),
    close: () => locks.forEach((lock) => lock.release()),
  };
}

function pathsOf(folder: string, environment: Environment) {
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

/** All of them or none: two homes must not share the data either. */
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

function usable<T>(folder: string, open: () => T): T {
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

/** Node's own recursive way never ends where folders cannot be made at all, such as below `/proc`. */
function makeFolders(folder: string): void {
  if (existsSync(folder)) return;
  makeFolders(dirname(folder));
  try {
    mkdirSync(folder, OWNER_ONLY_FOLDER);
  } catch (error) {
    // Another process that starts at the same time may have been quicker.
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
