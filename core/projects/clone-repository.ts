// Clones a repository for a project. Git runs as the person, whose credentials stay in their own stores.
import { GitError, type Git } from '../ports/git.ts';
import type { ProjectFiles } from '../ports/project-files.ts';
import type { CreateProgress } from './create-options.ts';
import { cloneError, type CloneCause, type GitSource } from './git-url.ts';

/** Longest time of a clone, ms. */
const CLONE_TIMEOUT_MS = 60 * 60_000;
const DEFAULT_PORTS: Readonly<Record<string, number>> = { 'https:': 443, 'ssh:': 22 };

/** What git's messages mean, in the order in which they are tried. */
const CAUSES: readonly (readonly [pattern: RegExp, cause: CloneCause])[] = [
  [
    /Authentication failed|could not read (Username|Password)|terminal prompts disabled|Permission denied \(|Host key verification failed|HTTP Basic: Access denied|error: 403/i,
    'auth_required',
  ],
  [/not found|does not exist|does not appear to be a git repository|error: 404|Repository unavailable/i, 'not_found'],
  [
    /Could not resolve host|Connection (refused|timed out|reset)|Network is unreachable|Failed to connect|unable to access|Operation timed out|early EOF|No route to host|SSL|TLS/i,
    'network',
  ],
];

const TEXTS: Readonly<Record<CloneCause, readonly [message: string, hint: string]>> = {
  invalid_url: ["This isn't the URL of a git repository.", 'Check the URL.'],
  auth_required: [
    'The repository requires credentials, or your account has no access.',
    'Sign in with "gh auth login", or set up a credential helper or an SSH key, then retry.',
  ],
  not_found: ["The repository doesn't exist, or your account can't see it.", 'Check the URL and your access.'],
  network: ["Couldn't reach the server of the repository.", 'Check your connection and the URL, then retry.'],
  target_exists: ['There is already a folder with this name.', 'Choose another name, or add the existing folder.'],
  clone_failed: ["Couldn't clone the repository.", 'See the details, then retry.'],
};

/** Clones a repository into a folder that doesn't exist yet. Whatever goes wrong, no part of it is left. @throws {GatewayError} */
export async function cloneRepository(
  { git, files }: { readonly git: Git; readonly files: ProjectFiles },
  { url, isLocal }: GitSource,
  target: { readonly parent: string; readonly folder: string },
  { signal, onProgress }: CreateProgress,
): Promise<void> {
  const contacts = isLocal ? undefined : findDestination(url);
  const reader = createProgressReader(onProgress);
  // Local objects are copied rather than linked, so that no repository depends on another.
  const args = ['clone', '--progress', '--no-hardlinks', '--', url, target.folder];
  try {
    await git.run(target.parent, args, {
      signal,
      timeoutMs: CLONE_TIMEOUT_MS,
      onMessage: reader,
      asPerson: contacts === undefined ? {} : { contacts },
    });
  } catch (error) {
    await files.deleteFolder(target.folder).catch(() => undefined);
    if (signal.aborted || !(error instanceof GitError) || error.code === 'missing' || error.code === 'no-space')
      throw error;
    throw toCloneError(error);
  }
}

function toCloneError({ code, messages }: GitError) {
  const found = code === 'timed-out' ? 'network' : CAUSES.find(([pattern]) => pattern.test(messages))?.[1];
  const cause = found ?? 'clone_failed';
  const [message, hint] = TEXTS[cause];
  const detail = cause === 'clone_failed' ? lastLine(messages) : '';
  return cloneError(cause, detail === '' ? message : `${message} Git reported: ${detail}`, hint);
}

/** The typed error for a name that is taken. */
export function targetExists() {
  return cloneError('target_exists', ...TEXTS.target_exists);
}

function lastLine(messages: string): string {
  return (
    messages
      .split(/[\r\n]+/)
      .findLast((line) => line.trim() !== '')
      ?.replace(/^(fatal|error|remote): */, '')
      .slice(0, 300) ?? ''
  );
}

/** Where a URL leads to, for the outbound ledger. */
function findDestination(url: string): { readonly host: string; readonly port: number } | undefined {
  if (!url.includes('://')) {
    const host = /^(?:[^@]+@)?([^:]+):/.exec(url)?.[1];
    return host === undefined ? undefined : { host, port: 22 };
  }
  const { hostname, port, protocol } = new URL(url);
  return { host: hostname, port: port === '' ? (DEFAULT_PORTS[protocol] ?? 443) : Number(port) };
}

/** Reads `Receiving objects:  42% (420/1000)`, which git writes again and again on one line. */
function createProgressReader(onProgress: CreateProgress['onProgress']) {
  let rest = '';
  return (text: string): void => {
    const lines = (rest + text).split(/[\r\n]/);
    rest = (lines.pop() ?? '').slice(-1_000);
    const match = lines.map((line) => /^(?:remote: )?([A-Z][A-Za-z ]+): +(\d+)%/.exec(line)).findLast((found) => found);
    const [, step = '', percent = ''] = match ?? [];
    if (step !== '') onProgress({ step, done: Number(percent), total: 100 });
  };
}
