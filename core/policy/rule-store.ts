// Manages stored rules: list, revoke, restore, replace, and test a command.
import { invalidRequest } from '#contract/wire/errors.ts';
import type { ApprovalRule, ListedRule, RulePreset } from '#contract/types/approvals.ts';
import { defined } from '#contract/types/defined.ts';
import type { Machine } from '../ports/machine.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import { requireAgent } from '../runs/model-choice.ts';
import { bindRunFiles } from '../workspaces/bind-run-files.ts';
import { findOperandProblem } from '../workspaces/find-operand-problem.ts';
import { isReadOnlyCommand } from '../workspaces/is-read-only-command.ts';
import { joinPath } from '../workspaces/join-path.ts';
import { openMachine } from '../workspaces/open-workspace.ts';
import { parseLine, quoteWord } from './command-line.ts';
import { judge, type Verdict } from './policy.ts';
import { READ_ONLY_COMMANDS } from './read-only-commands.ts';
import { ANY_WORKSPACE, draftRule, ruleProblem } from './rules.ts';
import type { Principal } from '../principal.ts';

type RuleDraft = Pick<ApprovalRule, 'agentId' | 'words'>;

/** Stored approval rules. */
export interface RulesFacet {
  list(agentId?: string): Promise<readonly ListedRule[]>;
  /** The built-in presets. */
  presets(): readonly RulePreset[];
  /** Adds a rule for the agent's workspace. @throws {GatewayError} when the words may not be stored. */
  add(rule: RuleDraft, by: Principal): Promise<ApprovalRule>;
  remove(id: string, by: Principal): Promise<boolean>;
  restore(id: string, by: Principal): Promise<boolean>;
  /** Replaces all agent-wide rules, from the policy file. They apply in every workspace of their agent. */
  replaceAll(rules: readonly RuleDraft[], by: Principal): Promise<void>;
  /** The decision of the policy on a command, in the agent's workspace or a folder of it. */
  test(agentId: string, command: string, cwd?: string): Promise<Omit<Verdict, 'decidedBy'>>;
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
    list: async (agentId) => (await approvals.rules(agentId)).map(describeProblem),
    presets: () => [
      {
        id: 'read-only-commands',
        enabled: ports.config.settings().approvals.readOnlyCommands,
        commands: READ_ONLY_COMMANDS,
      },
    ],
    async add({ agentId, words }, by) {
      const { workspace } = requireAgent(ports.config.settings(), agentId);
      const files = await bindRule(ports, { agentId, words });
      const rule = requireRule(ports, { agentId, words, workspace, ...defined({ files }) }, by);
      await approvals.addRule(rule, { by, action: 'rule.added', subject: rule.id, details: { agentId, words } });
      changed();
      return rule;
    },
    remove: (id, by) => report(approvals.removeRule(id, { by, action: 'rule.removed', subject: id, details: {} })),
    restore: (id, by) => report(approvals.restoreRule(id, { by, action: 'rule.restored', subject: id, details: {} })),
    async replaceAll(rules, by) {
      const before = await approvals.rules();
      const bound = rules.map(async (rule) => {
        // Storing the same rules again doesn't approve what has changed since.
        const same = before.find((one) => one.sessionKey === undefined && isSameRule(one, rule));
        const files = same === undefined ? await bindRule(ports, rule) : same.files;
        const draft = { ...rule, workspace: ANY_WORKSPACE, ...defined({ files }) };
        // A rule of an earlier version that may not be stored anymore stays in the file, but covers nothing.
        return same === undefined ? requireRule(ports, draft, by) : draftRule(ports, draft, by);
      });
      const next = await Promise.all(bound);
      const details = { count: next.length };
      await approvals.replaceRules(next, { by, action: 'rules.replaced', subject: 'policy file', details });
      changed();
    },
    test: (agentId, command, cwd) => testPolicy(ports, agentId, command, cwd),
  };
}

/** A rule of an earlier version stays stored even if the rules for rules have become stricter. */
function describeProblem(rule: ApprovalRule): ListedRule {
  return { ...rule, ...defined({ problem: ruleProblem(rule.words) }) };
}

function requireRule(
  ports: EnginePorts,
  rule: RuleDraft & Pick<ApprovalRule, 'workspace' | 'files'>,
  by: Principal,
): ApprovalRule {
  const problem = ruleProblem(rule.words);
  if (problem !== undefined)
    throw invalidRequest(`The rule "${rule.words.join(' ')}" cannot be stored: ${problem}.`, 'RULE_NOT_STORABLE');
  return draftRule(ports, rule, by);
}

function isSameRule(one: RuleDraft, other: RuleDraft): boolean {
  return one.agentId === other.agentId && JSON.stringify(one.words) === JSON.stringify(other.words);
}

/** The files that the rule's command runs in the agent's workspace. */
async function bindRule(ports: EnginePorts, { agentId, words }: RuleDraft): Promise<ApprovalRule['files']> {
  const agent = requireAgent(ports.config.settings(), agentId);
  const machine = await openMachine(ports.machines, agent).catch(() => undefined);
  if (machine === undefined) return undefined;
  const files = await bindRunFiles(machine, words.map(quoteWord).join(' '), machine.workspace);
  return files.length === 0 ? undefined : files;
}

async function testPolicy(
  ports: EnginePorts,
  agentId: string,
  command: string,
  cwd = '.',
): ReturnType<RulesFacet['test']> {
  const agent = requireAgent(ports.config.settings(), agentId);
  const machine = await openMachine(ports.machines, agent).catch(() => undefined);
  const inspected =
    machine === undefined ? undefined : await inspectCommand(machine, command, joinPath(machine.workspace, cwd));
  const { readOnlyCommands } = ports.config.settings().approvals;
  const { decidedBy: _, ...verdict } = judge({
    mode: agent.approvalMode,
    risk: 'exec',
    agentId,
    sessionKey: undefined,
    workspace: agent.workspace,
    realWorkspace: machine?.workspace ?? agent.workspace,
    rules: await ports.store.approvals.rules(agentId),
    command,
    ...inspected,
    isReadOnly: readOnlyCommands && inspected?.isReadOnly === true,
  });
  return verdict;
}

async function inspectCommand(machine: Machine, command: string, folder: string) {
  const parsed = parseLine(command);
  const files = await bindRunFiles(machine, command, folder);
  if (!parsed.ok) return { files, isReadOnly: false };
  const [program = ''] = parsed.words;
  const resolvedPath = await machine.resolveProgram(program);
  const uncovered = await findOperandProblem(machine, parsed.words, folder);
  const isReadOnly = await isReadOnlyCommand(machine, command, folder);
  return { files, isReadOnly, ...defined({ resolvedPath, uncovered }) };
}
