// Tries rules on the commands of the last days, and proposes rules for a pending approval.
import {
  REHEARSED_DAYS,
  type RuleProposal,
  type RuleRehearsal,
  type RuleScope,
} from '#contract/types/approval-rules.ts';
import type { ApprovalRecord, ApprovalRule } from '#contract/types/approvals.ts';
import { defined } from '#contract/types/defined.ts';
import { GatewayError, invalidRequest } from '#contract/wire/errors.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import { requireAgent } from '../runs/model-choice.ts';
import { proposeRules } from './propose-rules.ts';
import { rehearseRules } from './rehearse-rules.ts';
import { requireStorable } from './rule-drafts.ts';
import { ANY_WORKSPACE, applies } from './rules.ts';

const DAY_MS = 24 * 60 * 60_000;
/** Most approvals, and most other decisions, that a rule is tried on. */
const MAX_PAST_COMMANDS = 1_000;

/**
 * Rules to try together. `workspace`: the agent's if absent; `replaces`: a stored rule that they would replace;
 * `approvalId`: the waiting command for which they are made, which isn't a past one.
 */
export interface RehearsedRules {
  readonly agentId: string;
  readonly rules: readonly Pick<ApprovalRule, 'effect' | 'words'>[];
  readonly workspace?: string;
  readonly projectId?: string;
  readonly sessionKey?: string;
  readonly replaces?: string;
  readonly approvalId?: string;
}

/** Tries rules without storing them. */
export interface RuleRehearsals {
  /** What would have changed in the last days. @throws {GatewayError} when a rule may not be stored. */
  rehearse(rules: RehearsedRules): Promise<RuleRehearsal>;
  /** The rules to offer for an approval; none if rules can't allow it. @throws {GatewayError} when it doesn't exist. */
  suggest(approvalId: string): Promise<readonly RuleProposal[]>;
}

/** The rehearsals of the engine. */
export function ruleRehearsals(ports: EnginePorts): RuleRehearsals {
  return {
    async rehearse({ agentId, rules, workspace, projectId, sessionKey, replaces, approvalId }) {
      const agent = requireAgent(ports.config.settings(), agentId);
      rules.forEach(requireStorable);
      const usual = projectId === undefined ? agent.workspace : ANY_WORKSPACE;
      const place = { agentId, workspace: workspace ?? usual, projectId, sessionKey };
      return tryRules(ports, rules, place, { replaces, waiting: approvalId });
    },
    async suggest(approvalId) {
      const record = await ports.store.approvals.get(approvalId);
      if (record === undefined) throw new GatewayError('APPROVAL_NOT_FOUND', 'No approval has this ID.');
      return record.requester === undefined ? suggestRules(ports, record) : [];
    },
  };
}

async function suggestRules(ports: EnginePorts, record: ApprovalRecord): Promise<readonly RuleProposal[]> {
  const { agentId, sessionKey, subject } = record;
  const { workspace = '', projectId } = (await ports.store.sessions.get(sessionKey)) ?? {};
  const proposals = proposeRules(subject, projectId === undefined ? 'workspace' : 'project');
  const tried = proposals.map(async (proposal) => {
    const drafts = proposal.rules.map((words) => ({ effect: 'allow' as const, words }));
    const place = toPlace(proposal.scope, { sessionKey, workspace, projectId });
    return {
      ...proposal,
      ...place,
      rehearsal: await tryRules(ports, drafts, { agentId, ...place }, { waiting: record.id }),
    };
  });
  return Promise.all(tried);
}

/** The session of an approval. */
export interface ApprovalPlace {
  readonly sessionKey: string;
  readonly workspace: string;
  readonly projectId: string | undefined;
}

/** Where a rule with this scope applies. @throws {GatewayError} if the session belongs to no project */
export function toPlace(
  scope: RuleScope,
  { sessionKey, workspace, projectId }: ApprovalPlace,
): Pick<ApprovalRule, 'workspace' | 'projectId' | 'sessionKey'> {
  switch (scope) {
    case 'session':
      return { workspace, sessionKey };
    case 'workspace':
      return { workspace };
    case 'project':
      if (projectId !== undefined) return { workspace: ANY_WORKSPACE, projectId };
      throw invalidRequest('The session belongs to no project.', 'RULE_SCOPE', 'Use the scope "workspace" instead.');
    case 'agent':
      return { workspace: ANY_WORKSPACE };
  }
}

interface Place {
  readonly agentId: string;
  readonly workspace: string;
  readonly projectId?: string | undefined;
  readonly sessionKey?: string | undefined;
}

interface Exceptions {
  /** A rule that would be replaced. */
  readonly replaces?: string | undefined;
  /** An approval that isn't past. */
  readonly waiting?: string | undefined;
}

async function tryRules(
  { store, clock }: EnginePorts,
  drafts: readonly Pick<ApprovalRule, 'effect' | 'words'>[],
  { agentId, workspace, projectId, sessionKey }: Place,
  { replaces, waiting }: Exceptions,
): Promise<RuleRehearsal> {
  const past = await store.approvals.pastCommands({
    agentId,
    since: clock.now() - REHEARSED_DAYS * DAY_MS,
    limit: MAX_PAST_COMMANDS,
    ...defined({ workspace: workspace === ANY_WORKSPACE ? undefined : workspace, projectId, sessionKey }),
  });
  const history = waiting === undefined ? past : past.filter(({ approvalId }) => approvalId !== waiting);
  const stored = await store.approvals.rules(agentId);
  const target = { agentId, sessionKey, workspace, projectId };
  const rules = stored.filter((rule) => rule.id !== replaces && applies(rule, target));
  return rehearseRules({ drafts, rules, history, isPartial: past.length >= MAX_PAST_COMMANDS });
}
