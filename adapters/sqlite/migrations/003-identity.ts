// Paired devices and API keys. Only hashes of tokens and keys are stored.
import { OWNERSHIP, type Migration } from './migration.ts';

const IDENTITY = `
CREATE TABLE devices (
  id TEXT PRIMARY KEY,
  created_at INTEGER NOT NULL,
  json TEXT NOT NULL,
  ${OWNERSHIP}
) STRICT;
CREATE TABLE device_tokens (
  device_id TEXT NOT NULL REFERENCES devices (id) ON DELETE CASCADE,
  role TEXT NOT NULL,
  hash TEXT NOT NULL UNIQUE,
  json TEXT NOT NULL,
  ${OWNERSHIP},
  PRIMARY KEY (device_id, role)
) STRICT;
CREATE TABLE api_keys (
  id TEXT PRIMARY KEY,
  hash TEXT NOT NULL UNIQUE,
  created_at INTEGER NOT NULL,
  json TEXT NOT NULL,
  ${OWNERSHIP}
) STRICT;`;

/** Creates the tables of devices and API keys. */
export const IDENTITY_TABLES: Migration = {
  version: 3,
  name: 'identity',
  up: (database) => void database.exec(IDENTITY),
  down: (database) => void database.exec('DROP TABLE device_tokens; DROP TABLE devices; DROP TABLE api_keys;'),
};
