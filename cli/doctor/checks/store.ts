// The database: its lock, its version, its health, and its backups.
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { OWNER_FILE } from '#adapters/home/lock-owner.ts';
import { readSchemaVersion } from '#adapters/sqlite/read-schema-version.ts';
import { formatDuration } from '../../output/format-time.ts';
import { type Check, note, ok, problem, warning, type Finding } from '../check.ts';
import type { DoctorFacts } from '../collect-facts.ts';

const DAY_MS = 86_400_000;
/** Backups are daily, so a running gateway without one for this long has a problem. */
const OLD_BACKUP_MS = 3 * DAY_MS;

export const STORE_CHECK: Check = {
  id: 'store',
  title: 'Database',
  run: async (facts) => [...lock(facts), ...(await schema(facts)), ...(await health(facts)), ...(await backups(facts))],
};

function lock({ home, owner }: DoctorFacts): readonly Finding[] {
  if (owner !== undefined || !existsSync(join(home, OWNER_FILE))) return [];
  return [
    note(
      'The last gateway ended without cleaning up. The next start does that, and marks its runs as interrupted',
      'gatehouse start',
    ),
  ];
}

async function schema({ database }: DoctorFacts): Promise<readonly Finding[]> {
  if (!existsSync(database)) return [note('There is no database yet')];
  const version = readSchemaVersion(database);
  if (version === undefined)
    return [problem(`${database} is not a database, or is damaged`, 'gatehouse backup restore')];
  const { MIGRATIONS } = await import('#adapters/sqlite/migrations/registry.ts');
  const newest = Math.max(...MIGRATIONS.map((migration) => migration.version));
  if (version > newest)
    return [
      problem(
        `The database was written by a newer version of Gatehouse (schema ${version}; this version supports ${newest})`,
        'Install the newer version, or restore an older backup with: gatehouse backup restore',
      ),
    ];
  return [
    ok(
      version === newest
        ? `Schema version ${version}`
        : `Schema version ${version}; the next start migrates it to ${newest}`,
    ),
  ];
}

async function health({ client }: DoctorFacts): Promise<readonly Finding[]> {
  if (client === undefined) return [];
  const { problems } = await client.request('health', {});
  const texts = Array.isArray(problems) ? problems.map(String) : [];
  return texts.length === 0 ? [ok('Reads and writes work')] : texts.map((text) => problem(text));
}

async function backups({ database, owner, now }: DoctorFacts): Promise<readonly Finding[]> {
  if (!existsSync(database)) return [];
  const { listBackups } = await import('#adapters/sqlite/backups.ts');
  const [newest] = listBackups(database);
  const age = newest === undefined ? undefined : now - statSync(newest).mtimeMs;
  const isOld = owner !== undefined && now - owner.since > OLD_BACKUP_MS && (age === undefined || age > OLD_BACKUP_MS);
  if (isOld) return [warning('There has been no backup for three days', 'gatehouse backup create')];
  if (age === undefined) return [note('There is no backup yet', 'gatehouse backup create')];
  return [ok(`The newest backup is ${formatDuration(Math.max(0, age))} old`)];
}
