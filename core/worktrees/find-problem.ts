// Whether a worktree is still the one that Gatehouse created. Its agent can change everything in its folder.
import { invalidRequest } from '#contract/wire/errors.ts';
import type { WorktreeHealth } from '#contract/types/worktrees.ts';
import type { WorktreeRecord } from '../ports/worktree-store.ts';
import type { WorktreePorts } from './worktree-ports.ts';
import { toObjectList } from '../workspaces/git/plain-repository.ts';

/** Files that make git use another repository. A link in the folder could do so, too, or make it write elsewhere. */
const POINTERS = ['commondir', 'gitdir', 'objects/info/http-alternates'];

/** Its health, and what to do about it. */
export interface WorktreeProblem {
  readonly health: Exclude<WorktreeHealth, 'ready'>;
  readonly problem: string;
}

/** What is wrong with a worktree; undefined if it can be used. */
export async function findProblem(
  { worktreeFolders: files }: Pick<WorktreePorts, 'worktreeFolders'>,
  { path, name, state, objectFolders }: WorktreeRecord,
): Promise<WorktreeProblem | undefined> {
  if (state !== 'ready') return { health: 'removed', problem: `The worktree "${name}" was removed. Restore it first.` };
  if ((await files.identify(path)) === undefined)
    return {
      health: 'missing',
      problem: `The folder of the worktree "${name}" is missing. Restore it to get back its last known commit, or remove it from the list.`,
    };
  const isOwn =
    (await files.identify(`${path}/.git`)) !== undefined &&
    (await files.read(`${path}/.git/objects/info/alternates`)) === toObjectList(objectFolders);
  const pointers = await Promise.all(POINTERS.map((pointer) => files.read(`${path}/.git/${pointer}`)));
  // Objects are many, and are looked at when they are read.
  const hasLinks = await files.hasLinks(`${path}/.git`, 'objects');
  if (isOwn && !hasLinks && pointers.every((text) => text === undefined)) return undefined;
  return {
    health: 'damaged',
    problem: `The git folder of the worktree "${name}" was replaced, contains links, or uses objects of another repository, so Gatehouse doesn't use it. Copy the files you need, then remove the worktree.`,
  };
}

/** @throws {GatewayError} `WORKTREE_REMOVED`, `WORKTREE_MISSING`, or `WORKTREE_DAMAGED` */
export async function requireUsable(
  ports: Pick<WorktreePorts, 'worktreeFolders'>,
  record: WorktreeRecord,
): Promise<void> {
  const found = await findProblem(ports, record);
  if (found !== undefined) throw invalidRequest(found.problem, `WORKTREE_${found.health.toUpperCase()}`);
}
