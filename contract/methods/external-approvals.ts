// Approvals of any kind: requests by programs and nodes, lookup, answers, history, and aliases.
import type { ApprovalDecided } from '../types/external-approvals.ts';
import { APPROVAL_METHODS } from './approvals.ts';
import { approvalMethod, defineMethod } from './define-method.ts';
import { published, publishedParams } from '../wire/published.ts';
import { Id, Ok, closed, resultType } from './results.ts';
import { Type } from 'typebox';

const OWN_POLICY_REASON = 'The requesting program applies its own policy.';
const CLIENTS_ONLY_REASON = 'Requests are only delivered to connected clients.';

/** Methods through which programs and nodes request approvals, and their aliases. */
export const EXTERNAL_APPROVAL_METHODS = {
  'exec.approval.request': approvalMethod({
    summary:
      'Requests approval for a program or node to run a command, and waits for the answer. With `twoPhase`, acceptance is acknowledged first. If nobody can answer, the decision is null.',
    params: publishedParams('ExecApprovalRequestParams'),
    unsupported: ['scope', 'suppressDelivery'],
    ignores: {
      security: OWN_POLICY_REASON,
      ask: OWN_POLICY_REASON,
      unavailableDecisions: 'The only answers are allow once and deny.',
      commandSpans: 'They only mark parts of the command for display.',
      sessionId: 'The session key identifies the session.',
      turnSourceChannel: CLIENTS_ONLY_REASON,
      turnSourceTo: CLIENTS_ONLY_REASON,
      turnSourceAccountId: CLIENTS_ONLY_REASON,
      turnSourceThreadId: CLIENTS_ONLY_REASON,
      deliverToApprovalClientsOnly: CLIENTS_ONLY_REASON,
      requireDeliveryRoute: 'A request that nobody can answer always expires immediately.',
      approvalReviewerDeviceIds: 'It is only binding inside the OpenClaw gateway.',
    },
    result: resultType<ApprovalDecided>('ApprovalDecided'),
  }),
  'exec.approval.waitDecision': approvalMethod({
    summary: 'Waits for the answer to an approval. It can be called again after a reconnect.',
    params: closed({ id: Id, timeoutMs: Type.Optional(Type.Integer({ minimum: 1 })) }),
    result: resultType<ApprovalDecided>('ApprovalDecided'),
  }),
  'exec.approval.grants.list': approvalMethod({
    whileReadOnly: true,
    summary: 'Lists standing grants of automations. Gatehouse uses rules instead, so the list is always empty.',
    stub: true,
    ...published('ExecApprovalGrantsList'),
  }),
  'exec.approval.grants.revoke': approvalMethod({
    summary: 'Revokes a standing grant. Gatehouse has none, so the outcome is always `not-found`.',
    stub: true,
    ...published('ExecApprovalGrantsRevoke'),
  }),
  'approval.get': approvalMethod({
    whileReadOnly: true,
    summary: 'Returns an approval, pending or answered.',
    ...published('ApprovalGet'),
  }),
  'approval.resolve': approvalMethod({
    summary: 'Answers an approval. If it was already answered, returns `applied: false` and the answer in effect.',
    ...published('ApprovalResolve'),
    unsupported: ['reviewer', 'grantExpiresInDays'],
  }),
  'approval.history': approvalMethod({
    summary: 'Lists answered approvals, newest first, by cursor.',
    ...published('ApprovalHistory'),
  }),
  'exec.approvals.list': defineMethod({
    ...APPROVAL_METHODS['exec.approval.list'],
    summary: 'Alias of `exec.approval.list`.',
  }),
  'exec.approvals.resolve': approvalMethod({
    summary: 'Alias of `exec.approval.resolve`. Also accepts `allow_once` and `always_allow`.',
    params: closed({ id: Id, decision: Type.String({ minLength: 1, maxLength: 40 }) }),
    result: Ok,
  }),
  'exec.approvals.overrides': defineMethod({
    ...APPROVAL_METHODS['exec.approvals.get'],
    summary: 'Alias of `exec.approvals.get`.',
  }),
  'exec.approvals.overrides.set': defineMethod({
    ...APPROVAL_METHODS['exec.approvals.set'],
    summary: 'Alias of `exec.approvals.set`.',
  }),
} as const;
