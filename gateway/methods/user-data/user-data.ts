// Exports or permanently deletes all user data.
import { defineHandlers } from '../../server/dispatch/handler.ts';
import { makeTerminalHub } from '../../terminals/terminal-hub.ts';

export const USER_DATA_HANDLERS = defineHandlers({
  'sessions.export_user': ({ archive = false }, { services, engine, by, progress }) =>
    engine.userData.export(by, { version: services.identity.version, archive, onProgress: progress }),

  // A job that is left would bring deleted text back.
  'sessions.purge_user': (_params, { services, engine, gateway, by }) =>
    services.jobs.clear(async () => {
      const purged = await engine.userData.purge(by);
      services.schedules.forgetLastHeartbeat();
      gateway.state(makeTerminalHub).discardAll();
      await services.terminals.removeAll();
      return purged;
    }),
});
