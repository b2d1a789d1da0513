// Commits the changes of sessions, pushes their branches, and opens pull requests. Only a person can request it.
import { invalidRequest } from '#contract/wire/errors.ts';
import type { MadeCommit, PullRequest, PushedBranch } from '#contract/types/publishing.ts';
import type { Principal } from '../principal.ts';
import type { HostedRepository, NewPullRequest, PullRequests } from '../ports/pull-requests.ts';
import type { SessionRecord } from '../ports/sessions-store.ts';
import type { WorktreePorts } from '../worktrees/worktree-ports.ts';
import type { WorktreesFacet } from '../worktrees/worktrees.ts';
import { findTarget } from '../worktrees/read-worktree-status.ts';
import { commitChanges, type CommitRequest } from './commit-changes.ts';
import { findPlace, type ChangesPlace } from './find-place.ts';
import { findRemote } from './find-remote.ts';
import { proposeMessage } from './propose-message.ts';
import { pushBranch, type PushRequest } from './push-branch.ts';

/** A pull request for the branch of a session. */
export type PullRequestRequest = Partial<Pick<NewPullRequest, 'base' | 'title' | 'body' | 'isDraft'>>;

/** Publishing of changes. @throws {GatewayError} and `GitError`s */
export interface PublishingFacet {
  proposeMessage(session: SessionRecord, signal: AbortSignal): Promise<string>;
  commit(session: SessionRecord, request: CommitRequest, by: Principal, signal: AbortSignal): Promise<MadeCommit>;
  push(session: SessionRecord, request: PushRequest, by: Principal, signal: AbortSignal): Promise<PushedBranch>;
  /** Pushes the branch and opens a pull request, unless an open one exists. */
  openPullRequest(
    session: SessionRecord,
    request: PullRequestRequest & PushRequest,
    by: Principal,
    signal: AbortSignal,
  ): Promise<PullRequest>;
  /** The latest pull request of the branch; undefined if there is none. */
  pullRequest(session: SessionRecord, signal: AbortSignal): Promise<PullRequest | undefined>;
}

type PublishingPorts = WorktreePorts & { readonly pullRequests: PullRequests };

/** The publishing of the engine. */
export function publishing(ports: PublishingPorts, worktrees: WorktreesFacet): PublishingFacet {
  const open = async (session: SessionRecord, signal: AbortSignal): Promise<ChangesPlace> => {
    const worktree = session.worktreeId === undefined ? undefined : worktrees.require(session.worktreeId);
    return findPlace(ports, session, worktree, signal);
  };
  const audit = (by: Principal, action: string, { key }: SessionRecord, details: Readonly<Record<string, unknown>>) =>
    ports.store.audit.append({ by, action, subject: key, details });
  const push: PublishingFacet['push'] = async (session, request, by, signal) => {
    const pushed = await pushBranch(ports, await open(session, signal), request, by, signal);
    const { remote, branch, commit } = pushed;
    await audit(by, 'changes.pushed', session, { remote, branch, commit, allowSecrets: request.allowSecrets });
    return pushed;
  };
  return {
    proposeMessage: async (session, signal) => proposeMessage(ports, session, await open(session, signal), signal),
    async commit(session, request, by, signal) {
      const made = await commitChanges(ports, await open(session, signal), request, signal);
      await audit(by, 'changes.committed', session, { ...made, allowSecrets: request.allowSecrets });
      return made;
    },
    push,
    async openPullRequest(session, request, by, signal) {
      const place = await open(session, signal);
      const repository = await requireHosted(ports, place, request.remote, signal);
      const { branch } = await push(session, request, by, signal);
      const known = await ports.pullRequests.find(repository, branch, signal);
      if (known !== undefined && (known.state === 'open' || known.state === 'draft')) return known;
      const base = request.base ?? (await findBase(ports, place, signal));
      const { title = session.title ?? session.derivedTitle ?? branch, body = '', isDraft = false } = request;
      const created = await ports.pullRequests.create(repository, { head: branch, base, title, body, isDraft }, signal);
      await audit(by, 'changes.pullRequest', session, { url: created.url, branch, base });
      return created;
    },
    async pullRequest(session, signal) {
      const place = await open(session, signal);
      if (place.branch === undefined) return undefined;
      const repository = await requireHosted(ports, place, undefined, signal);
      return ports.pullRequests.find(repository, place.branch, signal);
    },
  };
}

async function requireHosted(
  { git }: PublishingPorts,
  { settingsFolder }: ChangesPlace,
  remote: string | undefined,
  signal: AbortSignal,
): Promise<HostedRepository> {
  const { hosted, name } = await findRemote(git, settingsFolder, remote, signal);
  if (hosted !== undefined) return hosted;
  throw invalidRequest(`The remote ${name} isn't a repository on GitHub.`, 'NOT_HOSTED', 'Push the branch instead.');
}

/** The branch that a pull request goes into: the one that a worktree started from, or that of the remote. */
async function findBase(
  ports: PublishingPorts,
  { worktree, settingsFolder }: ChangesPlace,
  signal: AbortSignal,
): Promise<string> {
  const target = worktree === undefined ? undefined : await findTarget(ports, worktree, signal);
  if (target !== undefined) return target;
  const args = ['symbolic-ref', '--quiet', '--short', 'refs/remotes/origin/HEAD'];
  const { text } = await ports.git.run(settingsFolder, args, { signal, okCodes: [1, 128] });
  return text.trim().replace(/^origin\//, '') || 'main';
}
