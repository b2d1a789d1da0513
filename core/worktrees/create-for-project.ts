// A new worktree with the files that its project carries into it.
import { invalidRequest } from '#contract/wire/errors.ts';
import type { ProjectRecord } from '../ports/project-store.ts';
import type { WorktreeRecord } from '../ports/worktree-store.ts';
import type { Principal } from '../principal.ts';
import type { WorktreesFacet } from './worktrees.ts';

/** The kind of machine that works on another computer. */
const REMOTE_MACHINE = 'ssh';

/** The parts of the engine that are needed. */
interface Parts {
  readonly worktrees: Pick<WorktreesFacet, 'create' | 'undoCreate'>;
  readonly projects: {
    carry(project: ProjectRecord, folders: { readonly from: string; readonly to: string }): Promise<unknown>;
  };
}

/** Who creates it, and for which project, if any. */
interface Creation {
  readonly project: ProjectRecord | undefined;
  readonly by: Principal;
  readonly signal: AbortSignal;
}

/** Creates it completely, or not at all. */
export async function createForProject(
  { worktrees, projects }: Parts,
  request: Parameters<WorktreesFacet['create']>[0],
  { project, by, signal }: Creation,
): Promise<WorktreeRecord> {
  const created = await worktrees.create(request, by, signal);
  try {
    if (project !== undefined) await projects.carry(project, { from: created.repoRoot, to: created.path });
    return created;
  } catch (error) {
    await worktrees.undoCreate(created.id);
    throw error;
  }
}

/** A worktree is a folder of this computer. @throws {GatewayError} `WORKTREE_NEEDS_LOCAL`, with a hint, for machines elsewhere */
export function requireLocalMachine(kind: string | undefined, hint: string): void {
  if (kind !== REMOTE_MACHINE) return;
  const problem = 'Worktrees are on this computer, and this agent works on another one.';
  throw invalidRequest(problem, 'WORKTREE_NEEDS_LOCAL', hint);
}
