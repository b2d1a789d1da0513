// Rules can deny, remember how they were created and who changed or revoked them; past commands are found by time.
import type { Migration } from './migration.ts';

const ADDED = ['origin', 'approval_id', 'updated_by', 'updated_at', 'revoked_by'] as const;
const TYPES: Readonly<Partial<Record<string, string>>> = { updated_at: 'INTEGER' };

/** Adds the columns. Rules from before allow. */
export const RULE_EFFECTS: Migration = {
  version: 15,
  name: 'rule-effects',
  up(database) {
    database.exec("ALTER TABLE approval_rules ADD COLUMN effect TEXT NOT NULL DEFAULT 'allow'");
    for (const column of ADDED)
      database.exec(`ALTER TABLE approval_rules ADD COLUMN ${column} ${TYPES[column] ?? 'TEXT'}`);
    database.exec(`
      CREATE INDEX approvals_created ON approvals (created_at);
      CREATE INDEX audit_decisions ON audit (ts) WHERE action IN ('tool.started', 'tool.denied');`);
  },
  down(database) {
    database.exec('DROP INDEX audit_decisions; DROP INDEX approvals_created;');
    // An older version would take them for rules that allow.
    database.exec("DELETE FROM approval_rules WHERE effect <> 'allow'");
    for (const column of ['effect', ...ADDED]) database.exec(`ALTER TABLE approval_rules DROP COLUMN ${column}`);
  },
};
