// Exports or permanently deletes all user data.
import { defineHandlers } from '../../server/dispatch/handler.ts';

export const USER_DATA_HANDLERS = defineHandlers({
  'sessions.export_user': (_params, { services, engine, by }) => engine.userData.export(by, services.identity.version),

  'sessions.purge_user': (_params, { engine, by }) => engine.userData.purge(by),
});
