// Migrates a database to a version, up or down, in one transaction after a backup.
import type { Database } from 'better-sqlite3';
import { errorMessage } from '#contract/wire/errors.ts';
import { backUp, backupsOf } from './backups.ts';
import type { Migration } from './migrations/migration.ts';
import { StoreOpenError } from './store-open-error.ts';

/** The location of a database, its migrations and the target version. */
export interface MigrationPlan {
  readonly path: string;
  readonly migrations: readonly Migration[];
  readonly to: number;
  readonly now: number;
}

/** Schema version of the database; 0 when it is empty. */
export function versionOf(database: Database): number {
  return Number(database.pragma('user_version', { simple: true }));
}

/** Migrates to `plan.to`, all steps or none. Returns the backup, if the database wasn't empty. @throws {StoreOpenError} */
export function migrate(database: Database, plan: MigrationPlan): string | undefined {
  const from = versionOf(database);
  if (from === plan.to) return undefined;
  const backup = from === 0 ? undefined : backUp(database, plan.path, from, plan.now);
  try {
    runSteps(database, plan, from);
  } catch (cause) {
    throw failed(plan, from, cause);
  }
  return backup;
}

function runSteps(database: Database, plan: MigrationPlan, from: number): void {
  const steps = stepsBetween(plan.migrations, from, plan.to);
  database
    .transaction(() => {
      for (const step of steps) step(database);
      database.pragma(`user_version = ${plan.to}`);
    })
    .immediate();
}

function stepsBetween(
  migrations: readonly Migration[],
  from: number,
  to: number,
): readonly ((database: Database) => void)[] {
  if (to > from)
    return migrations.filter((m) => m.version > from && m.version <= to).map((m) => (database) => m.up(database));
  const back = migrations.filter((m) => m.version > to && m.version <= from).toReversed();
  return back.map((m) => (database) => m.down(database));
}

function failed(plan: MigrationPlan, from: number, cause: unknown): StoreOpenError {
  const reason = errorMessage(cause);
  const message = `The database ${plan.path} couldn't be migrated from version ${from} to ${plan.to} (${reason}). Nothing was changed; a copy is in the backups folder.`;
  return new StoreOpenError('migration', message, { path: plan.path, backups: backupsOf(plan.path), cause });
}
