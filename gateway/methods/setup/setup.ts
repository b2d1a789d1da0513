// First run.
import { defineHandlers } from '../../server/dispatch/handler.ts';

export const SETUP_HANDLERS = defineHandlers({
  'setup.status': (_params, { engine }) => engine.setup.status(),
  'setup.choose': (choice, { engine, by }) => engine.setup.choose(choice, by),
});
