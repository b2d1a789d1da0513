// Pushes a branch with the user's own credentials. It runs in an empty repository that Gatehouse makes for it, so that no setting
// or hook of the project takes effect.
import { invalidRequest, unavailable, type GatewayError } from '#contract/wire/errors.ts';
import type { PushedBranch, SecretFinding } from '#contract/types/publishing.ts';
import { defined } from '#contract/types/defined.ts';
import { GitError } from '../ports/git.ts';
import { toObjectList } from '../workspaces/git/plain-repository.ts';
import { keepBranch } from '../worktrees/keep-branch.ts';
import { inspectBase } from '../worktrees/inspect-base.ts';
import type { WorktreePorts } from '../worktrees/worktree-ports.ts';
import { section } from '../worktrees/write-repository.ts';
import type { Principal } from '../principal.ts';
import type { ChangesPlace } from './find-place.ts';
import { findRemote, type Remote } from './find-remote.ts';
import { scanPatch, secretsFound } from './scan-patch.ts';

const TIMEOUT_MS = 5 * 60_000;
const MAX_PATCH_BYTES = 64 * 1024 * 1024;
/** The user name and password in an address. */
const PASSWORD = /(\w:\/\/)[^@/\s]*@/g;
/** Commits whose patches are read at once. */
const SCANNED_AT_ONCE = 200;
/** The name that the remote has in the repository that is pushed from. */
const REMOTE = 'target';

/** What to push. */
export interface PushRequest {
  readonly remote?: string;
  /** A person has decided to push text that looks like a secret. */
  readonly allowSecrets: boolean;
  readonly onProgress: (text: string) => void;
}

/** Pushes the branch of a session. Never forces. @throws {GatewayError} */
export async function pushBranch(
  ports: WorktreePorts,
  changes: ChangesPlace,
  request: PushRequest,
  by: Principal,
  signal: AbortSignal,
): Promise<PushedBranch> {
  const { branch, commit } = await findBranch(ports, changes, by, signal);
  const remote = await findRemote(ports.git, changes.settingsFolder, request.remote, signal);
  if (!request.allowSecrets) await requireNoSecrets(ports, changes, { remote, commit }, signal);
  await runPush(ports, changes, { remote, commit, branch, request }, signal);
  const known = `refs/remotes/${remote.name}/${branch}`;
  await ports.git
    .run({ gitDir: changes.repoGitDir }, ['update-ref', '-m', 'push', known, commit], { signal })
    // Only what the repository knows about its remote; the next fetch updates it.
    .catch(() => undefined);
  return { remote: remote.name, branch, commit, ...defined({ compareUrl: toCompareUrl(remote, branch) }) };
}

/** The branch to push, as the repository has it. */
async function findBranch(
  ports: WorktreePorts,
  { worktree, place, branch }: ChangesPlace,
  by: Principal,
  signal: AbortSignal,
) {
  if (worktree !== undefined) return keepBranch(ports, worktree, by, signal);
  if (branch === undefined)
    throw invalidRequest(
      'No branch is checked out.',
      'NO_BRANCH',
      'Create one with "git switch -c <name>", then push.',
    );
  const { text } = await ports.git.run(place, ['rev-parse', '--verify', `refs/heads/${branch}^{commit}`], { signal });
  return { branch, commit: text.trim() };
}

/** Scans the commits that the remote doesn't have. */
async function requireNoSecrets(
  ports: WorktreePorts,
  { repoGitDir }: ChangesPlace,
  { remote, commit }: { readonly remote: Remote; readonly commit: string },
  signal: AbortSignal,
): Promise<void> {
  const args = ['rev-list', commit, '--not', `--remotes=${remote.name}`];
  const { text } = await ports.git.run({ gitDir: repoGitDir }, args, { signal, timeoutMs: TIMEOUT_MS });
  const commits = text.split('\n').filter((line) => line !== '');
  for (let at = 0; at < commits.length; at += SCANNED_AT_ONCE) {
    const findings = await scanCommits(ports, repoGitDir, commits.slice(at, at + SCANNED_AT_ONCE), signal);
    if (findings.length > 0) throw secretsFound(findings, 'pushed');
  }
}

/** Of a merge, what a person or an agent changed in it is scanned. Large commits are scanned one by one. */
async function scanCommits(
  ports: WorktreePorts,
  gitDir: string,
  commits: readonly string[],
  signal: AbortSignal,
): Promise<readonly SecretFinding[]> {
  const args = ['log', '-p', '-U0', '--format=', '--diff-merges=remerge', '--no-walk', '--stdin'];
  const limits = { timeoutMs: TIMEOUT_MS, maxOutputBytes: MAX_PATCH_BYTES };
  try {
    const { text } = await ports.git.run({ gitDir }, args, { signal, ...limits, input: commits.join('\n') });
    return scanPatch(text, ports.secretGuard);
  } catch (error) {
    if (!(error instanceof GitError) || error.code !== 'too-large') throw error;
    if (commits.length === 1) throw tooLarge(commits[0] ?? '');
    const half = Math.ceil(commits.length / 2);
    const findings = await scanCommits(ports, gitDir, commits.slice(0, half), signal);
    return findings.length > 0 ? findings : scanCommits(ports, gitDir, commits.slice(half), signal);
  }
}

function tooLarge(commit: string): GatewayError {
  return invalidRequest(
    `The commit ${commit.slice(0, 8)} is too large to be scanned for secrets (over ${MAX_PATCH_BYTES / 1024 / 1024} MiB of text).`,
    'TOO_LARGE_TO_SCAN',
    'Push the branch with git in a terminal.',
  );
}

async function runPush(
  ports: WorktreePorts,
  changes: ChangesPlace,
  { remote, commit, branch, request }: { remote: Remote; commit: string; branch: string; request: PushRequest },
  signal: AbortSignal,
): Promise<void> {
  const { git, worktreeFolders: files, ids } = ports;
  const { objectFolders, objectFormat } = await inspectBase(ports, changes.settingsFolder, signal);
  const folder = `${files.root}/.merging/${ids.next()}`;
  await files.create(folder);
  try {
    await git.run(folder, ['init', '-q', '--bare', `--object-format=${objectFormat}`, folder], { signal });
    await files.write(`${folder}/objects/info/alternates`, toObjectList(objectFolders));
    // The address can contain a password, which other programs could read in a list of arguments.
    const settings = (await files.read(`${folder}/config`)) ?? '';
    await files.write(`${folder}/config`, `${settings}${section(`remote "${REMOTE}"`, [['url', remote.url]])}`);
    const args = ['push', '--progress', '--no-verify', '--', REMOTE, `${commit}:refs/heads/${branch}`];
    await git.run({ gitDir: folder }, args, {
      signal,
      timeoutMs: TIMEOUT_MS,
      asPerson: defined({ contacts: remote.contacts }),
      onMessage: request.onProgress,
    });
  } catch (error) {
    throw error instanceof GitError ? toPushError(error, remote, branch) : error;
  } finally {
    await files.remove(folder);
  }
}

function toPushError(error: GitError, { name, contacts }: Remote, branch: string): GatewayError {
  const host = contacts?.host ?? name;
  const { messages, code } = error;
  if (/non-fast-forward|fetch first|\[rejected\]/i.test(messages))
    return invalidRequest(
      `The branch ${branch} of ${name} has commits that this one doesn't have.`,
      'PUSH_REJECTED',
      'Fetch and merge them, or push a branch with another name.',
    );
  if (
    /Authentication failed|Permission denied|could not read (Username|Password)|403|401|Host key verification/i.test(
      messages,
    )
  )
    return invalidRequest(
      `Git couldn't sign in to ${host}.`,
      'PUSH_DENIED',
      'Check that "git push" works in a terminal on this computer: sign in with your credential manager, "gh auth login", or "ssh-add".',
    );
  if (
    code === 'timed-out' ||
    /Could not resolve host|unable to access|Connection (refused|timed out)|Network is unreachable/i.test(messages)
  )
    return unavailable(`Couldn't reach ${host}. Check your connection, then retry.`, {
      details: { code: 'PUSH_UNREACHABLE' },
    });
  return invalidRequest(`The push failed: ${error.message.replaceAll(PASSWORD, '$1')}`, 'PUSH_FAILED');
}

/** The page of a host on which a pull request can be opened. */
function toCompareUrl({ hosted }: Remote, branch: string): string | undefined {
  if (hosted === undefined) return undefined;
  const name = branch.split('/').map(encodeURIComponent).join('/');
  if (hosted.host === 'github.com') return `https://${hosted.host}/${hosted.path}/compare/${name}?expand=1`;
  if (/(^|\.)gitlab\./.test(hosted.host))
    return `https://${hosted.host}/${hosted.path}/-/merge_requests/new?merge_request%5Bsource_branch%5D=${encodeURIComponent(branch)}`;
  return undefined;
}
