// Where a new session works: a folder, an existing worktree, or a new one.
import { defined } from '#contract/types/defined.ts';
import { parseSessionKey } from '#contract/types/ids.ts';
import type { MethodParams } from '#contract/methods/registry.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import type { ProjectRecord } from '#core/ports/project-store.ts';
import type { WorktreeRecord } from '#core/ports/worktree-store.ts';
import type { SessionRecord } from '#core/ports/sessions-store.ts';
import type { Call } from '../../server/dispatch/handler.ts';
import { requireFolderGrant } from './session-grants.ts';

/** The folder of a session, and the worktree if it is one. */
export type SessionPlace = Partial<Pick<SessionRecord, 'workspace' | 'worktreeId'>>;

/** Opens the place that a request asks for. @throws {GatewayError} */
export async function openPlace(
  key: string,
  params: MethodParams<'sessions.create'>,
  project: ProjectRecord | undefined,
  call: Call,
): Promise<SessionPlace> {
  const { cwd, worktree, worktreeId } = params;
  if (worktreeId !== undefined) {
    if (cwd !== undefined || worktree === true)
      throw invalidRequest("worktreeId can't be combined with cwd or worktree.", 'INVALID_PARAMS');
    const { id, path, repoRoot } = call.engine.worktrees.require(worktreeId);
    // A registered project is open to everyone who may create sessions.
    if (repoRoot !== project?.folder) await requireFolderGrant(repoRoot, call);
    await call.services.folders.require(path);
    return { workspace: path, worktreeId: id };
  }
  const folder =
    cwd === undefined ? undefined : await requireFolderGrant(await call.services.folders.require(cwd), call);
  if (worktree !== true) return withKnownWorktree(folder, call);
  const root = folder ?? project?.folder ?? findAgentFolder(key, call);
  const created = await createFor(key, root, params, project, call);
  return { workspace: created.path, worktreeId: created.id };
}

/** The worktree of a session, as the result of `sessions.create` names it. */
export function describeWorktree({ worktreeId }: SessionRecord, { engine }: Call) {
  const found = worktreeId === undefined ? undefined : engine.worktrees.peek(worktreeId);
  return found === undefined ? undefined : { id: found.id, path: found.path, branch: found.branch };
}

/** A session in the folder of a worktree works in that worktree. */
function withKnownWorktree(folder: string | undefined, { engine }: Call): SessionPlace {
  const found = folder === undefined ? undefined : engine.worktrees.findByPath(folder);
  return defined({ workspace: folder, worktreeId: found?.id });
}

async function createFor(
  key: string,
  repoRoot: string,
  params: MethodParams<'sessions.create'>,
  project: ProjectRecord | undefined,
  { engine, by, signal }: Call,
): Promise<WorktreeRecord> {
  const { worktreeName, worktreeBranch, worktreeBaseRef, label, displayName, message, task } = params;
  const title = label ?? displayName ?? (message ?? task)?.slice(0, 200);
  const branch = { branch: worktreeBranch, baseRef: worktreeBaseRef };
  const options = defined({ name: worktreeName, ...branch, title, projectId: project?.id });
  const created = await engine.worktrees.create({ repoRoot, sessionKey: key, ...options }, by, signal);
  if (project !== undefined) await engine.projects.carry(project, { from: created.repoRoot, to: created.path });
  return created;
}

function findAgentFolder(key: string, { engine }: Call): string {
  const { workspace } = engine.agents.require(parseSessionKey(key)?.agentId);
  if (workspace !== '') return workspace;
  throw invalidRequest('Choose the folder of a repository.', 'NO_WORKSPACE');
}
