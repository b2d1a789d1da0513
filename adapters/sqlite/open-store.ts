// The store of a gateway: one SQLite file, owned by one process.
import type { Clock, Log } from '#core/ports/environment.ts';
import type { Store } from '#core/ports/store.ts';
import { openApprovals } from './approval-store.ts';
import { openAuditLog } from './audit-log.ts';
import { connect } from './connection.ts';
import { openDatabase } from './open-database.ts';
import { openQueries } from './queries.ts';
import { openSecrets } from './secret-store.ts';
import { openSessions } from './session-store.ts';
import { openSessionWriter } from './session-writer.ts';
import { openSettings } from './settings-store.ts';
import { openUsageLog } from './usage-store.ts';

/** What a store needs. */
export interface StoreOptions {
  /** The database file; its folder exists. */
  readonly path: string;
  /** 32 bytes under which secrets are sealed. */
  readonly sealingKey: Uint8Array;
  readonly clock: Clock;
  readonly log: Log;
}

/** Opens or makes the store and brings it up to date. @throws {StoreOpenError} */
export async function openStore({ path, sealingKey, clock, log }: StoreOptions): Promise<Store> {
  const { database, backup } = openDatabase(path, clock.now());
  if (backup !== undefined)
    log.info('the database was brought up to date; a copy of the older one was kept', { backup });
  const connection = connect(database);
  const queries = openQueries(connection);
  const audit = openAuditLog(connection, queries, sealingKey, clock);
  const usage = openUsageLog(connection, queries);
  const approvals = openApprovals({ connection, queries, audit, clock });
  const writer = openSessionWriter({ connection, approvals, audit, usage });
  const secrets = openSecrets({ connection, sealingKey, clock, log });
  const problems = sealingProblems(secrets.unreadable());
  for (const problem of problems) log.warn(problem);
  return {
    sessions: openSessions({ connection, writer, audit }),
    approvals,
    usage,
    audit,
    settings: openSettings(connection),
    secrets,
    problems,
    close: async () => void database.close(),
  };
}

function sealingProblems(unreadable: readonly string[]): readonly string[] {
  if (unreadable.length === 0) return [];
  return [
    `These stored secrets were sealed under another key and cannot be read: ${unreadable.join(', ')}. Bring the old key back, or enter them again.`,
  ];
}
