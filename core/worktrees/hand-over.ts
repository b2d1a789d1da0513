// Hands the conflicts of a merge to the agent of the worktree, which merges the target itself, in its own machine. The host writes nothing:
// programs of the agent can replace folders by links at any time, so that files would be written elsewhere.
import { invalidRequest } from '#contract/wire/errors.ts';
import type { WorktreeRecord } from '../ports/worktree-store.ts';
import { keepCommits } from './keep-commits.ts';
import { mergeTrees } from './merge-trees.ts';
import { requireMerge } from './merges.ts';
import { readIdentity } from './read-person.ts';
import { requireNoIgnored } from './update-checkout.ts';
import { basePlace, worktreePlace, type WorktreePorts } from './worktree-ports.ts';

const SAFE_NAME = /^[\w./+-]+$/;

/** The files that the agent has to decide, and what to tell it. */
export interface HandedOver {
  readonly sessionKey: string;
  readonly files: readonly string[];
  readonly message: string;
}

/** Describes the merge to the agent. @throws {GatewayError} */
export async function handOver(ports: WorktreePorts, record: WorktreeRecord, signal: AbortSignal): Promise<HandedOver> {
  const { target, targetCommit } = requireMerge(record);
  const { sessionKey } = record;
  if (sessionKey === undefined)
    throw invalidRequest('No session works in this worktree.', 'NO_SESSION', 'Resolve the conflicts yourself.');
  const { git } = ports;
  const head = await keepCommits(ports, record, signal);
  await requireNoIgnored(git, worktreePlace(record), { from: head, to: targetCommit }, signal);
  const identity = await readIdentity(ports, record.repoRoot, signal);
  // What a rebase left undecided is only its first commit.
  const { conflicts } = await mergeTrees({ git, place: basePlace(record), identity, signal }, head, targetCommit);
  const files = conflicts.map(({ path }) => path);
  const subject = SAFE_NAME.test(target) ? `Merge branch ${target}` : 'Merge the target branch';
  const message = [
    `Merge the branch ${target} into this worktree by running: git merge --no-ff -m "${subject}" ${targetCommit}`,
    'These files will have conflicts:',
    ...files.map((path) => `- ${path}`),
    '',
    'Resolve the conflicts so that the intent of both changes is preserved, check that the project still works, then run "git add" on the files and "git commit --no-edit".',
  ].join('\n');
  return { sessionKey, files, message };
}
