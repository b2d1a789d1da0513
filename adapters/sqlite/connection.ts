// The store's only connection: reads, and atomic writes.
import type { Database, RunResult, Statement } from 'better-sqlite3';
import { GATEWAY_ID } from './migrations/009-gateway-id.ts';
import { sqliteCode, storeFailure } from './store-failure.ts';

/** A row to insert: a value for each column, and the user it belongs to. */
export type OwnedRow = Readonly<Record<string, string | number | null>> & { readonly ownerId: string };

/** The connection that the parts of the store share. It converts SQLite errors to typed errors. */
export interface Connection {
  readonly database: Database;
  /** The id of this gateway, on every row that it writes. */
  readonly gatewayId: string;
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
  /** Inserts rows with the columns of the first one, their owner and this gateway. `conflict`: what to do about a row that exists. */
  insert(table: string, conflict?: string): (row: OwnedRow) => RunResult;
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
  const gatewayId = readGatewayId(database);
  return {
    database,
    gatewayId,
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
    insert: (table, conflict = '') => insertInto(database, gatewayId, table, conflict),
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

function insertInto(database: Database, gatewayId: string, table: string, conflict: string) {
  let statement: Statement<unknown[]> | undefined;
  const prepare = (names: readonly string[]) => {
    const values = names.map((name) => `@${name}`).join(', ');
    return database.prepare(`INSERT INTO ${table} (${names.map(toColumn).join(', ')}) VALUES (${values}) ${conflict}`);
  };
  return (row: OwnedRow): RunResult => {
    const cells = { ...row, gatewayId };
    statement ??= prepare(Object.keys(cells));
    return statement.run(cells);
  };
}

function toColumn(field: string): string {
  return field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Made by a migration, so that it exists in every store. */
function readGatewayId(database: Database): string {
  return JSON.parse(String(database.prepare(`SELECT value FROM settings WHERE key = '${GATEWAY_ID}'`).pluck().get()));
}
