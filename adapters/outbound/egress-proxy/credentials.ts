// Decides whether a request gets a credential. Only listed hosts, paths, and methods do.
import type { HostCredential } from '#core/outbound/host-credential.ts';

/** The credentials for the host of a request, read for each one so that a deleted one is no longer used. */
export type FindCredentials = (url: URL) => Promise<readonly HostCredential[]>;

/** Whether the request gets the credential. `denied`: the credential covers the path, but not this kind of change. */
export type Verdict = 'add' | 'omit' | 'denied';

const READS: ReadonlySet<string> = new Set(['GET', 'HEAD']);
const WRITES: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);
/** Decoding more often than this is no longer done by any server. */
const MAX_DECODINGS = 3;

/** What to do with a request. */
export interface Decision {
  readonly verdict: Verdict;
  /** The credential to add. */
  readonly credential?: HostCredential;
}

/** Chooses among the credentials of a host: the one with the longest path decides. */
export function chooseCredential(credentials: readonly HostCredential[], method: string, url: URL): Decision {
  for (const credential of credentials.toSorted((one, other) => other.path.length - one.path.length)) {
    const verdict = judgeRequest(credential, method, url);
    if (verdict === 'add') return { verdict, credential };
    if (verdict === 'denied') return { verdict };
  }
  return { verdict: 'omit' };
}

function judgeRequest(credential: HostCredential, method: string, url: URL): Verdict {
  const inside = findInnerPath(credential.path, url.pathname);
  if (inside === undefined) return 'omit';
  switch (credential.use) {
    case 'git':
      return judgeGit(credential, method, inside, url);
    case 'npm':
      // Below `/-/` are accounts and tokens, except the tags of a package.
      return inside.startsWith('/-/') && !inside.startsWith('/-/package/') ? 'omit' : judgeMethod(credential, method);
    case 'http':
      return judgeMethod(credential, method);
  }
}

/** The three URLs of git's HTTP protocol: gitprotocol-http(5). */
function judgeGit({ access }: HostCredential, method: string, path: string, { searchParams }: URL): Verdict {
  const service =
    method === 'GET' && path.endsWith('/info/refs')
      ? searchParams.getAll('service').join()
      : method === 'POST'
        ? path.slice(path.lastIndexOf('/') + 1)
        : '';
  if (service === 'git-upload-pack') return 'add';
  if (service === 'git-receive-pack') return access === 'write' ? 'add' : 'denied';
  return 'omit';
}

function judgeMethod({ access }: HostCredential, method: string): Verdict {
  if (READS.has(method)) return 'add';
  if (!WRITES.has(method)) return 'omit';
  return access === 'write' ? 'add' : 'denied';
}

/** The path below the prefix; undefined outside of it, or if servers could read the path in different ways. */
function findInnerPath(prefix: string, path: string): string | undefined {
  const decoded = decodeFully(path);
  if (decoded === undefined || decoded.split(/[/\\]/).some((part) => part === '.' || part === '..')) return undefined;
  if (decoded.includes('\\') || decoded.includes('\0')) return undefined;
  const base = prefix.replace(/\/+$/, '');
  if (path === base) return '/';
  return decoded.startsWith(`${base}/`) && path.startsWith(`${base}/`) ? decoded.slice(base.length) : undefined;
}

function decodeFully(path: string): string | undefined {
  let text = path;
  for (let round = 0; round < MAX_DECODINGS; round += 1) {
    const decoded = tryDecode(text);
    if (decoded === undefined || decoded === text) return decoded;
    text = decoded;
  }
  return undefined;
}

function tryDecode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    // Not valid UTF-8, or a lone percent sign.
    return undefined;
  }
}

/** The value of the `Authorization` header. */
export function toAuthorization({ user, secret }: HostCredential): string {
  if (user === undefined) return `Bearer ${secret.reveal()}`;
  return `Basic ${Buffer.from(`${user}:${secret.reveal()}`).toString('base64')}`;
}

/** Texts that must not come back in a response. */
export function revealingTexts(credential: HostCredential): readonly string[] {
  const authorization = toAuthorization(credential);
  return [credential.secret.reveal(), authorization.slice(authorization.indexOf(' ') + 1)];
}
