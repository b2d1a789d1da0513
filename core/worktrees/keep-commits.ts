// Copies commits of a worktree into its repository, without running anything there and without reading the worktree's settings.
import { invalidRequest } from '#contract/wire/errors.ts';
import type { WorktreeRecord } from '../ports/worktree-store.ts';
import { requireUsable } from './find-problem.ts';
import { basePlace, keptRef, worktreePlace, type WorktreePorts } from './worktree-ports.ts';

/** More objects stay a pack; fewer are stored one by one, because small packs would accumulate. As git does for what it receives. */
const UNPACK_BELOW = 100;
const MAX_PACK_BYTES = 1024 * 1024 * 1024;
const TIMEOUT_MS = 10 * 60_000;
const COMMIT = /^[0-9a-f]{40,64}$/;

type KeepPorts = Pick<WorktreePorts, 'git' | 'worktreeFolders'>;

/** The commit of the worktree's branch, and the branch that is checked out in it. @throws {GatewayError} */
async function readHead(
  ports: KeepPorts,
  record: WorktreeRecord,
  signal: AbortSignal,
): Promise<{ readonly commit: string; readonly branch: string | undefined }> {
  await requireUsable(ports, record);
  const place = worktreePlace(record);
  const [head, ref] = await Promise.all([
    ports.git.run(place, ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'], { signal, okCodes: [1, 128] }),
    ports.git.run(place, ['symbolic-ref', '--quiet', '--short', 'HEAD'], { signal, okCodes: [1, 128] }),
  ]);
  const commit = head.text.trim();
  if (!COMMIT.test(commit))
    throw invalidRequest(
      `The worktree "${record.name}" has no commit checked out.`,
      'WORKTREE_DAMAGED',
      'Check out a branch in it, or remove the worktree.',
    );
  return { commit, branch: ref.exitCode === 0 ? ref.text.trim() : undefined };
}

/**
 * Makes the commit that is checked out in the worktree part of the repository, and keeps it there. Returns it.
 * @throws {GatewayError} if the worktree can't be used
 */
export async function keepCommits(ports: KeepPorts, record: WorktreeRecord, signal: AbortSignal): Promise<string> {
  const { commit } = await readHead(ports, record, signal);
  const kept = ['rev-parse', '--verify', '--quiet', keptRef(record.id)];
  const { text } = await ports.git.run(basePlace(record), kept, { signal, okCodes: [1, 128] });
  if (text.trim() === commit) return commit;
  await copyCommit(ports, record, commit, signal);
  await ports.git.run(basePlace(record), ['update-ref', keptRef(record.id), commit], { signal });
  return commit;
}

/** Copies a commit and everything that the repository lacks of it. */
async function copyCommit(ports: KeepPorts, record: WorktreeRecord, commit: string, signal: AbortSignal) {
  const { git, worktreeFolders: files } = ports;
  const place = basePlace(record);
  const objects = `${record.path}/.git/objects`;
  if (await files.hasLinks(objects))
    throw invalidRequest(
      `The git folder of the worktree "${record.name}" contains links, so its commits aren't copied.`,
      'WORKTREE_DAMAGED',
      'Copy the files you need, then remove the worktree.',
    );
  const env = { GIT_ALTERNATE_OBJECT_DIRECTORIES: `"${objects.replaceAll(/["\\]/g, '\\$&')}"` };
  const limits = { signal, timeoutMs: TIMEOUT_MS };
  const range = [commit, '--not', '--all'];
  const { text } = await git.run(place, ['rev-list', '--objects', '--count', ...range], { ...limits, env });
  const count = Number(text);
  if (count === 0) return;
  const read =
    count < UNPACK_BELOW ? ['unpack-objects', '-q', '--strict'] : ['index-pack', '--stdin', '--strict', '--fix-thin'];
  const steps = [
    { args: ['rev-list', '--objects', ...range], env },
    { args: ['pack-objects', '--stdout', '--delta-base-offset', '-q'], env },
    { args: read },
  ];
  await git.pipe(place, steps, { ...limits, maxOutputBytes: MAX_PACK_BYTES });
}
