// Approvals: the protocol's exec approvals and policy file, and our own with reasons, session grants and rules.
import type { ApprovalRecord, ApprovalRule } from '../types/approvals.ts';
import { defineMethod } from './define-method.ts';
import { publishedParams, publishedResult } from '../wire/published.ts';
import { Id, NoParams, Ok, closed, resultOf } from './results.ts';
import { Type } from 'typebox';

/** Nothing of these kinds can wait: a list that clients ask for and that is truly empty. */
const EmptyList = resultOf<readonly never[]>('[]');

const Decision = Type.Union([
  Type.Literal('allow-once'),
  Type.Literal('allow-session'),
  Type.Literal('allow-always'),
  Type.Literal('deny'),
]);

const Words = Type.Array(Type.String({ minLength: 1, maxLength: 1000 }), { minItems: 1, maxItems: 64 });

export const APPROVAL_METHODS = {
  'plugin.approval.list': defineMethod({
    summary: 'Pending plugin approvals. There are no plugins, so the list is always empty.',
    scope: 'operator.approvals',
    stub: true,
    params: closed({}),
    result: EmptyList,
  }),
  'openclaw.approval.list': defineMethod({
    summary: 'Pending approvals of OpenClaw’s system agent. Gatehouse has none, so the list is always empty.',
    scope: 'operator.approvals',
    stub: true,
    params: closed({}),
    result: EmptyList,
  }),
  'exec.approval.list': defineMethod({
    summary: 'Pending approvals (a bare array).',
    scope: 'operator.approvals',
    params: NoParams,
    result: resultOf<readonly Readonly<Record<string, unknown>>[]>('ExecApprovalRequested[]'),
  }),
  'exec.approval.get': defineMethod({
    summary: 'One pending approval.',
    scope: 'operator.approvals',
    params: publishedParams('ExecApprovalGetParams'),
    result: resultOf<Readonly<Record<string, unknown>>>('ExecApprovalDetail'),
  }),
  'exec.approval.resolve': defineMethod({
    summary: 'Answers an approval; the first answer wins.',
    scope: 'operator.approvals',
    params: publishedParams('ExecApprovalResolveParams'),
    result: Ok,
  }),
  'exec.approvals.get': defineMethod({
    summary: 'The policy file: security, ask and allow-list per agent, with its hash.',
    scope: 'operator.admin',
    params: publishedParams('ExecApprovalsGetParams'),
    result: publishedResult('ExecApprovalsSnapshot'),
  }),
  'exec.approvals.set': defineMethod({
    summary: 'Writes the policy file; refused when `baseHash` is stale.',
    scope: 'operator.admin',
    freshProof: true,
    params: publishedParams('ExecApprovalsSetParams'),
    result: publishedResult('ExecApprovalsSnapshot'),
  }),
  'approvals.list': defineMethod({
    summary: 'Approvals with everything that a person needs to decide: pending ones, or the history, newest first.',
    scope: 'operator.approvals',
    params: closed({
      status: Type.Optional(Type.Union([Type.Literal('pending'), Type.Literal('resolved')])),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
      before: Type.Optional(Type.Integer({ minimum: 0 })),
    }),
    result: resultOf<{ readonly approvals: readonly ApprovalRecord[] }>('ApprovalRecord[]'),
  }),
  'approvals.resolve': defineMethod({
    summary: 'Answers an approval, with a reason that the model receives, or with the rule to store.',
    scope: 'operator.approvals',
    params: closed({
      id: Id,
      decision: Decision,
      reason: Type.Optional(Type.String({ maxLength: 4000 })),
      rule: Type.Optional(Words),
    }),
    result: resultOf<{ readonly applied: boolean; readonly approval: ApprovalRecord }>('ApprovalResolveResult'),
  }),
  'approvals.rules.list': defineMethod({
    summary: 'Stored rules: words, place, author, use.',
    scope: 'operator.approvals',
    params: closed({ agentId: Type.Optional(Id) }),
    result: resultOf<{ readonly rules: readonly ApprovalRule[] }>('ApprovalRule[]'),
  }),
  'approvals.rules.add': defineMethod({
    summary: 'Stores a rule written by hand; it holds in the agent’s workspace.',
    scope: 'operator.approvals',
    freshProof: true,
    params: closed({ agentId: Id, words: Words }),
    result: resultOf<{ readonly rule: ApprovalRule }>('ApprovalRule'),
  }),
  'approvals.rules.remove': defineMethod({
    summary: 'Revokes a rule.',
    scope: 'operator.approvals',
    params: closed({ id: Id }),
    result: Ok,
  }),
  'approvals.rules.restore': defineMethod({
    summary: 'Takes the revocation back.',
    scope: 'operator.approvals',
    freshProof: true,
    params: closed({ id: Id }),
    result: Ok,
  }),
  'approvals.rules.test': defineMethod({
    summary: 'Says what the policy would do with a command, and why.',
    scope: 'operator.read',
    params: closed({
      agentId: Type.Optional(Id),
      command: Type.String({ maxLength: 20_000 }),
      cwd: Type.Optional(Type.String()),
    }),
    result: resultOf<{ readonly verdict: 'allow' | 'ask' | 'deny'; readonly reason: string; readonly ruleId?: string }>(
      'PolicyVerdict',
    ),
  }),
} as const;
