// URLs of git repositories that can be cloned: no helper programs, no options, and no credentials.
import { hasControlCharacter } from '#contract/types/hidden-characters.ts';
import { GatewayError } from '#contract/wire/errors.ts';
import { lastPart } from './project-names.ts';

/** Why a repository couldn't be cloned; the values are those of the published `ProjectCloneErrorDetails`. */
export type CloneCause = 'invalid_url' | 'auth_required' | 'not_found' | 'network' | 'target_exists' | 'clone_failed';

/** A repository to clone. */
export interface GitSource {
  readonly url: string;
  /** The name of the repository. */
  readonly name: string;
  /** A folder of this computer. */
  readonly isLocal: boolean;
}

const PROTOCOLS: ReadonlySet<string> = new Set(['https:', 'ssh:', 'file:']);
/** `user@host:path` */
const SCP_LIKE = /^(?:[A-Za-z0-9._-]+@)?[A-Za-z0-9.-]+:(?!\/\/)[^\s:][^\s]*$/;
const WINDOWS_PATH = /^[A-Za-z]:[\\/]/;

/** The user part of a URL. */
const AUTHORITY_USER = /^([a-z]+:\/\/)[^/?#]*@/i;

/** The user name and password in a URL. */
function readUser(url: string): readonly string[] {
  const start = AUTHORITY_USER.exec(url)?.[0] ?? '';
  const user = start.slice(start.indexOf('//') + 2, -1);
  const at = user.indexOf(':');
  return at === -1 ? [user] : [user.slice(0, at), user.slice(at + 1)];
}

/** A typed error of a clone. */
export function cloneError(cause: CloneCause, message: string, hint: string): GatewayError {
  const isTemporary = cause === 'network';
  return new GatewayError(isTemporary ? 'UNAVAILABLE' : 'INVALID_REQUEST', message, {
    details: { code: 'PROJECT_CLONE_FAILED', cause, hint },
    ...(isTemporary ? { retryable: true } : {}),
  });
}

/** Checks a URL. @throws {GatewayError} `PROJECT_CLONE_FAILED` with the cause `invalid_url` */
export function parseGitUrl(asked: string): GitSource {
  const text = asked.trim();
  // `ext::` and similar run programs; a leading hyphen would be read as an option.
  if (text.startsWith('-') || text.includes('::') || hasControlCharacter(text) || /[\r\n\t]/.test(text))
    throw invalidUrl();
  if (text.startsWith('/') || WINDOWS_PATH.test(text)) return toSource(text, true);
  if (!text.includes('://')) {
    if (SCP_LIKE.test(text)) return toSource(text, false);
    throw invalidUrl();
  }
  if (!URL.canParse(text)) throw invalidUrl();
  const url = new URL(text);
  if (!PROTOCOLS.has(url.protocol)) throw invalidUrl();
  if (url.protocol !== 'file:' && (url.hostname === '' || url.hostname.startsWith('-'))) throw invalidUrl();
  const [user = '', password] = readUser(text);
  if (password !== undefined || (url.protocol === 'https:' && user !== ''))
    throw cloneError(
      'invalid_url',
      'The URL contains a user name, password, or token.',
      'Remove it. Git gets credentials from your credential helper, or sign in with "gh auth login".',
    );
  return toSource(text, url.protocol === 'file:');
}

function toSource(url: string, isLocal: boolean): GitSource {
  const name = lastPart(url.includes('://') ? new URL(url).pathname : url);
  if (name === '' || name === '.' || name === '..') throw invalidUrl();
  return { url, name, isLocal };
}

function invalidUrl(): GatewayError {
  return cloneError(
    'invalid_url',
    "This isn't the URL of a git repository.",
    'Enter an https:// or ssh:// URL, or user@host:path.',
  );
}

/** A URL without credentials, to show or store; undefined if it can't be shown. */
export function withoutCredentials(url: string): string | undefined {
  if (!url.includes('://')) return url.trim() === '' ? undefined : url;
  if (!URL.canParse(url)) return undefined;
  const parsed = new URL(url);
  const [user = ''] = readUser(url);
  const isNeeded = parsed.protocol === 'ssh:' && user !== '';
  return url.replace(AUTHORITY_USER, (_, scheme: string) => (isNeeded ? `${scheme}${user}@` : scheme));
}
