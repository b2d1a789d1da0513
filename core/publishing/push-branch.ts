// Pushes a branch with the user's own credentials. It runs in an empty repository that Gatehouse makes for it, so that no setting
// or hook of the project takes effect.
import { invalidRequest, unavailable, type GatewayError } from '#contract/wire/errors.ts';
import type { PushedBranch } from '#contract/types/publishing.ts';
import { defined } from '#contract/types/defined.ts';
import { GitError } from '../ports/git.ts';
import { toObjectList } from '../workspaces/git/plain-repository.ts';
import { keepBranch } from '../worktrees/keep-branch.ts';
import { inspectBase } from '../worktrees/inspect-base.ts';
import type { WorktreePorts } from '../worktrees/worktree-ports.ts';
import type { Principal } from '../principal.ts';
import type { ChangesPlace } from './find-place.ts';
import { findRemote, type Remote } from './find-remote.ts';
import { scanPatch, secretsFound } from './scan-patch.ts';

const TIMEOUT_MS = 5 * 60_000;
const MAX_PATCH_BYTES = 64 * 1024 * 1024;

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

async function requireNoSecrets(
  { git, secretGuard }: WorktreePorts,
  { repoGitDir }: ChangesPlace,
  { remote, commit }: { readonly remote: Remote; readonly commit: string },
  signal: AbortSignal,
): Promise<void> {
  const args = ['log', '-p', '-U0', '--format=', '--no-merges', commit, '--not', `--remotes=${remote.name}`];
  const { text } = await git.run({ gitDir: repoGitDir }, args, {
    signal,
    timeoutMs: TIMEOUT_MS,
    maxOutputBytes: MAX_PATCH_BYTES,
  });
  const findings = scanPatch(text, secretGuard);
  if (findings.length > 0) throw secretsFound(findings, 'pushed');
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
    const args = [
      'push',

      '--progress',
      '--no-verify',
      '--',
      remote.url,
      `${commit}:refs/heads/${branch}`,
    ];
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
  return invalidRequest(`The push failed: ${error.message}`, 'PUSH_FAILED');
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
