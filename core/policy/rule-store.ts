// Manages stored rules: list, revoke, restore, replace, and test a command.
import { invalidRequest } from '#contract/wire/errors.ts';
import type { ApprovalRule } from '#contract/types/approvals.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import { requireAgent } from '../runs/model-choice.ts';
import { openMachine } from '../workspaces/open-workspace.ts';
import { parseLine } from './command-line.ts';
import { judge, type Verdict } from './policy.ts';
import { ANY_WORKSPACE, draftRule, ruleProblem } from './rules.ts';
import type { Principal } from '../principal.ts';

type RuleDraft = Pick<ApprovalRule, 'agentId' | 'words'>;

/** Stored approval rules. */
export interface RulesFacet {
  list(agentId?: string): Promise<readonly ApprovalRule[]>;
  /** Adds a rule for the agent's workspace. @throws {GatewayError} when the words may not be stored. */
  add(rule: RuleDraft, by: Principal): Promise<ApprovalRule>;
  remove(id: string, by: Principal): Promise<boolean>;
  restore(id: string, by: Principal): Promise<boolean>;
  /** Replaces all agent-wide rules, from the policy file. They apply in every workspace of their agent. */
  replaceAll(rules: readonly RuleDraft[], by: Principal): Promise<void>;
  /** The decision of the policy on a command. */
  test(agentId: string, command: string): Promise<Omit<Verdict, 'decidedBy'>>;
}

/** The rule operations of the engine. `changed` is called after each change. */
export function ruleStore(ports: EnginePorts, changed: () => void): RulesFacet {
  const { approvals } = ports.store;
  const report = async (change: Promise<boolean>): Promise<boolean> => {
    const isDone = await change;
    if (isDone) changed();
    return isDone;
  };
  return {
    list: (agentId) => approvals.rules(agentId),
    async add({ agentId, words }, by) {
      const { workspace } = requireAgent(ports.config.settings(), agentId);
      const rule = requireRule(ports, { agentId, words, workspace }, by);
      await approvals.addRule(rule, { by, action: 'rule.added', subject: rule.id, details: { agentId, words } });
      changed();
      return rule;
    },
    remove: (id, by) => report(approvals.removeRule(id, { by, action: 'rule.removed', subject: id, details: {} })),
    restore: (id, by) => report(approvals.restoreRule(id, { by, action: 'rule.restored', subject: id, details: {} })),
    async replaceAll(rules, by) {
      const next = rules.map((rule) => requireRule(ports, { ...rule, workspace: ANY_WORKSPACE }, by));
      const details = { count: next.length };
      await approvals.replaceRules(next, { by, action: 'rules.replaced', subject: 'policy file', details });
      changed();
    },
    test: (agentId, command) => testPolicy(ports, agentId, command),
  };
}

function requireRule(
  ports: EnginePorts,
  rule: RuleDraft & Pick<ApprovalRule, 'workspace'>,
  by: Principal,
): ApprovalRule {
  const problem = ruleProblem(rule.words);
  if (problem !== undefined)
    throw invalidRequest(`The rule "${rule.words.join(' ')}" cannot be stored: ${problem}.`, 'RULE_NOT_STORABLE');
  return draftRule(ports, rule, by);
}

async function testPolicy(ports: EnginePorts, agentId: string, command: string): ReturnType<RulesFacet['test']> {
  const agent = requireAgent(ports.config.settings(), agentId);
  const machine = await openMachine(ports.machines, agent).catch(() => undefined);
  const parsed = parseLine(command);
  const program = parsed.ok ? parsed.words[0] : undefined;
  const resolvedPath = program === undefined ? undefined : await machine?.resolveProgram(program);
  const { decidedBy: _, ...verdict } = judge({
    mode: agent.approvalMode,
    risk: 'exec',
    agentId,
    sessionKey: undefined,
    workspace: agent.workspace,
    realWorkspace: machine?.workspace ?? agent.workspace,
    rules: await ports.store.approvals.rules(agentId),
    command,
    resolvedPath,
  });
  return verdict;
}
