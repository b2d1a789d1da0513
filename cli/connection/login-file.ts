// Saved logins: `cli.json` in the home folder, readable by the owner only, with sealed secrets.
import { chmodSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { CommandError, EXIT } from '../output/exit-codes.ts';

const FILE = 'cli.json';
/** The sealing key has its own folder, because the home's key may move to the system's keychain. */
const KEY_FOLDER = 'cli';
const VERSION = 1;
const LOGIN_AGAIN = 'Run "gatehouse auth login" again.';

/** The credential of a login. */
export type LoginSecret =
  | { readonly kind: 'device'; readonly privateKey: string; readonly token: string }
  | { readonly kind: 'api-key'; readonly key: string };

/** A login to one gateway. */
export interface Login {
  /** The gateway's address, as `https://host:port`; for the local gateway `http:`. */
  readonly origin: string;
  /** SHA-256 of its certificate, if the user trusted it explicitly. */
  readonly fingerprint?: string;
  readonly scopes: readonly string[];
  readonly secret: LoginSecret;
}

interface StoredLogin extends Omit<Login, 'secret'> {
  readonly kind: LoginSecret['kind'];
  readonly sealed: string;
}

interface LoginFile {
  readonly version: typeof VERSION;
  /** The default gateway. */
  readonly current?: string;
  readonly logins: readonly StoredLogin[];
}

const EMPTY: LoginFile = { version: VERSION, logins: [] };

/** Address of the default gateway that `auth login` set, if any. */
export function currentOrigin(home: string): string | undefined {
  return readFile(home).current;
}

/** The login for an address, unsealed. @throws {CommandError} if it can't be unsealed */
export async function readLogin(home: string, origin: string): Promise<Login | undefined> {
  const stored = readFile(home).logins.find((login) => login.origin === origin);
  if (stored === undefined) return undefined;
  const { kind, sealed, ...facts } = stored;
  // Loaded on demand: most commands use the local gateway, which needs no login.
  const { unseal } = await import('#adapters/secrets/sealing.ts');
  const text = unseal(await sealingKey(home), sealLabel(origin, kind), sealed);
  if (text === undefined)
    throw new CommandError(EXIT.denied, `cannot decrypt the credential in ${join(home, FILE)}`, { hint: LOGIN_AGAIN });
  // Sealed by `writeLogin` under this name, so it is a secret of this kind.
  return { ...facts, secret: JSON.parse(text) as LoginSecret };
}

/** Saves a login; `isCurrent` makes its gateway the default. */
export async function writeLogin(home: string, { secret, ...facts }: Login, isCurrent: boolean): Promise<void> {
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const { seal } = await import('#adapters/secrets/sealing.ts');
  const sealed = seal(await sealingKey(home), sealLabel(facts.origin, secret.kind), JSON.stringify(secret));
  const { current, logins } = readFile(home);
  const others = logins.filter(({ origin }) => origin !== facts.origin);
  const currentOne = isCurrent ? facts.origin : current;
  await save(home, {
    version: VERSION,
    ...(currentOne === undefined ? {} : { current: currentOne }),
    logins: [...others, { ...facts, kind: secret.kind, sealed }],
  });
}

/** Deletes a login; if it was the default, the local gateway is the default again. */
export async function deleteLogin(home: string, origin: string): Promise<void> {
  const { current, logins } = readFile(home);
  const others = logins.filter((login) => login.origin !== origin);
  if (others.length === 0) return rmSync(join(home, FILE), { force: true });
  await save(home, {
    version: VERSION,
    logins: others,
    ...(current === undefined || current === origin ? {} : { current }),
  });
}

async function save(home: string, file: LoginFile): Promise<void> {
  const { writeAtomically } = await import('#adapters/home/atomic-write.ts');
  await writeAtomically(join(home, FILE), `${JSON.stringify(file, null, 2)}\n`);
}

function readFile(home: string): LoginFile {
  const path = join(home, FILE);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    // No logins yet.
    return EMPTY;
  }
  if (process.platform !== 'win32') chmodSync(path, 0o600);
  try {
    const file: unknown = JSON.parse(text);
    // Only written by `save`; the version tells whether the format is known.
    if (typeof file === 'object' && file !== null && 'version' in file && file.version === VERSION)
      return file as LoginFile;
  } catch {
    // Reported below.
  }
  throw new CommandError(EXIT.failed, `${path} is corrupt or from another version`, {
    hint: 'Delete it, then run "gatehouse auth login".',
  });
}

function sealLabel(origin: string, kind: LoginSecret['kind']): string {
  return `cli.${kind}.${origin}`;
}

async function sealingKey(home: string): Promise<Uint8Array> {
  const folder = join(home, KEY_FOLDER);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { loadSealingKeys } = await import('#adapters/secrets/sealing-key.ts');
  return (await loadSealingKeys({ home: folder, source: undefined, passphrase: undefined })).key;
}
