// Approvals: the protocol's exec approvals and approvals file, and Gatehouse's own with reasons, session grants, and rules to store.
import type { ApprovalDelivery } from '../types/approval-deliveries.ts';
import type { EditableValue } from '../types/approval-edits.ts';
import type { EditPreview } from '../types/edit-previews.ts';
import type { ApprovalRecord } from '../types/approvals.ts';
import type { PolicyExplanation } from '../types/command-program.ts';
import type { JsonObject } from '../types/json-object.ts';
import { adminMethod, approvalMethod, readMethod } from './define-method.ts';
import { publishedParams, publishedResult } from '../wire/published.ts';
import { Id, NoParams, Ok, RuleWords, closed, resultType } from './results.ts';
import { Type } from 'typebox';

/** For lists that clients request and that are always empty. */
const EmptyList = resultType<readonly never[]>('[]');

const Decision = Type.Enum(['allow-once', 'allow-session', 'allow-always', 'deny']);

/** A command line has at most this many programs for which rules are stored. */
const MAX_ANSWERED_RULES = 64;

const AnsweredRules = Type.Array(
  closed({ words: RuleWords, scope: Type.Enum(['session', 'workspace', 'project', 'agent']) }),
  {
    minItems: 1,
    maxItems: MAX_ANSWERED_RULES,
  },
);

const EditedParts = closed({
  command: Type.Optional(Type.String()),
  cwd: Type.Optional(Type.String()),
  url: Type.Optional(Type.String()),
  content: Type.Optional(Type.String()),
  newText: Type.Optional(Type.String()),
});

/** Methods that list and answer approvals. */
export const APPROVAL_METHODS = {
  'plugin.approval.list': approvalMethod({
    whileReadOnly: true,
    summary: 'Lists pending approvals of plugins. Gatehouse has no plugins yet, so the list is always empty.',
    stub: true,
    params: closed({}),
    result: EmptyList,
  }),
  'openclaw.approval.list': approvalMethod({
    whileReadOnly: true,
    summary: "Lists pending approvals of OpenClaw's system agent. Gatehouse has none, so the list is always empty.",
    stub: true,
    params: closed({}),
    result: EmptyList,
  }),
  'exec.approval.list': approvalMethod({
    whileReadOnly: true,
    summary: 'Lists pending approvals as a bare array.',
    params: NoParams,
    result: resultType<readonly JsonObject[]>('ExecApprovalRequested[]'),
  }),
  'exec.approval.get': approvalMethod({
    whileReadOnly: true,
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
    whileReadOnly: true,
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
    whileReadOnly: true,
    summary: 'Lists approvals with the details needed to decide: pending ones, or the history, newest first.',
    params: closed({
      status: Type.Optional(Type.Enum(['pending', 'resolved'])),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
      before: Type.Optional(Type.Integer({ minimum: 0 })),
    }),
    result: resultType<{ readonly approvals: readonly ApprovalRecord[] }>('ApprovalRecord[]'),
  }),
  'approvals.deliveries': approvalMethod({
    summary: 'Lists how people were notified about an approval, and which steps were skipped, oldest first.',
    params: closed({ id: Id }),
    result: resultType<{ readonly deliveries: readonly ApprovalDelivery[] }>('ApprovalDelivery[]'),
  }),
  'approvals.draft': approvalMethod({
    summary: 'Returns the parts of a pending approval that can be edited before it is allowed, with their values.',
    params: closed({ id: Id }),
    result: resultType<{ readonly parts: readonly EditableValue[] }>('EditableValue[]'),
  }),
  'approvals.preview': approvalMethod({
    summary:
      'Evaluates an edited request without answering it. Returns the policy decision, what would run, and the fingerprint that `approvals.resolve` requires.',
    params: closed({ id: Id, parts: EditedParts }),
    result: resultType<EditPreview>('EditPreview'),
  }),
  'approvals.resolve': approvalMethod({
    summary:
      'Answers an approval, with an optional reason for the model, or with rules to store. They must allow the whole command line. With `edited`, the edited request runs once instead; this also requires the scope `operator.write`.',
    freshProof: ({ rules = [] }) => rules.some(({ scope }) => scope === 'agent'),
    params: closed({
      id: Id,
      decision: Decision,
      reason: Type.Optional(Type.String({ maxLength: 4000 })),
      rule: Type.Optional(RuleWords),
      rules: Type.Optional(AnsweredRules),
      edited: Type.Optional(closed({ parts: EditedParts, fingerprint: Type.String({ maxLength: 128 }) })),
    }),
    result: resultType<{ readonly applied: boolean; readonly approval: ApprovalRecord }>('ApprovalResolveResult'),
  }),
  'exec.policy.explain': readMethod({
    summary:
      'Explains what the policy would decide about a command line: program by program, with the reason. `allowlist` entries are rules that replace those of the agent for this call.',
    params: closed({
      command: Type.String({ maxLength: 100_000 }),
      shell: Type.Optional(Type.Enum(['posix', 'powershell', 'cmd'])),
      allowlist: Type.Optional(Type.Array(Type.String({ maxLength: 4_000 }), { maxItems: 500 })),
      agentId: Type.Optional(Id),
      cwd: Type.Optional(Type.String({ maxLength: 4_096 })),
    }),
    result: resultType<PolicyExplanation>('PolicyExplanation'),
  }),
} as const;
