// Lookups and answers of approvals with the decisions and errors of the protocol.
import type { ApprovalDecision, ApprovalRecord } from '#contract/types/approvals.ts';
import { GatewayError, invalidRequest } from '#contract/wire/errors.ts';
import type { Engine } from '#core/engine/engine.ts';
import type { Principal } from '#core/principal.ts';

type Approvals = Pick<Engine, 'approvals'>;

const DECISIONS: readonly ApprovalDecision[] = ['allow-once', 'allow-session', 'allow-always', 'deny'];

/** Resolves a pending approval. @throws {GatewayError} */
export async function resolveExecApproval(
  engine: Approvals,
  id: string,
  decision: string,
  by: Principal,
): Promise<{ readonly ok: true }> {
  const known = DECISIONS.find((name) => name === decision);
  if (known === undefined)
    throw invalidRequest(`Invalid decision: ${decision}.`, 'INVALID_DECISION', `Use one of ${DECISIONS.join(', ')}.`);
  const { outcome } = await requireApproval(id, engine);
  if (outcome === undefined && (await engine.approvals.resolve({ id, decision: known, by })).applied)
    return { ok: true };
  const details = { reason: 'APPROVAL_ALREADY_RESOLVED' };
  throw new GatewayError('INVALID_REQUEST', 'approval already resolved', { details });
}

/** The approval with this id, pending or resolved. @throws {GatewayError} */
export async function requireApproval(id: string, { approvals }: Approvals): Promise<ApprovalRecord> {
  const approval = await approvals.get(id);
  if (approval === undefined) throw approvalNotFound();
  return approval;
}

/** The protocol's error for an unknown or expired approval. */
export function approvalNotFound(): GatewayError {
  const details = { reason: 'APPROVAL_NOT_FOUND', hint: 'It was answered, expired, or canceled. Ask the agent again.' };
  return new GatewayError('INVALID_REQUEST', 'unknown or expired approval id', { details });
}
