// First run.
import type { SETUP_METHODS } from '#contract/methods/setup.ts';
import type { HandlersFor } from '../../server/dispatch/handler.ts';

export const SETUP_HANDLERS: HandlersFor<typeof SETUP_METHODS> = {
  'setup.status': (_params, { services }) => services.engine.setup.status(),
  'setup.choose': (choice, { services, connection }) => services.engine.setup.choose(choice, connection.principal),
};
