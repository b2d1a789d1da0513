// The store's only connection: reads, and atomic writes.
import type { Database, Statement } from 'better-sqlite3';
import { sqliteCode, storeFailure } from './store-failure.ts';

/** The connection that the parts of the store share. It converts SQLite errors to typed errors. */
export interface Connection {
  readonly database: Database;
  /** Runs `change` in one synced transaction. */
  write<T>(change: () => T): T;
  /** The same without waiting for the disk: survives a kill of the process, but maybe not a power failure. */
  writeLoosely<T>(change: () => T): T;
  read<T>(query: () => T): T;
  /** A statement by its text, prepared once; for statements composed of a few known parts. */
  statement(sql: string): Statement<unknown[]>;
}

/** Wraps an open database; `damaged` is called when it turns out to be. */
export function connect(database: Database, damaged: () => void): Connection {
  const failure = (error: unknown) => {
    if (/^SQLITE_(CORRUPT|NOTADB)/.test(sqliteCode(error) ?? '')) damaged();
    return storeFailure(error);
  };
  const statements = new Map<string, Statement<unknown[]>>();
  const inTransaction = database.transaction((change: () => unknown) => change()).immediate;
  const write = <T>(change: () => T): T => {
    let result: { readonly value: T } | undefined;
    try {
      inTransaction(() => {
        result = { value: change() };
      });
    } catch (error) {
      throw failure(error);
    }
    if (result === undefined) throw new Error('the transaction did not run');
    return result.value;
  };
  return {
    database,
    write,
    writeLoosely(change) {
      database.pragma('synchronous = NORMAL');
      try {
        return write(change);
      } finally {
        database.pragma('synchronous = FULL');
      }
    },
    read(query) {
      try {
        return query();
      } catch (error) {
        throw failure(error);
      }
    },
    statement(sql) {
      let statement = statements.get(sql);
      if (statement === undefined) statements.set(sql, (statement = database.prepare(sql)));
      return statement;
    },
  };
}
