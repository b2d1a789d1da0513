// Sessions keep the machine that was chosen for them.
import type { Migration } from './migration.ts';

/** Adds the column. Sessions without a value choose when they are used next. */
export const SESSION_MACHINE: Migration = {
  version: 18,
  name: 'session-machine',
  up: (database) => void database.exec('ALTER TABLE sessions ADD COLUMN machine TEXT'),
  down: (database) => void database.exec('ALTER TABLE sessions DROP COLUMN machine'),
};
