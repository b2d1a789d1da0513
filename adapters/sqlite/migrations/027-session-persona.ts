// Sessions keep the persona that was chosen for them, with its variables filled in.
import type { Migration } from './migration.ts';

/** Adds the column. Sessions from before have no persona. */
export const SESSION_PERSONA: Migration = {
  version: 27,
  name: 'session-persona',
  up: (database) => void database.exec('ALTER TABLE sessions ADD COLUMN persona TEXT'),
  down: (database) => void database.exec('ALTER TABLE sessions DROP COLUMN persona'),
};
