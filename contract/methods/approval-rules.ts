// Rules: stored, tried on past commands, moved between gateways, and restored.
import type { RevokedRule, RuleProposal, RuleRehearsal, RulesFile } from '../types/approval-rules.ts';
import { RULES_FILE_FORMAT } from '../types/approval-rules.ts';
import type { ApprovalRule, ListedRule, RulePreset } from '../types/approvals.ts';
import { approvalMethod, readMethod } from './define-method.ts';
import { Id, Ok, RuleWords, SessionKey, closed, resultType } from './results.ts';
import { Type } from 'typebox';

const MAX_FILED_RULES = 5_000;
const MAX_REHEARSED_RULES = 64;

const Effect = Type.Enum(['allow', 'deny']);
/** An absolute path, or `*` for every folder. */
const Workspace = Type.String({ minLength: 1, maxLength: 4096 });

const FiledRule = closed({ agent: Id, effect: Effect, words: RuleWords, workspace: Workspace });
const RulesFileSchema = closed({
  format: Type.Literal(RULES_FILE_FORMAT),
  version: Type.Literal(1),
  rules: Type.Array(FiledRule, { maxItems: MAX_FILED_RULES }),
});

const RuleResult = resultType<{ readonly rule: ApprovalRule }>('ApprovalRule');

/** Methods that manage rules. */
export const APPROVAL_RULE_METHODS = {
  'approvals.rules.list': approvalMethod({
    whileReadOnly: true,
    summary:
      'Lists stored rules with their words, folder, author, and usage, and the built-in presets with their commands. With `revoked`, also lists revoked rules that can be restored; with `projectId`, only lists rules of this project.',
    params: closed({
      agentId: Type.Optional(Id),
      projectId: Type.Optional(Id),
      revoked: Type.Optional(Type.Boolean()),
    }),
    result: resultType<{
      readonly rules: readonly ListedRule[];
      readonly presets: readonly RulePreset[];
      readonly revoked?: readonly RevokedRule[];
    }>('ApprovalRulesResult'),
  }),
  'approvals.rules.add': approvalMethod({
    summary:
      "Adds a rule that allows commands or, with `effect: deny`, denies them. It applies in the agent's workspace, in another folder (`workspace`; `*` for all folders), in all sessions of a project (`projectId`), or in a session.",
    freshProof: true,
    params: closed({
      agentId: Id,
      words: RuleWords,
      effect: Type.Optional(Effect),
      workspace: Type.Optional(Workspace),
      projectId: Type.Optional(Id),
      sessionKey: Type.Optional(SessionKey),
    }),
    result: RuleResult,
  }),
  'approvals.rules.update': approvalMethod({
    summary:
      'Changes a rule. Its usage is counted from zero again. `sessionKey: null` turns a rule of a session into a permanent one. With `workspace`, it no longer belongs to a project.',
    freshProof: true,
    params: closed({
      id: Id,
      words: Type.Optional(RuleWords),
      effect: Type.Optional(Effect),
      workspace: Type.Optional(Workspace),
      projectId: Type.Optional(Id),
      sessionKey: Type.Optional(Type.Null()),
    }),
    result: RuleResult,
  }),
  'approvals.rules.remove': approvalMethod({
    summary: 'Revokes a rule. It can be restored for 30 days.',
    // Without a rule that denies, more is allowed.
    freshProof: true,
    params: closed({ id: Id }),
    result: Ok,
  }),
  'approvals.rules.restore': approvalMethod({
    summary: 'Restores a revoked rule.',
    freshProof: true,
    params: closed({ id: Id }),
    result: Ok,
  }),
  'approvals.rules.rehearse': approvalMethod({
    summary:
      "Tries rules together on the commands of the last 30 days without storing them: which commands they match, and which would have been decided differently. `replaces` is a stored rule that they would replace; `approvalId` is a pending approval that isn't counted.",
    params: closed({
      agentId: Id,
      rules: Type.Array(closed({ words: RuleWords, effect: Type.Optional(Effect) }), {
        minItems: 1,
        maxItems: MAX_REHEARSED_RULES,
      }),
      workspace: Type.Optional(Workspace),
      projectId: Type.Optional(Id),
      sessionKey: Type.Optional(SessionKey),
      replaces: Type.Optional(Id),
      approvalId: Type.Optional(Id),
    }),
    result: resultType<RuleRehearsal>('RuleRehearsal'),
  }),
  'approvals.rules.suggest': approvalMethod({
    summary:
      'Proposes up to three sets of rules that would allow the command line of an approval, from the narrowest to the widest, each tried on the commands of the last 30 days. Empty if rules cannot allow it.',
    params: closed({ id: Id }),
    result: resultType<{ readonly proposals: readonly RuleProposal[] }>('RuleProposal[]'),
  }),
  'approvals.rules.export': approvalMethod({
    whileReadOnly: true,
    summary: 'Returns all rules, except those of sessions and projects, as a file for `approvals.rules.import`.',
    params: closed({ agentId: Type.Optional(Id) }),
    result: resultType<{ readonly file: RulesFile }>('RulesFile'),
  }),
  'approvals.rules.import': approvalMethod({
    summary:
      'Adds the rules of a file. If one of them cannot be stored, nothing is imported, and `details.problems` names each. With `dryRun`, only checks the file.',
    freshProof: ({ dryRun = false }) => !dryRun,
    params: closed({ file: RulesFileSchema, dryRun: Type.Optional(Type.Boolean()) }),
    result: resultType<{ readonly added: readonly ApprovalRule[]; readonly existing: number }>('RulesImport'),
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
