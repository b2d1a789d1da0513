// Answers to approvals with the decisions and errors of the protocol.
import type { ApprovalDecision } from '#contract/types/approvals.ts';
import { GatewayError, invalidRequest } from '#contract/wire/errors.ts';
import type { Engine } from '#core/engine/engine.ts';
import type { Principal } from '#core/principal.ts';

const DECISIONS: readonly ApprovalDecision[] = ['allow-once', 'allow-session', 'allow-always', 'deny'];

/** Resolves a pending approval. @throws {GatewayError} */
export async function resolveExecApproval(
  { approvals }: Pick<Engine, 'approvals'>,
  id: string,
  decision: string,
  by: Principal,
): Promise<{ readonly ok: true }> {
  const known = DECISIONS.find((name) => name === decision);
  if (known === undefined)
    throw invalidRequest(`invalid decision: ${decision}`, 'INVALID_DECISION', `Use one of ${DECISIONS.join(', ')}.`);
  const approval = await approvals.get(id);
  if (approval === undefined) throw approvalNotFound();
  const isApplied = approval.outcome === undefined && (await approvals.resolve({ id, decision: known, by })).applied;
  if (!isApplied) throw alreadyResolved();
  return { ok: true };
}

/** The error of the protocol for an id that is unknown, or whose time is over. */
export function approvalNotFound(): GatewayError {
  const details = { reason: 'APPROVAL_NOT_FOUND', hint: 'It was answered, expired or canceled. Ask the agent again.' };
  return new GatewayError('INVALID_REQUEST', 'unknown or expired approval id', { details });
}

function alreadyResolved(): GatewayError {
  return new GatewayError('INVALID_REQUEST', 'approval already resolved', {
    details: { reason: 'APPROVAL_ALREADY_RESOLVED' },
  });
}
