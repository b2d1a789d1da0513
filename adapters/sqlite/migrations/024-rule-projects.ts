// Rules can belong to a project.
import type { Migration } from './migration.ts';

/** Adds the column. Rules from before belong to no project. */
export const RULE_PROJECTS: Migration = {
  version: 24,
  name: 'rule-projects',
  up: (database) => void database.exec('ALTER TABLE approval_rules ADD COLUMN project_id TEXT'),
  down(database) {
    // An older version would apply them everywhere.
    database.exec('DELETE FROM approval_rules WHERE project_id IS NOT NULL');
    database.exec('ALTER TABLE approval_rules DROP COLUMN project_id');
  },
};
