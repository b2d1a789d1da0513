// Method names used by older dashboards. Each behaves like the current method.
import type { EXTERNAL_APPROVAL_METHODS } from '#contract/methods/external-approvals.ts';
import { execApproval } from '../../openclaw/approval-shapes.ts';
import { resolveExecApproval } from '../../openclaw/exec-approvals.ts';
import { readPolicyFile, writePolicyFile } from '../../openclaw/policy-file.ts';
import type { HandlersFor } from '../../server/dispatch/handler.ts';

/** Words of older programs for the protocol's decisions. */
const OLD_DECISIONS: ReadonlyMap<string, string> = new Map([
  ['allow_once', 'allow-once'],
  ['always_allow', 'allow-always'],
  ['allow_always', 'allow-always'],
]);

export const APPROVAL_ALIASES: Pick<
  HandlersFor<typeof EXTERNAL_APPROVAL_METHODS>,
  'exec.approvals.list' | 'exec.approvals.resolve' | 'exec.approvals.overrides' | 'exec.approvals.overrides.set'
> = {
  'exec.approvals.list': async (_params, { services }) => (await services.engine.approvals.pending()).map(execApproval),
  'exec.approvals.resolve': ({ id, decision }, { services, connection }) =>
    resolveExecApproval(services.engine, id, OLD_DECISIONS.get(decision) ?? decision, connection.principal),
  'exec.approvals.overrides': (_params, { services }) => readPolicyFile(services),
  'exec.approvals.overrides.set': (params, { services, connection }) =>
    writePolicyFile(params, services, connection.principal),
};
