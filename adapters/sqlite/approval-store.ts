// Approvals, with the rules and past commands that belong to them.
import type { ApprovalRecord } from '#contract/types/approvals.ts';
import type { ApprovalStore } from '#core/ports/approvals-store.ts';
import { openCommandHistory } from './command-history.ts';
import { openRules } from './rule-store.ts';
import { writeWithAudit, type AuditedParts } from './write-with-audit.ts';

/** Approvals for the store itself: `put` writes within an open transaction. */
export interface ApprovalLog extends ApprovalStore {
  put(record: ApprovalRecord, ownerId: string): void;
}

const SETTLE = `
  UPDATE approvals SET status = @status, resolved_at = @resolvedAt, json = @json WHERE id = @id AND status = 'pending'`;

/** Opens the tables of approvals and rules. */
export function openApprovals(parts: AuditedParts): ApprovalLog {
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
    ...openCommandHistory(connection),
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
