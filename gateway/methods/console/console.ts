// The console of a project.
import { defined } from '#contract/types/defined.ts';
import { defineHandlers } from '../../server/dispatch/handler.ts';
import { clearConsole, findProject, listLines } from '../../console/console-actions.ts';

const DEFAULT_ERRORS = 100;

export const CONSOLE_HANDLERS = defineHandlers({
  'console.projects': async (_params, { engine }) => ({ projects: await engine.console.projects() }),

  'console.list': (params, { engine }) => listLines(engine, params),

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

  'console.clear': (place, { engine, by }) => clearConsole(engine, place, by),
});
