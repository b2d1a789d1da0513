// Approvals of any kind: asked for by programs and nodes, looked up, answered, with their history; and old names.
import type { ApprovalDecided } from '../types/external-approvals.ts';
import { APPROVAL_METHODS } from './approvals.ts';
import { defineMethod } from './define-method.ts';
import { publishedParams, publishedResult } from '../wire/published.ts';
import { Id, Ok, closed, resultOf } from './results.ts';
import { Type } from 'typebox';

export const EXTERNAL_APPROVAL_METHODS = {
  'exec.approval.request': defineMethod({
    summary:
      'A program or node asks whether it may run a command. It waits for the answer; with `twoPhase` it first hears that it was accepted. Without anybody who could answer the decision is null at once.',
    scope: 'operator.approvals',
    params: publishedParams('ExecApprovalRequestParams'),
    result: resultOf<ApprovalDecided>('ApprovalDecided'),
  }),
  'exec.approval.waitDecision': defineMethod({
    summary: 'Waits for the answer to an approval, also after a reconnect.',
    scope: 'operator.approvals',
    params: closed({ id: Id, timeoutMs: Type.Optional(Type.Integer({ minimum: 1 })) }),
    result: resultOf<ApprovalDecided>('ApprovalDecided'),
  }),
  'exec.approval.grants.list': defineMethod({
    summary: 'Standing grants of automations. Gatehouse uses rules instead, so the list is always empty.',
    scope: 'operator.approvals',
    stub: true,
    params: publishedParams('ExecApprovalGrantsListParams'),
    result: publishedResult('ExecApprovalGrantsListResult'),
  }),
  'exec.approval.grants.revoke': defineMethod({
    summary: 'Revokes a standing grant. There are none, so the outcome is always `not-found`.',
    scope: 'operator.approvals',
    stub: true,
    params: publishedParams('ExecApprovalGrantsRevokeParams'),
    result: publishedResult('ExecApprovalGrantsRevokeResult'),
  }),
  'approval.get': defineMethod({
    summary: 'One approval, pending or answered.',
    scope: 'operator.approvals',
    params: publishedParams('ApprovalGetParams'),
    result: publishedResult('ApprovalGetResult'),
  }),
  'approval.resolve': defineMethod({
    summary: 'Answers an approval. Who comes second gets `applied: false` and the answer that counts.',
    scope: 'operator.approvals',
    params: publishedParams('ApprovalResolveParams'),
    result: publishedResult('ApprovalResolveResult'),
  }),
  'approval.history': defineMethod({
    summary: 'Answered approvals, newest first, by cursor.',
    scope: 'operator.approvals',
    params: publishedParams('ApprovalHistoryParams'),
    result: publishedResult('ApprovalHistoryResult'),
  }),
  'exec.approvals.list': defineMethod({
    ...APPROVAL_METHODS['exec.approval.list'],
    summary: 'Old name of `exec.approval.list`.',
  }),
  'exec.approvals.resolve': defineMethod({
    summary: 'Old name of `exec.approval.resolve`; also takes `allow_once` and `always_allow`.',
    scope: 'operator.approvals',
    params: closed({ id: Id, decision: Type.String({ minLength: 1, maxLength: 40 }) }),
    result: Ok,
  }),
  'exec.approvals.overrides': defineMethod({
    ...APPROVAL_METHODS['exec.approvals.get'],
    summary: 'Old name of `exec.approvals.get`.',
  }),
  'exec.approvals.overrides.set': defineMethod({
    ...APPROVAL_METHODS['exec.approvals.set'],
    summary: 'Old name of `exec.approvals.set`.',
  }),
} as const;
