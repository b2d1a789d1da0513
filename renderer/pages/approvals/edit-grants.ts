// How far "Always allow…" reaches for a change of a file, and what makes it so.
import type { ApprovalRecord } from '#contract/types/approvals.ts';
import type { AppServices } from '../../state/app-services.ts';
import { describePermissionMode } from '../../state/permission-modes.ts';
import type { ApprovalAnswer } from '../../state/pending-approvals.ts';

/** This file, all edits of the session, or all edits of the agent. */
export type EditGrant = 'file' | 'session' | 'agent';

/** The grants that would change something: with edits accepted already, only that for the file. */
export function offerEditGrants(mode: string | undefined): readonly EditGrant[] {
  return describePermissionMode(mode).mode === 'guarded' ? ['file', 'session', 'agent'] : ['file'];
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
  const permissionMode = grant === 'session' ? 'workspace' : null;
  if (grant === 'session' || sessions.row(sessionKey)?.permissionMode !== undefined)
    await sessions.patch(sessionKey, { permissionMode });
  return { decision: 'allow-once' };
}
