// Lists of stored rules, with the names of their projects.
import type { RevokedRule } from '#contract/types/approval-rules.ts';
import type { ApprovalRule, ListedRule } from '#contract/types/approvals.ts';
import { defined } from '#contract/types/defined.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import { effectProblem } from './rules.ts';

type Ports = Pick<EnginePorts, 'store'>;

/** Which rules to list; all without. */
export interface RuleFilter {
  readonly agentId?: string | undefined;
  readonly projectId?: string | undefined;
}

/** The rules in force. */
export async function listRules(ports: Ports, { agentId, projectId }: RuleFilter = {}): Promise<readonly ListedRule[]> {
  const rules = await ports.store.approvals.rules(agentId);
  const found = rules.filter((rule) => projectId === undefined || rule.projectId === projectId);
  return (await nameProjects(ports, found)).map(describeProblem);
}

/** Rules that were revoked after a time, latest first. */
export async function listRevokedRules(
  ports: Ports,
  since: number,
  { agentId, projectId }: RuleFilter = {},
): Promise<readonly RevokedRule[]> {
  const rules = await ports.store.approvals.revokedRules(since);
  const found = rules
    .filter((rule) => agentId === undefined || rule.agentId === agentId)
    .filter((rule) => projectId === undefined || rule.projectId === projectId);
  return nameProjects(ports, found);
}

async function nameProjects<T extends ApprovalRule>({ store }: Ports, rules: readonly T[]) {
  const projects = rules.some(({ projectId }) => projectId !== undefined) ? await store.projects.list() : [];
  const names = new Map(projects.map(({ id, name }) => [id, name]));
  return rules.map((rule) => ({ ...rule, ...defined({ projectName: names.get(rule.projectId ?? '') }) }));
}

/** A rule of an earlier version stays stored even if the rules for rules have become stricter. */
function describeProblem(rule: ApprovalRule): ListedRule {
  return { ...rule, ...defined({ problem: effectProblem(rule) }) };
}

/** Makes sure that the project of a rule exists. @throws {GatewayError} */
export async function requireProject({ store }: Ports, { projectId }: Pick<ApprovalRule, 'projectId'>): Promise<void> {
  if (projectId === undefined) return;
  const found = (await store.projects.list()).find(({ id }) => id === projectId);
  if (found !== undefined && found.deletedAt === undefined) return;
  throw invalidRequest('No project has this ID.', 'PROJECT_NOT_FOUND', 'Reload the list of projects.');
}
