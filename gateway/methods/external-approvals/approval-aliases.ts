// Method names used by older dashboards. Each behaves like the current method.
import type { EXTERNAL_APPROVAL_METHODS } from '#contract/methods/external-approvals.ts';
import type { HandlersFor } from '../../server/dispatch/handler.ts';
import { APPROVAL_HANDLERS } from '../approvals/approvals.ts';

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
  'exec.approvals.list': (params, call) => APPROVAL_HANDLERS['exec.approval.list'](params, call),
  'exec.approvals.resolve': ({ id, decision }, call) =>
    APPROVAL_HANDLERS['exec.approval.resolve']({ id, decision: OLD_DECISIONS.get(decision) ?? decision }, call),
  'exec.approvals.overrides': (params, call) => APPROVAL_HANDLERS['exec.approvals.get'](params, call),
  'exec.approvals.overrides.set': (params, call) => APPROVAL_HANDLERS['exec.approvals.set'](params, call),
};
