// Sessions have the approval modes of Gatehouse instead of the permission modes of OpenClaw.
import type { Migration } from './migration.ts';

const RENAMED = [
  ['read-only', 'deny'],
  ['guarded', 'ask'],
  ['workspace', 'accept-edits'],
] as const;

/** Renames the column and its values. Modes that the older schema lacks become the closest one that it has. */
export const APPROVAL_MODES: Migration = {
  version: 16,
  name: 'approval-modes',
  up(database) {
    database.exec('ALTER TABLE sessions RENAME COLUMN permission_mode TO approval_mode');
    const rename = database.prepare('UPDATE sessions SET approval_mode = ? WHERE approval_mode = ?');
    for (const [before, after] of RENAMED) rename.run(after, before);
  },
  down(database) {
    const rename = database.prepare('UPDATE sessions SET approval_mode = ? WHERE approval_mode = ?');
    for (const [before, after] of [...RENAMED, ['read-only', 'plan'], ['workspace', 'auto']] as const)
      rename.run(before, after);
    database.exec('ALTER TABLE sessions RENAME COLUMN approval_mode TO permission_mode');
  },
};
