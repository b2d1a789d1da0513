// Migrates a database to a version, up or down, in one transaction after a backup.
import type { Database } from 'better-sqlite3';
import { errorMessage } from '#contract/wire/errors.ts';
import { backUp, listBackups } from './backups.ts';
import { SCHEMA_COMPATIBILITY } from './migrations/033-schema-compatibility.ts';
import type { Migration } from './migrations/migration.ts';
import { StoreOpenError } from './store-open-error.ts';

/** The location of a database, its migrations and the target version. */
export interface MigrationPlan {
  readonly path: string;
  readonly migrations: readonly Migration[];
  readonly to: number;
  readonly now: number;
}

/** Schema version of the database; 0 if it is empty. */
export function readVersion(database: Database): number {
  return Number(database.pragma('user_version', { simple: true }));
}

/** Migrates to `plan.to`, all steps or none. Returns the backup, if the database wasn't empty. @throws {StoreOpenError} */
export function migrate(database: Database, plan: MigrationPlan): string | undefined {
  const from = readVersion(database);
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
      noteCompatibility(database, plan);
      database.pragma(`user_version = ${plan.to}`);
    })
    .immediate();
}

/** Tells older versions whether they can read the database. */
function noteCompatibility(database: Database, { migrations, to }: MigrationPlan): void {
  if (to < SCHEMA_COMPATIBILITY.version) return;
  const breaking = migrations.filter(({ version, breaksReaders }) => version <= to && breaksReaders === true);
  database.exec('DELETE FROM schema_compatibility');
  database
    .prepare('INSERT INTO schema_compatibility (readable_from) VALUES (?)')
    .run(Math.max(0, ...breaking.map(({ version }) => version)));
}

function stepsBetween(migrations: readonly Migration[], from: number, to: number): readonly Migration['up'][] {
  const within = migrations.filter(({ version }) => version > Math.min(from, to) && version <= Math.max(from, to));
  return to > from ? within.map(({ up }) => up) : within.toReversed().map(({ down }) => down);
}

function failed(plan: MigrationPlan, from: number, cause: unknown): StoreOpenError {
  const reason = errorMessage(cause);
  const message = `The database ${plan.path} couldn't be migrated from version ${from} to ${plan.to} (${reason}). Nothing was changed; a copy is in the backups folder.`;
  return new StoreOpenError('migration', message, { path: plan.path, backups: listBackups(plan.path), cause });
}
