// The store's only connection: reads, and atomic writes.
import type { Database, RunResult, Statement } from 'better-sqlite3';
import { openWalCheckpoints } from './wal-checkpoints.ts';
import { CommitGroup } from './commit-group.ts';
import { GATEWAY_ID } from './migrations/009-gateway-id.ts';
import { damageFailure, describeUnwritable, isDamage, storeFailure } from './store-failure.ts';

/** A row to insert: a value for each column, and its owner. */
export type OwnedRow = Readonly<Record<string, string | number | null>> & { readonly ownerId: string };

/** The connection that the parts of the store share. It converts SQLite errors to typed errors. */
export interface Connection {
  readonly database: Database;
  /** The ID of this gateway, which is stored in each of its rows. */
  readonly gatewayId: string;
  /** Runs `change` in one synced transaction. */
  write<T>(change: () => T): T;
  /** The same with others at about the same time. If one of them fails, it runs again, so it may only change the database. */
  writeTogether<T>(change: () => T): Promise<T>;
  /** Like `write`, without waiting for the disk: survives a kill of the process, but not always a power failure. */
  writeUnsynced<T>(change: () => T): T;
  /** Like `writeTogether`, without waiting for the disk. */
  writeUnsyncedTogether<T>(change: () => T): Promise<T>;
  /** Writes what still waits, and releases the file for work that must be alone. */
  settle(): Promise<void>;
  read<T>(query: () => T): T;
  /** Prepares a query that returns all rows. */
  all<Values extends unknown[], Row>(sql: string): (...values: Values) => Row[];
  /** Prepares a query that returns the first row. */
  first<Values extends unknown[], Row>(sql: string): (...values: Values) => Row | undefined;
  /** Prepares a query that returns the first column of all rows. */
  cells<Values extends unknown[], Cell>(sql: string): (...values: Values) => Cell[];
  /** Prepares a query that returns the first column of the first row. */
  cell<Values extends unknown[], Cell>(sql: string): (...values: Values) => Cell | undefined;
  /** Prepares a query that returns the first column of all rows, parsed as the JSON that the store wrote. */
  records<Values extends unknown[], T>(sql: string): (...values: Values) => T[];
  /** Prepares a query that returns the first column of the first row, parsed likewise. */
  record<Values extends unknown[], T>(sql: string): (...values: Values) => T | undefined;
  /** Inserts rows with the columns of the first one, the owner, and this gateway. `conflict` handles an existing row. */
  insert(table: string, conflict?: string): (row: OwnedRow) => RunResult;
  /** Prepares a statement once per text, for statements composed of a few known parts. */
  statement(sql: string): Statement<unknown[]>;
}

/** Called with the state of the database file. */
export interface ConnectionReports {
  /** Damage was found. Returns the message for it. */
  damaged(): string;
  /** Nothing can be written at the moment. */
  unwritable(why: string): void;
  /** A write succeeded. */
  written(): void;
}

/** Wraps an open database. */
export function connect(database: Database, reports: ConnectionReports): Connection {
  const failure = (error: unknown) => (isDamage(error) ? damageFailure(error, reports.damaged()) : storeFailure(error));
  const inTransaction = database.transaction((change: () => unknown) => change()).immediate;
  const checkpoints = openWalCheckpoints(database);
  const write = <T>(change: () => T): T => {
    try {
      // The transaction returns the result of `change`.
      const result = inTransaction(change) as T;
      reports.written();
      checkpoints.committed();
      return result;
    } catch (error) {
      const why = describeUnwritable(error);
      if (why !== undefined) reports.unwritable(why);
      throw failure(error);
    }
  };
  const read = <T>(query: () => T): T => {
    try {
      return query();
    } catch (error) {
      // The store wrote valid JSON.
      if (error instanceof SyntaxError) throw damageFailure(error, reports.damaged());
      throw failure(error);
    }
  };
  const gatewayId = readGatewayId(database);
  const writeUnsynced = <T>(change: () => T): T => {
    database.pragma('synchronous = NORMAL');
    try {
      return write(change);
    } finally {
      database.pragma('synchronous = FULL');
    }
  };
  const group = new CommitGroup({ write, writeUnsynced });
  return {
    database,
    gatewayId,
    write,
    writeTogether: (change) => group.add(change),
    writeUnsynced,
    writeUnsyncedTogether: (change) => group.add(change, true),
    async settle() {
      group.flush();
      await checkpoints.stop();
    },
    read,
    ...createQueries(database, read),
    insert: (table, conflict = '') => insertInto(database, gatewayId, table, conflict),
    statement: keepStatements(database),
  };
}

function createQueries(
  database: Database,
  read: Connection['read'],
): Pick<Connection, 'all' | 'first' | 'cells' | 'cell' | 'records' | 'record'> {
  // The driver's types don't reflect `pluck`.
  const cells = <Values extends unknown[], Cell>(sql: string) => {
    const statement = database.prepare<Values, Cell>(sql).pluck();
    return (...values: Values) => read(() => statement.all(...values) as Cell[]);
  };
  const cell = <Values extends unknown[], Cell>(sql: string) => {
    const statement = database.prepare<Values, Cell>(sql).pluck();
    return (...values: Values) => read(() => statement.get(...values) as Cell | undefined);
  };
  return {
    all<Values extends unknown[], Row>(sql: string) {
      const statement = database.prepare<Values, Row>(sql);
      return (...values: Values) => read(() => statement.all(...values));
    },
    first<Values extends unknown[], Row>(sql: string) {
      const statement = database.prepare<Values, Row>(sql);
      return (...values: Values) => read(() => statement.get(...values));
    },
    cells,
    cell,
    records<Values extends unknown[], T>(sql: string) {
      const texts = cells<Values, string>(sql);
      return (...values: Values) => read(() => texts(...values).map((text) => JSON.parse(text) as T));
    },
    record<Values extends unknown[], T>(sql: string) {
      const find = cell<Values, string>(sql);
      return (...values: Values) => {
        const text = find(...values);
        return text === undefined ? undefined : read(() => JSON.parse(text) as T);
      };
    },
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

/** The column of a field: `createdAt` in `created_at`. */
export function toColumn(field: string): string {
  return field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** A migration creates it, so every store has it. */
function readGatewayId(database: Database): string {
  return JSON.parse(String(database.prepare(`SELECT value FROM settings WHERE key = '${GATEWAY_ID}'`).pluck().get()));
}
