// Which older versions can read the database.
import type { Migration } from './migration.ts';

/** Creates the table. {@link migrate} fills it. */
export const SCHEMA_COMPATIBILITY: Migration = {
  version: 33,
  name: 'schema-compatibility',
  breaksReaders: true,
  up: (database) => void database.exec('CREATE TABLE schema_compatibility (readable_from INTEGER NOT NULL) STRICT'),
  down: (database) => void database.exec('DROP TABLE schema_compatibility'),
};
