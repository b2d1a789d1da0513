// How far "Always allow…" reaches for a change of a file, and what makes it so.
import type { ApprovalMode } from '#contract/types/approval-modes.ts';
import type { ApprovalRecord } from '#contract/types/approvals.ts';
import type { AppServices } from '../../state/app-services.ts';
import type { ApprovalAnswer } from '../../state/pending-approvals.ts';

/** This file, all edits of the session, or all edits of the agent. */
export type EditGrant = 'file' | 'session' | 'agent';

/** The grants that would change something: with edits accepted already, only that for the file. */
export function offerEditGrants(mode: ApprovalMode = 'ask'): readonly EditGrant[] {
  return mode === 'ask' ? ['file', 'session', 'agent'] : ['file'];
}

type Target = Pick<ApprovalRecord, 'sessionKey' | 'agentId'>;

/** Accepts the edits that follow, and returns the answer to this request. @throws {RequestError} if nothing was changed */
export async function grantEdits(
  { client, sessions }: Pick<AppServices, 'client' | 'sessions'>,
  { sessionKey, agentId }: Target,
  grant: EditGrant,
): Promise<ApprovalAnswer> {
  if (grant === 'file') return { decision: 'allow-session' };
  if (grant === 'agent') await client.request('agents.settings.set', { agentId, approvalMode: 'accept-edits' });
  // The session's own mode would override the agent's.
  const approvalMode = grant === 'session' ? 'accept-edits' : null;
  if (grant === 'session' || sessions.row(sessionKey)?.approvalMode !== undefined)
    await sessions.patch(sessionKey, { approvalMode });
  return { decision: 'allow-once' };
}
