// What methods and HTTP routes do with the console of a project.
import type { MethodParams, MethodResult } from '#contract/methods/registry.ts';
import { defined } from '#contract/types/defined.ts';
import type { ConsolePage } from '#contract/types/console.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import type { Engine } from '#core/engine/engine.ts';
import type { Principal } from '#core/principal.ts';

const DEFAULT_LINES = 500;

/** A page of lines. @throws {GatewayError} if no project is named. */
export async function listLines(
  engine: Engine,
  { limit = DEFAULT_LINES, ownSession = false, ...params }: MethodParams<'console.list'>,
): Promise<ConsolePage> {
  const project = await findProject(engine, params);
  const { beforeId, afterId, sourceId, kind, errorsOnly, search } = params;
  const sessionKey =
    ownSession && params.sessionKey !== undefined ? engine.sessions.resolveKey(params.sessionKey) : undefined;
  return engine.console.list({
    project,
    limit,
    ...defined({ beforeId, afterId, sourceId, kind, errorsOnly, sessionKey, search: search || undefined }),
  });
}

/** Permanently removes the output of a project. @throws {GatewayError} if no project is named. */
export async function clearConsole(
  engine: Engine,
  place: ProjectName,
  by: Principal,
): Promise<MethodResult<'console.clear'>> {
  const project = await findProject(engine, place);
  return { project, removedLines: await engine.console.clear(project, by) };
}

/** A project, by its folder or by a session that works in it. */
export interface ProjectName {
  readonly project?: string;
  readonly sessionKey?: string;
}

/** The folder that a call names. @throws {GatewayError} if it names none, or two. */
export async function findProject({ sessions, agents }: Engine, { project, sessionKey }: ProjectName): Promise<string> {
  if (project !== undefined && sessionKey === undefined) return project;
  if (sessionKey === undefined || project !== undefined)
    throw invalidRequest('Name a project or a session.', 'PROJECT_REQUIRED', 'Pass either `project` or `sessionKey`.');
  const key = sessions.resolveKey(sessionKey);
  const record = await sessions.get(key);
  return record?.workspace ?? agents.require(record?.agentId).workspace;
}
