// Where a new session works: a folder, an existing worktree, or a new one.
import { defined } from '#contract/types/defined.ts';
import { parseSessionKey } from '#contract/types/ids.ts';
import type { MethodParams } from '#contract/methods/registry.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import type { ProjectRecord } from '#core/ports/project-store.ts';
import type { WorktreeRecord } from '#core/ports/worktree-store.ts';
import type { SessionRecord } from '#core/ports/sessions-store.ts';
import { createForProject, requireLocalMachine } from '#core/worktrees/create-for-project.ts';
import type { Call } from '../../server/dispatch/handler.ts';
import { requireFolderGrant } from './session-grants.ts';

/** The folder of a session, and the worktree if it is one. */
type SessionPlace = Partial<Pick<SessionRecord, 'workspace' | 'worktreeId'>>;

/** What a request for a new session asks for. */
interface NewSessionPlace {
  readonly key: string;
  readonly params: MethodParams<'sessions.create'>;
  readonly project: ProjectRecord | undefined;
}

/** Rejects options that exclude each other. @throws {GatewayError} */
export function requireConsistentPlace(params: MethodParams<'sessions.create'>): void {
  const { cwd, fork, worktree, worktreeId, worktreeBranch, worktreeBaseRef, worktreeName } = params;
  const refuse = (message: string): never => {
    throw invalidRequest(message, 'INVALID_PARAMS');
  };
  if (worktree !== true && [worktreeBranch, worktreeBaseRef, worktreeName].some((option) => option !== undefined))
    refuse('worktreeBranch, worktreeBaseRef, and worktreeName require worktree.');
  if (worktreeId !== undefined && (cwd !== undefined || worktree === true))
    refuse("worktreeId can't be combined with cwd or worktree.");
  if (fork !== true) return;
  if (cwd !== undefined) refuse("cwd can't be combined with fork: a fork keeps its parent's folder.");
  if (worktree === true || worktreeId !== undefined)
    refuse("A worktree can't be combined with fork: a fork keeps its parent's folder.");
}

/** Creates a session in the place that a request asks for. A new worktree without a session is removed. */
export async function inNewPlace<T>(
  asked: NewSessionPlace,
  call: Call,
  create: (place: SessionPlace) => Promise<T>,
): Promise<T> {
  const place = await openPlace(asked, call);
  try {
    return await create(place);
  } catch (error) {
    if (asked.params.worktree === true && place.worktreeId !== undefined)
      await call.engine.worktrees.undoCreate(place.worktreeId);
    throw error;
  }
}

/** Opens the place that a request asks for. @throws {GatewayError} */
async function openPlace(asked: NewSessionPlace, call: Call): Promise<SessionPlace> {
  const { key, params, project } = asked;
  const { cwd, worktree, worktreeId } = params;
  if (worktreeId !== undefined) {
    const { id, path, repoRoot } = call.engine.worktrees.require(worktreeId);
    // A registered project is open to everyone who may create sessions.
    if (repoRoot !== project?.folder) await requireFolderGrant(repoRoot, call);
    await call.services.folders.require(path);
    return { workspace: path, worktreeId: id };
  }
  const folder =
    cwd === undefined ? undefined : await requireFolderGrant(await call.services.folders.require(cwd), call);
  if (worktree !== true) return withKnownWorktree(folder, call);
  const agentMachine = call.engine.agents.machine(parseSessionKey(key)?.agentId ?? '');
  const machine = params.machine ?? project?.defaults.machine ?? agentMachine;
  requireLocalMachine(machine, 'Choose another agent or machine, or work in the folder itself.');
  const created = await createFor(folder ?? project?.folder ?? findAgentFolder(key, call), asked, call);
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
  repoRoot: string,
  { key, params, project }: NewSessionPlace,
  { engine, by, signal }: Call,
): Promise<WorktreeRecord> {
  const { worktreeName, worktreeBranch, worktreeBaseRef, label, displayName, message, task } = params;
  const title = label ?? displayName ?? (message ?? task)?.slice(0, 200);
  const branch = { branch: worktreeBranch, baseRef: worktreeBaseRef };
  const options = defined({ name: worktreeName, ...branch, title, projectId: project?.id });
  return createForProject(engine, { repoRoot, sessionKey: key, ...options }, { project, by, signal });
}

function findAgentFolder(key: string, { engine }: Call): string {
  const { workspace } = engine.agents.require(parseSessionKey(key)?.agentId);
  if (workspace !== '') return workspace;
  throw invalidRequest('Choose the folder of a repository.', 'NO_WORKSPACE');
}
