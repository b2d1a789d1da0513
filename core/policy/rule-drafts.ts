// Rules before they are stored: checked, and bound to the files that their commands run.
import type { ApprovalRule } from '#contract/types/approvals.ts';
import { defined } from '#contract/types/defined.ts';
import { type GatewayError, invalidRequest } from '#contract/wire/errors.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import { requireAgent } from '../runs/model-choice.ts';
import { bindRunFiles } from '../workspaces/bind-run-files.ts';
import { openMachine } from '../workspaces/open-workspace.ts';
import { quoteWord } from './shell/read-word.ts';
import { ANY_WORKSPACE, draftRule, effectProblem } from './rules.ts';
import type { Principal } from '../principal.ts';

/** A rule without what the store adds. */
export type BoundRule = Parameters<typeof draftRule>[1];

/** The rule with its identity. @throws {GatewayError} when it may not be stored. */
export function requireRule(ports: EnginePorts, rule: BoundRule, by: Principal): ApprovalRule {
  requireStorable(rule);
  return draftRule(ports, rule, by);
}

/** @throws {GatewayError} when a rule may not be stored. */
export function requireStorable(rule: Pick<ApprovalRule, 'effect' | 'words'>): void {
  const problem = effectProblem(rule);
  if (problem !== undefined)
    throw invalidRequest(`The rule "${rule.words.join(' ')}" cannot be stored: ${problem}.`, 'RULE_NOT_STORABLE');
}

/** The rule with the files that its command runs in its workspace. A rule that denies has none: it holds whatever they contain. */
export async function bindRule<T extends BoundRule>(ports: EnginePorts, rule: T): Promise<T> {
  if (rule.effect === 'deny') return rule;
  const { agentId, workspace, projectId, words } = rule;
  const agent = requireAgent(ports.config.settings(), agentId);
  const project = (await ports.store.projects.list()).find(({ id }) => id === projectId);
  const folder = workspace === ANY_WORKSPACE ? (project?.folder ?? agent.workspace) : workspace;
  const machine = await openMachine(ports.machines, { ...agent, workspace: folder }).catch(() => undefined);
  if (machine === undefined) return rule;
  const files = await bindRunFiles(machine, words.map(quoteWord).join(' '), machine.workspace);
  return files.length === 0 ? rule : { ...rule, files };
}

/** What the audit log contains about a rule. */
export function describeRule({ agentId, effect = 'allow', words, workspace, projectId, sessionKey }: BoundRule) {
  return { agentId, effect, words, workspace, ...defined({ projectId, sessionKey }) };
}

/** For an unknown or revoked rule. */
export function ruleNotFound(id: string): GatewayError {
  return invalidRequest(`No such rule: ${id}`, 'RULE_NOT_FOUND');
}
