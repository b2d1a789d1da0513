// Approvals and rules.
import type { RunFile } from '#contract/sessions/session-events.ts';
import type { ApprovalRecord, ApprovalRule } from '#contract/types/approvals.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { ApprovalStore } from '#core/ports/approvals-store.ts';
import type { AuditDraft } from '#core/ports/audit.ts';
import type { AuditLog } from './audit-log.ts';
import type { Connection } from './connection.ts';

/** Approvals for the store itself: `put` writes within an open transaction. */
export interface ApprovalLog extends ApprovalStore {
  put(record: ApprovalRecord, ownerId: string): void;
}

/** Dependencies of the approval store. */
export interface ApprovalParts {
  readonly connection: Connection;
  readonly audit: AuditLog;
  readonly clock: Clock;
}

type RuleRow = Omit<ApprovalRule, 'words' | 'sessionKey' | 'lastUsedAtMs' | 'files'> & {
  readonly words: string;
  readonly files: string | null;
  readonly sessionKey: string | null;
  readonly lastUsedAtMs: number | null;
};

const RULES = `
  SELECT id, agent_id AS agentId, words, session_key AS sessionKey, workspace, created_by AS createdBy,
    created_at AS createdAtMs, last_used_at AS lastUsedAtMs, uses, files
  FROM approval_rules WHERE revoked_at IS NULL AND (? IS NULL OR agent_id = ?) ORDER BY created_at, rowid`;

const REPLACE_RULE =
  'ON CONFLICT (id) DO UPDATE SET agent_id = @agentId, words = @words, session_key = @sessionKey, workspace = @workspace, files = @files, revoked_at = NULL';

const SETTLE = `
  UPDATE approvals SET status = @status, resolved_at = @resolvedAt, json = @json WHERE id = @id AND status = 'pending'`;

/** Opens the tables of approvals and rules. */
export function openApprovals(parts: ApprovalParts): ApprovalLog {
  const { connection } = parts;
  const { database } = connection;
  const put = connection.insert(
    'approvals',
    'ON CONFLICT (id) DO UPDATE SET status = @status, resolved_at = @resolvedAt, json = @json',
  );
  const ask = connection.insert('approvals', 'ON CONFLICT (id) DO NOTHING');
  const settle = database.prepare(SETTLE);
  const get = connection.record<[string], ApprovalRecord>('SELECT json FROM approvals WHERE id = ?');
  // Pending approvals are listed oldest first, resolved ones newest first.
  const pending = connection.records<[number, number], ApprovalRecord>(
    `SELECT json FROM approvals WHERE status = 'pending' AND created_at < ? ORDER BY created_at, id LIMIT ?`,
  );
  const resolved = connection.records<[number, number], ApprovalRecord>(
    `SELECT json FROM approvals WHERE status = 'resolved' AND resolved_at < ? ORDER BY resolved_at DESC, id LIMIT ?`,
  );
  return {
    ...openRules(parts),
    ask: async (approval, entry) =>
      writeWithAudit(parts, entry, () => ask({ ...approvalCells(approval), ownerId: entry.by.userId }).changes),
    settle: async (approval, entry) => writeWithAudit(parts, entry, () => settle.run(approvalCells(approval)).changes),
    put: (record, ownerId) => void put({ ...approvalCells(record), ownerId }),
    async list({ status, limit, before = Number.MAX_SAFE_INTEGER }) {
      return status === 'pending' ? pending(before, limit) : resolved(before, limit);
    },
    get: async (id) => get(id),
  };
}

/** Changes rows and, if there were any, writes the audit entry in the same transaction. */
function writeWithAudit({ connection, audit }: ApprovalParts, entry: AuditDraft, change: () => number): boolean {
  return connection.write(() => {
    const changed = change() > 0;
    if (changed) audit.chain(entry);
    return changed;
  });
}

function openRules(parts: ApprovalParts): Omit<ApprovalStore, 'list' | 'get' | 'ask' | 'settle'> {
  const { connection, audit, clock } = parts;
  const { database } = connection;
  const rules = connection.all<[string | null, string | null], RuleRow>(RULES);
  const putRule = connection.insert('approval_rules', REPLACE_RULE);
  const revoke = database.prepare('UPDATE approval_rules SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL');
  const revokeAgentWide = database.prepare(
    'UPDATE approval_rules SET revoked_at = ? WHERE session_key IS NULL AND revoked_at IS NULL',
  );
  const restore = database.prepare(
    'UPDATE approval_rules SET revoked_at = NULL WHERE id = ? AND revoked_at IS NOT NULL',
  );
  const markUsed = database.prepare('UPDATE approval_rules SET uses = uses + 1, last_used_at = ? WHERE id = ?');
  return {
    rules: async (agentId) => rules(agentId ?? null, agentId ?? null).map(toRule),
    addRule: async (rule, entry) => void writeWithAudit(parts, entry, () => putRule(ruleCells(rule, entry)).changes),
    removeRule: async (id, entry) => writeWithAudit(parts, entry, () => revoke.run(clock.now(), id).changes),
    restoreRule: async (id, entry) => writeWithAudit(parts, entry, () => restore.run(id).changes),
    replaceRules: async (replacement, entry) =>
      connection.write(() => {
        revokeAgentWide.run(clock.now());
        for (const rule of replacement) putRule(ruleCells(rule, entry));
        audit.chain(entry);
      }),
    // The use count is informational, so losing an update in a power failure is acceptable.
    markRuleUsed: async (id, ts) => void connection.writeUnsynced(() => markUsed.run(ts, id)),
  };
}

function approvalCells(record: ApprovalRecord) {
  const status = record.outcome === undefined ? 'pending' : 'resolved';
  const resolvedAt = status === 'pending' ? null : (record.resolvedAtMs ?? record.createdAtMs);
  return {
    id: record.id,
    // An approval without a run doesn't belong to a session, so no session settles or removes it.
    sessionKey: record.requester === undefined ? record.sessionKey : '',
    status,
    createdAt: record.createdAtMs,
    resolvedAt,
    json: JSON.stringify(record),
  };
}

function ruleCells(rule: ApprovalRule, { by }: AuditDraft) {
  const { words, files, sessionKey = null, createdAtMs: createdAt, lastUsedAtMs: lastUsedAt = null, ...fields } = rule;
  const lists = { words: JSON.stringify(words), files: files === undefined ? null : JSON.stringify(files) };
  return { ...fields, ...lists, sessionKey, createdAt, lastUsedAt, ownerId: by.userId };
}

function toRule({ sessionKey, lastUsedAtMs, words, files, ...rule }: RuleRow): ApprovalRule {
  return {
    ...rule,
    // Written by `ruleCells` from lists of this type.
    words: JSON.parse(words) as readonly string[],
    ...(files === null ? {} : { files: JSON.parse(files) as readonly RunFile[] }),
    ...(sessionKey === null ? {} : { sessionKey }),
    ...(lastUsedAtMs === null ? {} : { lastUsedAtMs }),
  };
}
