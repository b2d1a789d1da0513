// Sessions keep limits of their own for what is collected for the model.
import type { Migration } from './migration.ts';

/** Adds the column. Sessions from before have the limits of their agents. */
export const SESSION_CONTEXT: Migration = {
  version: 28,
  name: 'session-context',
  up: (database) => void database.exec('ALTER TABLE sessions ADD COLUMN context TEXT'),
  down: (database) => void database.exec('ALTER TABLE sessions DROP COLUMN context'),
};
