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
  /** Prepares a query that returns all rows. */
  all<Values extends unknown[], Row>(sql: string): (...values: Values) => Row[];
  /** Prepares a query that returns the first row. */
  first<Values extends unknown[], Row>(sql: string): (...values: Values) => Row | undefined;
  /** Prepares a query that returns the first column of all rows. */
  cells<Values extends unknown[], Cell>(sql: string): (...values: Values) => Cell[];
  /** Prepares a query that returns the first column of the first row. */
  cell<Values extends unknown[], Cell>(sql: string): (...values: Values) => Cell | undefined;
  /** A statement by its text, prepared once; for statements composed of a few known parts. */
  statement(sql: string): Statement<unknown[]>;
}

/** Wraps an open database; `damaged` is called when it turns out to be. */
export function connect(database: Database, damaged: () => void): Connection {
  const failure = (error: unknown) => {
    if (/^SQLITE_(CORRUPT|NOTADB)/.test(sqliteCode(error) ?? '')) damaged();
    return storeFailure(error);
  };
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
  const read = <T>(query: () => T): T => {
    try {
      return query();
    } catch (error) {
      throw failure(error);
    }
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
    read,
    all<Values extends unknown[], Row>(sql: string) {
      const statement = database.prepare<Values, Row>(sql);
      return (...values: Values) => read(() => statement.all(...values));
    },
    first<Values extends unknown[], Row>(sql: string) {
      const statement = database.prepare<Values, Row>(sql);
      return (...values: Values) => read(() => statement.get(...values));
    },
    // The types of the driver don't know what `pluck` changes.
    cells<Values extends unknown[], Cell>(sql: string) {
      const statement = database.prepare<Values, Cell>(sql).pluck();
      return (...values: Values) => read(() => statement.all(...values) as Cell[]);
    },
    cell<Values extends unknown[], Cell>(sql: string) {
      const statement = database.prepare<Values, Cell>(sql).pluck();
      return (...values: Values) => read(() => statement.get(...values) as Cell | undefined);
    },
    statement: keepStatements(database),
  };
}

function keepStatements(database: Database): Connection['statement'] {
  const statements = new Map<string, Statement<unknown[]>>();
  return (sql) => {
    const statement = statements.get(sql) ?? database.prepare(sql);
    statements.set(sql, statement);
    return statement;
  };
}
