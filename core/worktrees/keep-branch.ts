// Creates the branch of a worktree in its repository, or moves it forward. Never in any other way.
import { invalidRequest } from '#contract/wire/errors.ts';
import type { Principal } from '../principal.ts';
import type { WorktreeRecord } from '../ports/worktree-store.ts';
import { keepCommits } from './keep-commits.ts';
import { findCheckout, moveCheckout, requireMovable } from './update-checkout.ts';
import { basePlace, type WorktreePorts } from './worktree-ports.ts';

/** Keeps the commits of a worktree as a branch. @throws {GatewayError} `BRANCH_DIVERGED` */
export async function keepBranch(
  ports: WorktreePorts,
  record: WorktreeRecord,
  by: Principal,
  signal: AbortSignal,
): Promise<{ readonly branch: string; readonly commit: string }> {
  const { git } = ports;
  const commit = await keepCommits(ports, record, signal);
  const { branch } = record;
  const ref = `refs/heads/${branch}`;
  const options = { signal, okCodes: [1, 128] };
  const known = await git.run(basePlace(record), ['rev-parse', '--verify', '--quiet', ref], options);
  const before = known.exitCode === 0 ? known.text.trim() : '';
  if (before === commit) return { branch, commit };
  const isBehind =
    before === '' ||
    (await git.run(basePlace(record), ['merge-base', '--is-ancestor', before, commit], options)).exitCode === 0;
  if (!isBehind)
    throw invalidRequest(
      `The branch ${branch} of the repository has commits that this worktree doesn't have.`,
      'BRANCH_DIVERGED',
      'Merge the worktree into that branch instead.',
    );
  const checkout = before === '' ? undefined : await findCheckout(ports, record, branch, signal);
  const move = { from: before, to: commit };
  if (checkout !== undefined) {
    await requireMovable(git, checkout, move, signal);
    await moveCheckout(git, checkout, move, signal);
  }
  // An empty old value means that the branch must not exist.
  await git.run(basePlace(record), ['update-ref', '-m', 'branch of a worktree', ref, commit, before], { signal });
  await ports.store.audit.append({ by, action: 'worktree.branch', subject: record.id, details: { branch, commit } });
  return { branch, commit };
}
