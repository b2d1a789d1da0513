// Full access belongs to one conversation: a new one under the same key starts with the mode of its agent again.
import { GATEWAY } from '../principal.ts';
import type { SessionActor } from './session-actor.ts';

/** Clears full access of the session, if it has it. */
export async function endFullAccess(actor: SessionActor): Promise<void> {
  if (actor.record?.approvalMode !== 'full') return;
  const details = { from: 'full', to: 'agent' };
  const audit = { by: GATEWAY, action: 'session.permissions', subject: actor.key, details };
  await actor.patch({ approvalMode: undefined }, 'patch', audit);
}
