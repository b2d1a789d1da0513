// Manages stored rules: list, revoke, restore, replace, and test a command.
import { invalidRequest } from '#contract/wire/errors.ts';
import type { ApprovalRule } from '#contract/types/approvals.ts';
import type { PolicyVerdict, RulesFacet } from '../engine/rules-facet.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import { requireAgent } from '../runs/model-choice.ts';
import { openMachine } from '../workspaces/open-machine.ts';
import { parseLine } from './command-line.ts';
import { judge } from './policy.ts';
import { ANY_WORKSPACE, ruleProblem } from './rules.ts';
import { formatPrincipal, type Principal } from '../principal.ts';

/** The rule operations of the engine. `changed` is called after each change. */
export function ruleStore(ports: EnginePorts, changed: () => void): RulesFacet {
  const { approvals } = ports.store;
  const noting = async (change: Promise<boolean>): Promise<boolean> => {
    const done = await change;
    if (done) changed();
    return done;
  };
  return {
    list: (agentId) => approvals.rules(agentId),
    async add({ agentId, words }, by) {
      const { workspace } = requireAgent(ports.config.settings(), agentId);
      const rule = writtenRule(ports, { agentId, words, workspace }, by);
      await approvals.addRule(rule, { by, action: 'rule.added', subject: rule.id, details: { agentId, words } });
      changed();
      return rule;
    },
    remove: (id, by) => noting(approvals.removeRule(id, { by, action: 'rule.removed', subject: id, details: {} })),
    restore: (id, by) => noting(approvals.restoreRule(id, { by, action: 'rule.restored', subject: id, details: {} })),
    async replaceAll(rules, by) {
      const next = rules.map((rule) => writtenRule(ports, { ...rule, workspace: ANY_WORKSPACE }, by));
      await approvals.replaceRules(next, {
        by,
        action: 'rules.replaced',
        subject: 'policy file',
        details: { count: next.length },
      });
      changed();
    },
    test: (agentId, command, cwd) => testPolicy(ports, agentId, command, cwd),
  };
}

/** A rule written by a person. Rules from the policy file apply in every workspace of their agent. */
function writtenRule(
  ports: EnginePorts,
  { agentId, words, workspace }: Pick<ApprovalRule, 'agentId' | 'words' | 'workspace'>,
  by: Principal,
): ApprovalRule {
  const problem = ruleProblem(words);
  if (problem !== undefined)
    throw invalidRequest(`The rule "${words.join(' ')}" cannot be stored: ${problem}.`, 'RULE_NOT_STORABLE');
  return {
    id: ports.ids.next(),
    agentId,
    words,
    workspace,
    createdBy: formatPrincipal(by),
    createdAtMs: ports.clock.now(),
    uses: 0,
  };
}

async function testPolicy(
  ports: EnginePorts,
  agentId: string,
  command: string,
  _cwd: string | undefined,
): Promise<PolicyVerdict> {
  const agent = requireAgent(ports.config.settings(), agentId);
  const machine = await openMachine(ports.machines, agent).catch(() => undefined);
  const parsed = parseLine(command);
  const program = parsed.ok ? parsed.words[0] : undefined;
  const resolvedPath = program === undefined ? undefined : await machine?.resolveProgram(program);
  const { verdict, reason, ruleId } = judge({
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
  return { verdict, reason, ...(ruleId === undefined ? {} : { ruleId }) };
}
