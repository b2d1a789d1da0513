// Rules, including revoked ones until they are purged.
import type { RunFile } from '#contract/sessions/session-events.ts';
import type { RevokedRule } from '#contract/types/approval-rules.ts';
import type { ApprovalRule } from '#contract/types/approvals.ts';
import { defined } from '#contract/types/defined.ts';
import type { AuditDraft } from '#core/ports/audit.ts';
import type { RuleStore } from '#core/ports/rule-store.ts';
import { formatPrincipal } from '#core/principal.ts';
import { toColumn, type OwnedRow } from './connection.ts';
import { writeWithAudit, type AuditedParts } from './write-with-audit.ts';

/** The stored fields of a rule that can be absent. */
type OptionalField =
  | 'effect'
  | 'sessionKey'
  | 'projectId'
  | 'lastUsedAtMs'
  | 'origin'
  | 'approvalId'
  | 'updatedBy'
  | 'updatedAtMs';

type RuleRow = Required<Omit<ApprovalRule, 'words' | 'files' | OptionalField>> & {
  readonly [K in OptionalField]: NonNullable<ApprovalRule[K]> | null;
} & {
  readonly words: string;
  readonly files: string | null;
  readonly revokedAtMs: number | null;
  readonly revokedBy: string | null;
};

const COLUMNS = `
  id, agent_id AS agentId, effect, words, session_key AS sessionKey, workspace, project_id AS projectId, created_by AS createdBy,
  created_at AS createdAtMs, origin, approval_id AS approvalId, updated_by AS updatedBy, updated_at AS updatedAtMs,
  last_used_at AS lastUsedAtMs, uses, files, revoked_at AS revokedAtMs, revoked_by AS revokedBy`;

const RULES = `
  SELECT ${COLUMNS} FROM approval_rules WHERE revoked_at IS NULL AND (? IS NULL OR agent_id = ?) ORDER BY created_at, rowid`;

const REVOKED = `SELECT ${COLUMNS} FROM approval_rules WHERE revoked_at > ? ORDER BY revoked_at DESC, rowid DESC`;

/** Columns that an update changes. */
const CHANGEABLE = [
  'effect',
  'words',
  'sessionKey',
  'workspace',
  'projectId',
  'files',
  'updatedBy',
  'updatedAt',
  'uses',
  'lastUsedAt',
];
const UPDATE = `
  UPDATE approval_rules SET ${CHANGEABLE.map((field) => `${toColumn(field)} = @${field}`).join(', ')}
  WHERE id = @id AND revoked_at IS NULL`;

const REVOKE = 'UPDATE approval_rules SET revoked_at = @at, revoked_by = @by WHERE revoked_at IS NULL';

/** Opens the table of rules. */
export function openRules(parts: AuditedParts): RuleStore {
  const { connection, audit, clock } = parts;
  const { database } = connection;
  const rules = connection.all<[string | null, string | null], RuleRow>(RULES);
  const revoked = connection.all<[number], RuleRow>(REVOKED);
  const put = connection.insert('approval_rules');
  const update = database.prepare(UPDATE);
  const revoke = database.prepare(`${REVOKE} AND id = @id`);
  const revokeAgentWide = database.prepare(
    `${REVOKE} AND session_key IS NULL AND project_id IS NULL AND effect = 'allow'`,
  );
  const restore = database.prepare(
    'UPDATE approval_rules SET revoked_at = NULL, revoked_by = NULL WHERE id = ? AND revoked_at > ?',
  );
  const purge = database.prepare('DELETE FROM approval_rules WHERE revoked_at < ?');
  const markUsed = database.prepare('UPDATE approval_rules SET uses = uses + 1, last_used_at = ? WHERE id = ?');
  const revocation = ({ by }: AuditDraft) => ({ at: clock.now(), by: formatPrincipal(by) });
  const putAll = (added: readonly ApprovalRule[], entry: AuditDraft) => {
    for (const rule of added) put(ruleCells(rule, entry));
    return added.length;
  };
  return {
    rules: async (agentId) => rules(agentId ?? null, agentId ?? null).map(toRule),
    revokedRules: async (since) => revoked(since).map(toRevokedRule),
    addRules: async (added, entry) => void writeWithAudit(parts, entry, () => putAll(added, entry)),
    updateRule: async (rule, entry) =>
      writeWithAudit(parts, entry, () => update.run(pick(ruleCells(rule, entry), ['id', ...CHANGEABLE])).changes),
    removeRule: async (id, entry) =>
      writeWithAudit(parts, entry, () => revoke.run({ id, ...revocation(entry) }).changes),
    restoreRule: async (id, since, entry) => writeWithAudit(parts, entry, () => restore.run(id, since).changes),
    purgeRules: async (before) => connection.write(() => purge.run(before).changes),
    replaceRules: async (replacement, entry) =>
      connection.write(() => {
        revokeAgentWide.run(revocation(entry));
        putAll(replacement, entry);
        audit.chain(entry);
      }),
    // The use count is informational, so losing an update in a power failure is acceptable.
    markRuleUsed: async (id, ts) => void connection.writeUnsynced(() => markUsed.run(ts, id)),
  };
}

function ruleCells(rule: ApprovalRule, { by }: AuditDraft): OwnedRow {
  const { words, files, createdAtMs: createdAt, ...fields } = rule;
  const { lastUsedAtMs: lastUsedAt = null, updatedAtMs: updatedAt = null, ...rest } = fields;
  const absent = {
    effect: 'allow',
    sessionKey: null,
    projectId: null,
    origin: null,
    approvalId: null,
    updatedBy: null,
  };
  const lists = { words: JSON.stringify(words), files: files === undefined ? null : JSON.stringify(files) };
  return { ...absent, ...rest, ...lists, createdAt, lastUsedAt, updatedAt, ownerId: by.userId };
}

function pick(row: OwnedRow, names: readonly string[]): Readonly<Record<string, OwnedRow[string]>> {
  return Object.fromEntries(names.map((name) => [name, row[name] ?? null]));
}

function toRule(row: RuleRow): ApprovalRule {
  const {
    effect,
    sessionKey,
    projectId,
    lastUsedAtMs,
    origin,
    approvalId,
    updatedBy,
    updatedAtMs,
    words,
    files,
    ...rule
  } = row;
  const { revokedAtMs: _, revokedBy: __, ...fields } = rule;
  const optional = { effect, sessionKey, projectId, lastUsedAtMs, origin, approvalId, updatedBy, updatedAtMs };
  return {
    ...fields,
    // Written by `ruleCells` from lists of this type.
    words: JSON.parse(words) as readonly string[],
    ...(files === null ? {} : { files: JSON.parse(files) as readonly RunFile[] }),
    ...defined(withoutNull(optional)),
  };
}

function withoutNull<T extends object>(fields: T): { readonly [K in keyof T]: Exclude<T[K], null> | undefined } {
  const entries = Object.entries(fields).map(([name, value]) => [name, value ?? undefined]);
  // The same names, each with its value or `undefined` for null.
  return Object.fromEntries(entries) as { readonly [K in keyof T]: Exclude<T[K], null> | undefined };
}

function toRevokedRule(row: RuleRow): RevokedRule {
  const { revokedAtMs, revokedBy } = row;
  return { ...toRule(row), revokedAtMs: revokedAtMs ?? 0, ...(revokedBy === null ? {} : { revokedBy }) };
}
