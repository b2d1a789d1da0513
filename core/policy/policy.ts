// The policy: a pure function from facts about a tool call to allow, ask or deny, with a human-readable reason.
import { AGENT_FILES, MEMORY_FILE } from '#contract/types/agent-files.ts';
import type { CommandProgram } from '#contract/types/command-program.ts';
import { defined } from '#contract/types/defined.ts';
import type { ApprovalMode } from '#contract/types/approval-modes.ts';
import type { ApprovalRule } from '#contract/types/approvals.ts';
import { isControlFile, normalizeName } from './control-files.ts';
import { explainCommand } from './explain-command.ts';
import { judgeLine } from './judge-line.ts';
import type { LineFacts } from './line-facts.ts';
import { getModeRules, type ModeRules } from './modes.ts';
import { applies, type RuleTarget } from './rules.ts';

/** The risk of a tool call: it reads, edits files in the workspace, accesses the network, runs a command, presents a plan, or could do anything. */
export type Risk = 'read' | 'edit' | 'network' | 'exec' | 'plan' | 'unknown';

/** Input of the policy. */
export interface PolicyFacts extends RuleTarget {
  readonly mode: ApprovalMode;
  readonly risk: Risk;
  /** The workspace with symbolic links resolved. */
  readonly realWorkspace: string;
  readonly rules: readonly ApprovalRule[];
  /** For commands: the line; absent for input to a running command. */
  readonly line?: LineFacts;
  /** For commands: whether commands that only read run without approval, and tools that the machine confines. */
  readonly readOnlyCommands?: boolean;
  readonly confinedCommands?: boolean;
  /** For commands: whether the folder is trusted. In any other, only the preset allows commands. Default: it is. */
  readonly isTrusted?: boolean;
  /** For edits: the file, relative to the workspace, and the same with links resolved. */
  readonly file?: string;
  readonly target?: string;
  /** For network access: the host, and the hosts that need no approval. */
  readonly host?: string;
  readonly knownHosts?: readonly string[];
}

/** The decision, and the reason for it. */
export interface Verdict {
  readonly verdict: 'allow' | 'ask' | 'deny';
  readonly reason: string;
  readonly ruleId?: string;
  /** Recorded as the decider: `rule:<id>`, `mode:<mode>`, or `setting:<name>`. */
  readonly decidedBy: string;
  /** For commands: the decision on each program, and the rules that allowed one. */
  readonly programs?: readonly CommandProgram[];
  readonly ruleIds?: readonly string[];
}

/** Evaluates a tool call. */
export function judge(facts: PolicyFacts): Verdict {
  return { decidedBy: `mode:${facts.mode}`, ...decide(facts) };
}

type Decision = Omit<Verdict, 'decidedBy'> & Partial<Verdict>;

function decide(facts: PolicyFacts): Decision {
  const { mode, risk } = facts;
  if (risk === 'read') return { verdict: 'allow', reason: 'Reading inside the workspace is allowed.' };
  if (risk === 'plan') return decidePlan(mode);
  if (risk === 'exec') return decideCommand(facts);
  if (mode === 'full') return FULL_ACCESS;
  const rules = getModeRules(mode);
  switch (risk) {
    case 'edit':
      return decideEdit(rules, [facts.file ?? '', facts.target ?? '']);
    case 'network':
      return decideCall(facts, rules);
    case 'unknown':
      return rules.others === 'deny'
        ? { verdict: 'deny', reason: `Tools that can do more than read are disabled in ${rules.name} mode.` }
        : { verdict: 'ask', reason: 'Calls to this tool require approval.' };
  }
}

/** A plan always requires a person: approving it gives the agent more freedom. */
function decidePlan(mode: ApprovalMode): Decision {
  return mode === 'plan'
    ? { verdict: 'ask', reason: 'Approving the plan ends plan mode.' }
    : { verdict: 'deny', reason: "This session isn't in plan mode, so no plan needs approval. Carry on." };
}

const FULL_ACCESS: Decision = { verdict: 'allow', reason: 'This agent has full access.' };

/** The reason to ask for a command in a folder that nobody has trusted. */
export const NOT_TRUSTED = "This folder isn't trusted, so its commands require approval.";

/** Full access ends at the rules that deny, and at a folder that isn't trusted. */
function decideCommand(facts: PolicyFacts): Decision {
  const { mode, line, workspace, realWorkspace, isTrusted = true } = facts;
  if (line === undefined)
    return mode === 'full' && isTrusted
      ? FULL_ACCESS
      : { ...decideUncovered(mode, isTrusted, 'it sends input to a running command') };
  // Only rules that deny apply with full access, and they apply in every mode.
  const allows = getModeRules(mode === 'full' ? 'ask' : mode);
  const { decision, reason, programs, rules, preset } = judgeLine(line, {
    rules: facts.rules.filter(
      (rule) => applies(rule, facts) && (rule.effect === 'deny' || (allows.usesRules && isTrusted)),
    ),
    readOnlyCommands: facts.readOnlyCommands === true && allows.usesPreset,
    confinedCommands: facts.confinedCommands === true && allows.others !== 'deny' && isTrusted,
    folders: [workspace, realWorkspace],
  });
  const [first] = rules;
  const decidedBy = first === undefined ? preset : `rule:${first.id}`;
  const ruleIds = rules.length === 0 ? undefined : rules.map(({ id }) => id);
  const shared = { programs, ...defined({ decidedBy, ruleIds, ruleId: first?.id }) };
  if (decision === 'deny') return { verdict: 'deny', reason: sentence(reason), ...shared };
  if (mode === 'full' && isTrusted) return { ...FULL_ACCESS, programs };
  if (decision === 'allow') return { verdict: 'allow', reason: sentence(reason), ...shared };
  return { ...decideUncovered(mode, isTrusted, reason), programs };
}

function decideUncovered(mode: ApprovalMode, isTrusted: boolean, reason: string): Decision {
  if (!isTrusted && mode !== 'plan' && mode !== 'deny') return { verdict: 'ask', reason: NOT_TRUSTED };
  const { others, name } = getModeRules(mode === 'full' ? 'ask' : mode);
  return others === 'deny'
    ? { verdict: 'deny', reason: `This command isn't allowed in ${name} mode: ${reason}.` }
    : { verdict: 'ask', reason: sentence(reason) };
}

function decideEdit({ edits, name }: ModeRules, paths: readonly string[]): Decision {
  if (edits === 'deny') return { verdict: 'deny', reason: `Files can't be changed in ${name} mode.` };
  if (paths.some(isControlFile)) return { verdict: 'ask', reason: 'This file controls what other programs run.' };
  if (paths.some(isInstructionFile))
    return { verdict: 'ask', reason: 'This file contains the agent’s own instructions.' };
  if (edits === 'allow') return { verdict: 'allow', reason: 'Edits in the workspace are allowed.' };
  return { verdict: 'ask', reason: 'File changes require approval.' };
}

function decideCall({ host = '', knownHosts = [] }: PolicyFacts, { others, name }: ModeRules): Decision {
  if (others === 'deny') return { verdict: 'deny', reason: `Requests to the network are disabled in ${name} mode.` };
  if (knownHosts.includes(host))
    return { verdict: 'allow', reason: `${host} is listed in network.allow.`, decidedBy: 'setting:network.allow' };
  return { verdict: 'ask', reason: `This request sends data to ${host}.` };
}

/** The agent may write its own memory; its other instructions come from people. */
const INSTRUCTION_FILES: ReadonlySet<string> = new Set(
  AGENT_FILES.filter((name) => name !== MEMORY_FILE).map((name) => name.toLowerCase()),
);

function isInstructionFile(file: string): boolean {
  return INSTRUCTION_FILES.has(normalizeName(file.split(/[\\/]/).at(-1) ?? ''));
}

function sentence(reason: string): string {
  return `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`;
}

/** Risks of a command to show before it is approved. `uncovered`: why no rule can cover it on its machine. */
export function findRisks(command: string, uncovered?: string): readonly string[] {
  return [...explainCommand(command), ...(uncovered === undefined ? [] : [sentence(uncovered)])];
}
