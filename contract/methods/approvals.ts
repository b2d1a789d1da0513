// Approvals: the protocol's exec approvals and approvals file, and Gatehouse's own with reasons, session grants, and rules.
import type { ApprovalRecord, ApprovalRule, ListedRule, RulePreset } from '../types/approvals.ts';
import type { JsonObject } from '../types/json-object.ts';
import { adminMethod, approvalMethod, readMethod } from './define-method.ts';
import { publishedParams, publishedResult } from '../wire/published.ts';
import { Id, NoParams, Ok, closed, resultType } from './results.ts';
import { Type } from 'typebox';

/** For lists that clients request and that are always empty. */
const EmptyList = resultType<readonly never[]>('[]');

const Decision = Type.Enum(['allow-once', 'allow-session', 'allow-always', 'deny']);

const Words = Type.Array(Type.String({ minLength: 1, maxLength: 1000 }), { minItems: 1, maxItems: 64 });

/** Methods that list and answer approvals, and manage rules. */
export const APPROVAL_METHODS = {
  'plugin.approval.list': approvalMethod({
    summary: 'Lists pending approvals of plugins. Gatehouse has no plugins yet, so the list is always empty.',
    stub: true,
    params: closed({}),
    result: EmptyList,
  }),
  'openclaw.approval.list': approvalMethod({
    summary: "Lists pending approvals of OpenClaw's system agent. Gatehouse has none, so the list is always empty.",
    stub: true,
    params: closed({}),
    result: EmptyList,
  }),
  'exec.approval.list': approvalMethod({
    summary: 'Lists pending approvals as a bare array.',
    params: NoParams,
    result: resultType<readonly JsonObject[]>('ExecApprovalRequested[]'),
  }),
  'exec.approval.get': approvalMethod({
    summary: 'Returns a pending approval.',
    params: publishedParams('ExecApprovalGetParams'),
    result: resultType<JsonObject>('ExecApprovalDetail'),
  }),
  'exec.approval.resolve': approvalMethod({
    summary: 'Answers an approval. The first answer wins.',
    params: publishedParams('ExecApprovalResolveParams'),
    unsupported: ['reviewer', 'grantExpiresInDays'],
    result: Ok,
  }),
  'exec.approvals.get': adminMethod({
    summary: 'Returns the exec approvals file with its hash: security, ask mode, and allowlist per agent.',
    params: publishedParams('ExecApprovalsGetParams'),
    result: publishedResult('ExecApprovalsSnapshot'),
  }),
  'exec.approvals.set': adminMethod({
    summary: 'Writes the exec approvals file. Rejected if `baseHash` is stale.',
    freshProof: true,
    params: publishedParams('ExecApprovalsSetParams'),
    result: publishedResult('ExecApprovalsSnapshot'),
  }),
  'approvals.list': approvalMethod({
    summary: 'Lists approvals with the details needed to decide: pending ones, or the history, newest first.',
    params: closed({
      status: Type.Optional(Type.Enum(['pending', 'resolved'])),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
      before: Type.Optional(Type.Integer({ minimum: 0 })),
    }),
    result: resultType<{ readonly approvals: readonly ApprovalRecord[] }>('ApprovalRecord[]'),
  }),
  'approvals.resolve': approvalMethod({
    summary: 'Answers an approval, with an optional reason for the model or a rule to store.',
    params: closed({
      id: Id,
      decision: Decision,
      reason: Type.Optional(Type.String({ maxLength: 4000 })),
      rule: Type.Optional(Words),
    }),
    result: resultType<{ readonly applied: boolean; readonly approval: ApprovalRecord }>('ApprovalResolveResult'),
  }),
  'approvals.rules.list': approvalMethod({
    summary:
      'Lists stored rules with their words, workspace, author, and usage, and the built-in presets with their commands.',
    params: closed({ agentId: Type.Optional(Id) }),
    result: resultType<{ readonly rules: readonly ListedRule[]; readonly presets: readonly RulePreset[] }>(
      'ApprovalRulesResult',
    ),
  }),
  'approvals.rules.add': approvalMethod({
    summary: "Adds a rule for an agent's workspace.",
    freshProof: true,
    params: closed({ agentId: Id, words: Words }),
    result: resultType<{ readonly rule: ApprovalRule }>('ApprovalRule'),
  }),
  'approvals.rules.remove': approvalMethod({ summary: 'Revokes a rule.', params: closed({ id: Id }), result: Ok }),
  'approvals.rules.restore': approvalMethod({
    summary: 'Restores a revoked rule.',
    freshProof: true,
    params: closed({ id: Id }),
    result: Ok,
  }),
  'approvals.rules.test': readMethod({
    summary: 'Returns what the policy would decide for a command, and why.',
    params: closed({
      agentId: Type.Optional(Id),
      command: Type.String({ maxLength: 20_000 }),
      cwd: Type.Optional(Type.String()),
    }),
    result: resultType<{
      readonly verdict: 'allow' | 'ask' | 'deny';
      readonly reason: string;
      readonly ruleId?: string;
    }>('PolicyVerdict'),
  }),
} as const;
