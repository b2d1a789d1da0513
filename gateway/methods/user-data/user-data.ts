// Exports or permanently deletes all user data.
import type { USER_DATA_METHODS } from '#contract/methods/user-data.ts';
import type { HandlersFor } from '../../server/dispatch/handler.ts';

export const USER_DATA_HANDLERS: HandlersFor<typeof USER_DATA_METHODS> = {
  'sessions.export_user': (_params, { services, connection }) =>
    services.engine.userData.export(connection.principal, services.identity.version),

  'sessions.purge_user': (_params, { services, connection }) => services.engine.userData.purge(connection.principal),
};
