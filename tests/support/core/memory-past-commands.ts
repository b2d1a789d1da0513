// Past commands of the in-memory store.
import type { ApprovalRecord } from '#contract/types/approvals.ts';
import type { AuditEntry } from '#contract/types/audit.ts';
import { defined } from '#contract/types/defined.ts';
import type { CommandHistoryQuery, PastCommand } from '#core/ports/command-history.ts';
import type { SessionRecord } from '#core/ports/sessions-store.ts';

interface HistoryTables {
  readonly sessions: ReadonlyMap<string, SessionRecord>;
  readonly approvals: ReadonlyMap<string, ApprovalRecord>;
  readonly audit: readonly AuditEntry[];
}

/** Approvals of commands, and decisions of the policy in the audit log. */
export function listPastCommands(tables: HistoryTables, query: CommandHistoryQuery): readonly PastCommand[] {
  const isOf = (key: string) => {
    const session = tables.sessions.get(key);
    if (session?.agentId !== query.agentId) return false;
    if (query.sessionKey !== undefined && query.sessionKey !== key) return false;
    if (query.projectId !== undefined && query.projectId !== session.projectId) return false;
    return query.workspace === undefined || query.workspace === session.workspace;
  };
  const latest = (commands: readonly PastCommand[]) =>
    commands
      .filter(({ ts, sessionKey }) => ts >= query.since && isOf(sessionKey))
      .toSorted((a, b) => b.ts - a.ts)
      .slice(0, query.limit);
  const asked = [...tables.approvals.values()].flatMap((record) => fromApproval(record));
  const decided = tables.audit.flatMap((entry) => fromAudit(entry));
  return [...latest(asked), ...latest(decided)].toSorted((a, b) => b.ts - a.ts);
}

function fromApproval(record: ApprovalRecord): readonly PastCommand[] {
  const { id: approvalId, subject, edit, sessionKey, createdAtMs: ts, outcome } = record;
  const { tool, command, cwd, argv, programs, suggestedRule } = edit?.subject ?? subject;
  if (tool !== 'exec') return [];
  const facts = defined({ outcome, argv, programs, suggestedRule });
  return [{ ts, approvalId, sessionKey, command, cwd, decision: 'ask', ...facts }];
}

function fromAudit({ ts, action, details }: AuditEntry): readonly PastCommand[] {
  const { sessionKey, tool, command, cwd, decidedBy = '' } = details;
  if ((action !== 'tool.started' && action !== 'tool.denied') || tool !== 'exec' || command === undefined) return [];
  if (String(decidedBy).startsWith('approval:')) return [];
  const decision = action === 'tool.denied' ? 'deny' : 'allow';
  return [{ ts, sessionKey: String(sessionKey), command: String(command), cwd: String(cwd), decision }];
}
