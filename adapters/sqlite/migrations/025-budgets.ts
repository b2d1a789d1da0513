// Budgets, and the project and schedule of each model call.
import { OWNERSHIP, type Migration } from './migration.ts';

const TABLES = `
CREATE TABLE budgets (
  id TEXT PRIMARY KEY,
  created_at INTEGER NOT NULL,
  json TEXT NOT NULL,
  ${OWNERSHIP}
) STRICT;
CREATE TABLE budget_windows (
  budget_id TEXT NOT NULL,
  window TEXT NOT NULL,
  added_cost REAL NOT NULL,
  added_tokens INTEGER NOT NULL,
  is_warned INTEGER NOT NULL,
  ${OWNERSHIP},
  PRIMARY KEY (budget_id, window)
) STRICT;
ALTER TABLE usage ADD COLUMN project_id TEXT;
ALTER TABLE usage ADD COLUMN schedule_id TEXT;`;

/** Calls from before count for the project that their session has now. */
const FILL = `
UPDATE usage SET project_id = (SELECT sessions.project_id FROM sessions WHERE sessions.key = usage.session_key)`;

/** Creates the tables of budgets and the columns that they count by. */
export const BUDGET_TABLES: Migration = {
  version: 25,
  name: 'budgets',
  up(database) {
    database.exec(TABLES);
    database.exec(FILL);
  },
  down: (database) =>
    void database.exec(`
      DROP TABLE budgets;
      DROP TABLE budget_windows;
      ALTER TABLE usage DROP COLUMN project_id;
      ALTER TABLE usage DROP COLUMN schedule_id;`),
};
