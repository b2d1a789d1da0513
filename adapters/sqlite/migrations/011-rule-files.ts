// Rules remember the content of the files that their commands run.
import type { Migration } from './migration.ts';

/** Adds the column. Rules from before have no files, so those whose commands run some require approval once more. */
export const RULE_FILES: Migration = {
  version: 11,
  name: 'rule-files',
  up: (database) => void database.exec('ALTER TABLE approval_rules ADD COLUMN files TEXT'),
  down: (database) => void database.exec('ALTER TABLE approval_rules DROP COLUMN files'),
};
