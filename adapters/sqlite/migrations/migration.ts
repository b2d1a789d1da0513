// A version of the database schema.
import type { Database } from 'better-sqlite3';

/** A change of the schema, which runs in the transaction of the whole update. `down` may lose data that the older schema can't store. */
export interface Migration {
  readonly version: number;
  readonly name: string;
  /**
   * Older versions can't use the database afterward, not even a copy of it: a table or column that they read or write is gone or has
   * another meaning, or a new column without a default is required. Otherwise they open it read-only.
   */
  readonly breaksReaders?: true;
  up(database: Database): void;
  down(database: Database): void;
}

/** Each row has an owner and a gateway, so that several can share a store later. The defaults are for rows of older versions. */
export const OWNERSHIP = `owner_id TEXT NOT NULL DEFAULT 'local', gateway_id TEXT NOT NULL DEFAULT 'local'`;
