// Hands the conflicts of a merge to the agent of the worktree: the target is merged into the worktree, with markers in its files.
import { readStatus } from '../git/read-status.ts';
import type { WorktreeRecord } from '../ports/worktree-store.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import { requireUsable } from './find-problem.ts';
import { requireMerge } from './merges.ts';
import { readIdentity } from './read-person.ts';
import { requireNoIgnored } from './update-checkout.ts';
import { worktreePlace, type WorktreePorts } from './worktree-ports.ts';

const TIMEOUT_MS = 5 * 60_000;

/** The files that the agent has to decide, and what to tell it. */
export interface HandedOver {
  readonly sessionKey: string;
  readonly files: readonly string[];
  readonly message: string;
}

/** Merges the target into the worktree without committing. @throws {GatewayError} */
export async function handOver(ports: WorktreePorts, record: WorktreeRecord, signal: AbortSignal): Promise<HandedOver> {
  const { target, targetCommit } = requireMerge(record);
  const { sessionKey } = record;
  if (sessionKey === undefined)
    throw invalidRequest('No session works in this worktree.', 'NO_SESSION', 'Resolve the conflicts yourself.');
  await requireUsable(ports, record);
  const env = await readIdentity(ports, record.repoRoot, signal);
  const place = worktreePlace(record);
  await requireNoIgnored(ports.git, place, { from: 'HEAD', to: targetCommit }, signal);
  const args = ['merge', '--no-commit', '--no-ff', '-m', `Merge branch '${target}'`, targetCommit];
  await ports.git.run(place, args, { signal, env, okCodes: [1], timeoutMs: TIMEOUT_MS });
  const { entries } = await readStatus(ports.git, place, signal, 'no');
  const files = entries.filter(({ kind }) => kind === 'conflicted').map(({ path }) => path);
  const message = [
    `The branch ${target} was merged into this worktree, and these files have conflicts:`,
    ...files.map((path) => `- ${path}`),
    '',
    'Resolve the conflicts so that the intent of both changes is preserved, check that the project still works, then run "git add" on the files and "git commit --no-edit".',
  ].join('\n');
  return { sessionKey, files, message };
}
