// The approval mode in effect: the session's, else the agent's.
import type { ApprovalMode } from '#contract/types/approvals.ts';
import type { AgentSettings } from '#contract/types/agents.ts';
import type { SessionRecord } from '../ports/sessions-store.ts';

const MODES: Readonly<Record<NonNullable<SessionRecord['permissionMode']>, ApprovalMode>> = {
  'read-only': 'read-only',
  guarded: 'ask',
  workspace: 'accept-edits',
  full: 'full',
};

/** From the most to the least restrictive. */
const FREEDOM: readonly ApprovalMode[] = ['read-only', 'ask', 'accept-edits', 'full'];

/** Whether a mode lets an agent do more without approval than another. */
export function isFreer(mode: ApprovalMode, than: ApprovalMode): boolean {
  return FREEDOM.indexOf(mode) > FREEDOM.indexOf(than);
}

/** The mode that applies to the tool calls of a session before any rule. */
export function approvalMode(
  agent: Pick<AgentSettings, 'approvalMode'>,
  record: Pick<SessionRecord, 'permissionMode'> | undefined,
): ApprovalMode {
  return record?.permissionMode === undefined ? agent.approvalMode : MODES[record.permissionMode];
}
