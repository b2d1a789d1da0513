// Approvals: the protocol's exec approvals, and our own with reasons and rules to store.
import { defined } from '#contract/types/defined.ts';
import { approvalNotFound, requireApproval, resolveExecApproval } from '../../openclaw/exec-approvals.ts';
import { execApproval, execApprovalDetail } from '../../openclaw/approval-shapes.ts';
import { missingScope } from '../../server/dispatch/access-errors.ts';
import { defineHandlers } from '../../server/dispatch/handler.ts';
import { readPolicyFile, writePolicyFile } from '../../openclaw/policy-file.ts';

const DEFAULT_LIMIT = 100;

export const APPROVAL_HANDLERS = defineHandlers({
  'plugin.approval.list': () => [],
  'openclaw.approval.list': () => [],

  'exec.approval.list': async (_params, { engine }) => (await engine.approvals.pending()).map(execApproval),

  async 'exec.approval.get'({ id }, { engine }) {
    const approval = await requireApproval(id, engine);
    if (approval.outcome !== undefined) throw approvalNotFound();
    return execApprovalDetail(approval);
  },

  'exec.approval.resolve': ({ id, decision }, { engine, by }) => resolveExecApproval(engine, id, decision, by),

  'exec.approvals.get': (_params, { services }) => readPolicyFile(services),
  'exec.approvals.set': (params, { services, by }) => writePolicyFile(params, services, by),

  async 'approvals.list'({ status = 'pending', limit = DEFAULT_LIMIT, before }, { engine }) {
    if (status === 'resolved') return { approvals: await engine.approvals.resolved(limit, before) };
    return { approvals: (await engine.approvals.pending()).slice(0, limit) };
  },

  async 'approvals.deliveries'({ id }, { engine, services }) {
    await requireApproval(id, engine);
    return { deliveries: await services.escalations.deliveries(id) };
  },

  async 'approvals.draft'({ id }, { engine }) {
    await requireApproval(id, engine);
    return { parts: await engine.approvals.draft(id) };
  },

  async 'approvals.preview'({ id, parts }, { engine }) {
    await requireApproval(id, engine);
    return engine.approvals.preview(id, parts);
  },

  async 'approvals.resolve'({ id, decision, reason, rule, rules, edited }, { engine, by, connection }) {
    await requireApproval(id, engine);
    // An edit is new work for the agent, not only an answer.
    if (edited !== undefined && !connection.holds('operator.write')) throw missingScope('operator.write');
    return engine.approvals.resolve({ id, decision, by, ...defined({ reason, rule, rules, edited }) });
  },

  'exec.policy.explain': (request, { engine }) => engine.rules.explain(request),
});
