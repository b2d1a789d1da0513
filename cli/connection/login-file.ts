// What this machine's command line knows of gateways that let it in: `cli.json` in the home folder, owner-only, its secrets sealed.
import { chmodSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { writeAtomically } from '#adapters/home/atomic-write.ts';
import { loadSealingKeys } from '#adapters/secrets/sealing-key.ts';
import { seal, unseal } from '#adapters/secrets/sealing.ts';

import { CommandError, EXIT } from '../output/exit-codes.ts';

const FILE = 'cli.json';
/** The key lies in a folder of its own: the home's own key may be moved into the system's key store. */
const KEY_FOLDER = 'cli';
const VERSION = 1;

/** How this machine is let in. */
export type LoginSecret =
  | { readonly kind: 'device'; readonly privateKey: string; readonly token: string }
  | { readonly kind: 'api-key'; readonly key: string };

/** A gateway that lets this machine in. */
export interface Login {
  /** Its address, as `https://host:port`; on this machine `http:`. */
  readonly origin: string;
  /** SHA-256 of its certificate, when the person trusted that one. */
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
  /** Address of the gateway that is meant when none is named. */
  readonly current?: string;
  readonly logins: readonly StoredLogin[];
}

const EMPTY: LoginFile = { version: VERSION, logins: [] };

/** Address of the gateway that `auth login` chose, if any. */
export function currentOrigin(home: string): string | undefined {
  return readFile(home).current;
}

/** The login for an address, opened. @throws {CommandError} when it cannot be opened */
export async function readLogin(home: string, origin: string): Promise<Login | undefined> {
  const stored = readFile(home).logins.find((login) => login.origin === origin);
  if (stored === undefined) return undefined;
  const { kind, sealed, ...facts } = stored;
  const text = unseal(await keyOf(home), sealName(origin, kind), sealed);
  if (text === undefined)
    throw new CommandError(
      EXIT.refused,
      `the login in ${join(home, FILE)} cannot be opened; say "gatehouse auth login"`,
    );
  // What was sealed here was a secret of this kind.
  return { ...facts, secret: JSON.parse(text) as LoginSecret };
}

/** Keeps a login; `isCurrent` makes its gateway the one that is meant when none is named. */
export async function writeLogin(home: string, { secret, ...facts }: Login, isCurrent: boolean): Promise<void> {
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const sealed = seal(await keyOf(home), sealName(facts.origin, secret.kind), JSON.stringify(secret));
  const { current, logins } = readFile(home);
  const others = logins.filter(({ origin }) => origin !== facts.origin);
  const meant = isCurrent ? facts.origin : current;
  await save(home, {
    version: VERSION,
    ...(meant === undefined ? {} : { current: meant }),
    logins: [...others, { ...facts, kind: secret.kind, sealed }],
  });
}

/** Forgets a login; this machine's own gateway is meant again. */
export async function forgetLogin(home: string, origin: string): Promise<void> {
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
  await writeAtomically(join(home, FILE), `${JSON.stringify(file, null, 2)}\n`);
}

function readFile(home: string): LoginFile {
  const path = join(home, FILE);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    // Nobody logged in here.
    return EMPTY;
  }
  if (process.platform !== 'win32') chmodSync(path, 0o600);
  try {
    const file: unknown = JSON.parse(text);
    // Written by us alone; the version says whether we can read it.
    if (typeof file === 'object' && file !== null && 'version' in file && file.version === VERSION)
      return file as LoginFile;
  } catch {
    // Falls through to the sentence below.
  }
  throw new CommandError(
    EXIT.failed,
    `${path} is damaged or of another version. Remove it and say "gatehouse auth login".`,
  );
}

function sealName(origin: string, kind: LoginSecret['kind']): string {
  return `cli.${kind}.${origin}`;
}

async function keyOf(home: string): Promise<Uint8Array> {
  const folder = join(home, KEY_FOLDER);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return (await loadSealingKeys({ home: folder, source: undefined, passphrase: undefined })).key;
}
