// Past commands: approvals of commands, and decisions of the policy in the audit log.
import type { ApprovalRecord } from '#contract/types/approvals.ts';
import { defined } from '#contract/types/defined.ts';
import type { CommandHistory, CommandHistoryQuery, PastCommand } from '#core/ports/command-history.ts';
import type { Connection } from './connection.ts';

type Values = CommandHistoryQuery | Readonly<Record<keyof CommandHistoryQuery, string | number | null>>;

interface DecisionRow {
  readonly ts: number;
  readonly action: string;
  readonly details: string;
  readonly workspace: string;
}

const OF_SESSIONS = `
  s.agent_id = @agentId AND (@workspace IS NULL OR s.workspace = @workspace)
  AND (@projectId IS NULL OR s.project_id = @projectId) AND (@sessionKey IS NULL OR s.key = @sessionKey)`;

const ASKED = `
  SELECT a.json FROM approvals a JOIN sessions s ON s.key = a.session_key
  WHERE a.created_at >= @since AND ${OF_SESSIONS} AND json_extract(a.json, '$.subject.tool') = 'exec'
  ORDER BY a.created_at DESC LIMIT @limit`;

/** Calls that were approved are among the approvals. */
const DECIDED = `
  SELECT d.ts, d.action, d.details, s.workspace FROM audit d JOIN sessions s ON s.key = json_extract(d.details, '$.sessionKey')
  WHERE d.action IN ('tool.started', 'tool.denied') AND d.ts >= @since AND ${OF_SESSIONS}
    AND json_extract(d.details, '$.tool') = 'exec' AND json_extract(d.details, '$.command') IS NOT NULL
    AND coalesce(json_extract(d.details, '$.decidedBy'), '') NOT LIKE 'approval:%'
  ORDER BY d.ts DESC LIMIT @limit`;

/** Opens the queries of past commands. */
export function openCommandHistory(connection: Connection): CommandHistory {
  const asked = connection.records<[Values], ApprovalRecord>(ASKED);
  const decided = connection.all<[Values], DecisionRow>(DECIDED);
  return {
    async pastCommands(query) {
      const { workspace = null, projectId = null, sessionKey = null } = query;
      const values = { ...query, workspace, projectId, sessionKey };
      return [...asked(values).map(fromApproval), ...decided(values).map(fromDecision)].toSorted((a, b) => b.ts - a.ts);
    },
  };
}

function fromApproval({ id: approvalId, subject, edit, ...record }: ApprovalRecord): PastCommand {
  const { sessionKey, createdAtMs: ts, outcome } = record;
  // The answer was about the edited command.
  const { command, cwd, argv, programs, suggestedRule } = edit?.subject ?? subject;
  return {
    ts,
    approvalId,
    sessionKey,
    command,
    cwd,
    decision: 'ask',
    ...defined({ outcome, argv, programs, suggestedRule }),
  };
}

function fromDecision({ ts, action, details, workspace }: DecisionRow): PastCommand {
  // Written for calls of `exec` from these fields.
  const { sessionKey, command, cwd = workspace } = JSON.parse(details) as Readonly<Record<string, string>>;
  const decision = action === 'tool.denied' ? 'deny' : 'allow';
  return { ts, sessionKey: sessionKey ?? '', command: command ?? '', cwd, decision };
}
