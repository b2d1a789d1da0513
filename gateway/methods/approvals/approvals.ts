// Approvals: the protocol's exec approvals, and our own with reasons and rules.
import type { APPROVAL_METHODS } from '#contract/methods/approvals.ts';
import { GatewayError, invalidRequest } from '#contract/wire/errors.ts';
import type { ApprovalDecision, ApprovalRecord } from '#contract/types/approvals.ts';
import { execApproval, execApprovalDetail } from '../../openclaw/approval-shapes.ts';
import type { HandlersFor } from '../../server/dispatch/handler.ts';
import type { GatewayServices } from '../../server/services.ts';
import { requireAgent } from '../sessions/session-access.ts';
import { readPolicyFile, writePolicyFile } from '../../openclaw/policy-file.ts';

const DEFAULT_LIMIT = 100;
const WIRE_DECISIONS: readonly ApprovalDecision[] = ['allow-once', 'allow-session', 'allow-always', 'deny'];

export const APPROVAL_HANDLERS: HandlersFor<typeof APPROVAL_METHODS> = {
  'plugin.approval.list': () => [],
  'openclaw.approval.list': () => [],

  'exec.approval.list': async (_params, { services }) => (await services.engine.approvals.pending()).map(execApproval),

  async 'exec.approval.get'({ id }, { services }) {
    return execApprovalDetail(await requirePending(id, services));
  },

  async 'exec.approval.resolve'({ id, decision }, { services, connection }) {
    const known = WIRE_DECISIONS.find((name) => name === decision);
    if (known === undefined)
      throw invalidRequest(
        `invalid decision: ${decision}`,
        'INVALID_DECISION',
        `Use one of ${WIRE_DECISIONS.join(', ')}.`,
      );
    const approval = await services.engine.approvals.get(id);
    if (approval === undefined) throw approvalNotFound();
    if (approval.outcome !== undefined) throw alreadyResolved();
    const { applied } = await services.engine.approvals.resolve({ id, decision: known, by: connection.principal });
    if (!applied) throw alreadyResolved();
    return { ok: true };
  },

  'exec.approvals.get': (_params, { services }) => readPolicyFile(services),
  'exec.approvals.set': (params, { services, connection }) => writePolicyFile(params, services, connection.principal),

  async 'approvals.list'({ status = 'pending', limit = DEFAULT_LIMIT, before }, { services }) {
    if (status === 'resolved') return { approvals: await services.engine.approvals.resolved(limit, before) };
    return { approvals: (await services.engine.approvals.pending()).slice(0, limit) };
  },

  async 'approvals.resolve'({ id, decision, reason, rule }, { services, connection }) {
    if ((await services.engine.approvals.get(id)) === undefined) throw approvalNotFound();
    const optional = { ...(reason === undefined ? {} : { reason }), ...(rule === undefined ? {} : { rule }) };
    return services.engine.approvals.resolve({ id, decision, by: connection.principal, ...optional });
  },

  'approvals.rules.list': async ({ agentId }, { services }) => ({ rules: await services.engine.rules.list(agentId) }),

  async 'approvals.rules.add'({ agentId, words }, { services, connection }) {
    requireAgent(agentId, services);
    return { rule: await services.engine.rules.add({ agentId, words }, connection.principal) };
  },

  async 'approvals.rules.remove'({ id }, { services, connection }) {
    if (await services.engine.rules.remove(id, connection.principal)) return { ok: true };
    throw invalidRequest(`No such rule: ${id}`, 'RULE_NOT_FOUND');
  },

  async 'approvals.rules.restore'({ id }, { services, connection }) {
    if (await services.engine.rules.restore(id, connection.principal)) return { ok: true };
    throw invalidRequest(`No such rule: ${id}`, 'RULE_NOT_FOUND');
  },

  'approvals.rules.test': ({ agentId, command, cwd }, { services }) =>
    services.engine.rules.test(agentId ?? services.config.settings().defaultAgentId, command, cwd),
};

async function requirePending(id: string, { engine }: GatewayServices): Promise<ApprovalRecord> {
  const approval = await engine.approvals.get(id);
  if (approval === undefined || approval.outcome !== undefined) throw approvalNotFound();
  return approval;
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
