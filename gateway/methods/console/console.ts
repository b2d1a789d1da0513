// The console of a project.
import { defined } from '#contract/types/defined.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import type { Engine } from '#core/engine/engine.ts';
import { defineHandlers } from '../../server/dispatch/handler.ts';

const DEFAULT_LINES = 500;
const DEFAULT_ERRORS = 100;

export const CONSOLE_HANDLERS = defineHandlers({
  'console.projects': async (_params, { engine }) => ({ projects: await engine.console.projects() }),

  async 'console.list'({ limit = DEFAULT_LINES, ownSession = false, ...params }, { engine }) {
    const project = await findProject(engine, params);
    const { beforeId, afterId, sourceId, kind, errorsOnly, search } = params;
    const sessionKey =
      ownSession && params.sessionKey !== undefined ? engine.sessions.resolveKey(params.sessionKey) : undefined;
    return engine.console.list({
      project,
      limit,
      ...defined({ beforeId, afterId, sourceId, kind, errorsOnly, sessionKey, search: search || undefined }),
    });
  },

  async 'console.errors'({ limit = DEFAULT_ERRORS, ...place }, { engine }) {
    const project = await findProject(engine, place);
    const [errors, autoFix] = await Promise.all([
      engine.console.errors(project, limit),
      engine.console.isAutoFixed(project),
    ]);
    return { project, errors, autoFix };
  },

  'console.analyze': async ({ text }, { engine }) => ({ errors: await engine.console.analyze(text) }),

  async 'console.subscribe'(place, { engine, gateway, connection, afterAnswer }) {
    const project = await findProject(engine, place);
    afterAnswer(() => gateway.consoleFeed.follow(connection, project));
    return { project };
  },

  async 'console.unsubscribe'(place, { engine, gateway, connection }) {
    const project = await findProject(engine, place);
    gateway.consoleFeed.unfollow(connection, project);
    return { project };
  },

  'console.fix': ({ errorId, sessionKey }, { engine, by }) =>
    engine.console.fix({
      errorId,
      by,
      ...defined({ sessionKey: sessionKey === undefined ? undefined : engine.sessions.resolveKey(sessionKey) }),
    }),

  async 'console.autoFix'({ enabled, ...place }, { engine, by }) {
    await engine.console.setAutoFix(await findProject(engine, place), enabled, by);
    return { ok: true };
  },

  async 'console.clear'(place, { engine, by }) {
    const project = await findProject(engine, place);
    return { project, removedLines: await engine.console.clear(project, by) };
  },
});

interface ProjectName {
  readonly project?: string;
  readonly sessionKey?: string;
}

/** The folder that a call names. @throws {GatewayError} if it names none, or two. */
async function findProject({ sessions, agents }: Engine, { project, sessionKey }: ProjectName): Promise<string> {
  if (project !== undefined && sessionKey === undefined) return project;
  if (sessionKey === undefined || project !== undefined)
    throw invalidRequest('Name a project or a session.', 'PROJECT_REQUIRED', 'Pass either `project` or `sessionKey`.');
  const key = sessions.resolveKey(sessionKey);
  const record = await sessions.get(key);
  return record?.workspace ?? agents.require(record?.agentId).workspace;
}
