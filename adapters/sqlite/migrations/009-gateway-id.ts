// An ID for the gateway that owns the store. Until version 8, all rows had the same default.
import { randomBytes } from 'node:crypto';
import type { Database } from 'better-sqlite3';
import type { Migration } from './migration.ts';

/** Name of the setting with the ID. */
export const GATEWAY_ID = 'gateway.id';

/** Short, because each row contains it. */
const ID_BYTES = 9;

const TABLES = `SELECT tables.name FROM sqlite_master AS tables, pragma_table_info(tables.name) AS columns
  WHERE tables.type = 'table' AND columns.name = 'gateway_id'`;

/** Creates the ID and sets it on all rows. */
export const OWN_GATEWAY_ID: Migration = {
  version: 9,
  name: 'gateway id',
  up(database) {
    const id = randomBytes(ID_BYTES).toString('base64url');
    database.prepare('INSERT INTO settings (key, value) VALUES (?, ?)').run(GATEWAY_ID, JSON.stringify(id));
    setGateway(database, id);
  },
  down(database) {
    database.prepare('DELETE FROM settings WHERE key = ?').run(GATEWAY_ID);
    setGateway(database, 'local');
  },
};

function setGateway(database: Database, id: string): void {
  for (const table of database.prepare(TABLES).pluck().all() as string[])
    database.prepare(`UPDATE ${table} SET gateway_id = ?`).run(id);
}
