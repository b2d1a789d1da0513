// Approvals: the protocol's exec approvals, and our own with reasons and rules.
import type { APPROVAL_METHODS } from '#contract/methods/approvals.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import type { ApprovalRecord } from '#contract/types/approvals.ts';
import { approvalNotFound, resolveExecApproval } from '../../openclaw/exec-approvals.ts';
import { execApproval, execApprovalDetail } from '../../openclaw/approval-shapes.ts';
import type { HandlersFor } from '../../server/dispatch/handler.ts';
import type { GatewayServices } from '../../server/services.ts';
import { readPolicyFile, writePolicyFile } from '../../openclaw/policy-file.ts';

const DEFAULT_LIMIT = 100;

export const APPROVAL_HANDLERS: HandlersFor<typeof APPROVAL_METHODS> = {
  'plugin.approval.list': () => [],
  'openclaw.approval.list': () => [],

  'exec.approval.list': async (_params, { services }) => (await services.engine.approvals.pending()).map(execApproval),

  async 'exec.approval.get'({ id }, { services }) {
    return execApprovalDetail(await requirePending(id, services));
  },

  'exec.approval.resolve': ({ id, decision }, { services, connection }) =>
    resolveExecApproval(services.engine, id, decision, connection.principal),

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
    services.engine.agents.require(agentId);
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

  'approvals.rules.test': ({ agentId, command }, { services }) =>
    services.engine.rules.test(agentId ?? services.config.settings().defaultAgentId, command),
};

async function requirePending(id: string, { engine }: GatewayServices): Promise<ApprovalRecord> {
  const approval = await engine.approvals.get(id);
  if (approval === undefined || approval.outcome !== undefined) throw approvalNotFound();
  return approval;
}
