// One numbered step of the database's shape.
import type { Database } from 'better-sqlite3';

/** Runs inside the transaction of the whole update. `down` gives back the shape before; it may lose what the older shape cannot hold. */
export interface Migration {
  readonly version: number;
  readonly name: string;
  up(database: Database): void;
  down(database: Database): void;
}

/** Every row has its owner and its gateway, so that several can share a store later. The defaults are for rows that older versions wrote. */
export const OWNERSHIP = `owner_id TEXT NOT NULL DEFAULT 'local', gateway_id TEXT NOT NULL DEFAULT 'local'`;
