// The policy: a pure function from facts about a tool call to allow, ask or deny, with a human-readable reason.
import { AGENT_FILES, MEMORY_FILE } from '#contract/types/agent-files.ts';
import type { RunFile } from '#contract/sessions/session-events.ts';
import type { ApprovalMode, ApprovalRule } from '#contract/types/approvals.ts';
import { parseLine } from './command-line.ts';
import { isControlFile, normalizeName } from './control-files.ts';
import { denies } from './deny-rules.ts';
import { explainCommand, listCommandWords } from './explain-command.ts';
import { describeRunFile, findChangedFile } from './run-files.ts';
import { applies, covers, isNeverCovered } from './rules.ts';

/** The risk of a tool call: it reads, edits files in the workspace, accesses the network, runs a command, or could do anything. */
export type Risk = 'read' | 'edit' | 'network' | 'exec' | 'unknown';

/** Input of the policy. */
export interface PolicyFacts {
  readonly mode: ApprovalMode;
  readonly risk: Risk;
  readonly agentId: string;
  readonly sessionKey: string | undefined;
  readonly workspace: string;
  /** The workspace with symbolic links resolved. */
  readonly realWorkspace: string;
  readonly rules: readonly ApprovalRule[];
  /** For commands: the command line, and the file of its program; undefined when not found. */
  readonly command?: string;
  readonly resolvedPath?: string | undefined;
  /** For commands: files whose content they run, and why no rule can cover them on this machine. */
  readonly files?: readonly RunFile[];
  readonly uncovered?: string;
  /** For commands: whether the preset of read-only commands contains it; absent while the preset is off. */
  readonly isReadOnly?: boolean;
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
}

/** Evaluates a tool call. */
export function judge(facts: PolicyFacts): Verdict {
  return { decidedBy: `mode:${facts.mode}`, ...decide(facts) };
}

/** Recorded as the decider of a command that the preset of read-only commands contains. */
export const READ_ONLY_PRESET = 'setting:approvals.readOnlyCommands';

type Decision = Omit<Verdict, 'decidedBy'> & Partial<Verdict>;

function decide(facts: PolicyFacts): Decision {
  const { mode, risk } = facts;
  if (risk === 'read') return { verdict: 'allow', reason: 'Reading inside the workspace is allowed.' };
  const denying = risk === 'exec' ? findDenyRule(facts) : undefined;
  if (denying !== undefined) return denyByRule(denying);
  if (mode === 'full') return { verdict: 'allow', reason: 'This agent has full access.' };
  const isReadOnly = mode === 'read-only';
  switch (risk) {
    case 'edit':
      return isReadOnly
        ? { verdict: 'deny', reason: 'Files cannot be changed in read-only mode.' }
        : decideEdit(mode, [facts.file ?? '', facts.target ?? '']);
    case 'network':
      return decideCall(facts);
    case 'unknown':
      return isReadOnly
        ? { verdict: 'deny', reason: 'Tools that can do more than read are disabled in read-only mode.' }
        : { verdict: 'ask', reason: 'Calls to this tool require approval.' };
    case 'exec': {
      const { rule, preset, reason } = findRule(facts);
      if (preset !== undefined) return { verdict: 'allow', reason: sentence(reason), decidedBy: preset };
      if (rule === undefined)
        return isReadOnly
          ? { verdict: 'deny', reason: `Commands are disabled in read-only mode: ${reason}.` }
          : { verdict: 'ask', reason: sentence(reason) };
      const allowed = `Allowed by the rule "${rule.words.join(' ')}".`;
      return { verdict: 'allow', reason: allowed, ruleId: rule.id, decidedBy: `rule:${rule.id}` };
    }
  }
}

/** A deny rule wins over every mode, preset, and allow rule, wherever in the line its command is. */
function findDenyRule(facts: PolicyFacts): ApprovalRule | undefined {
  const rules = facts.rules.filter((rule) => rule.effect === 'deny' && applies(rule, facts));
  if (rules.length === 0 || facts.command === undefined) return undefined;
  const commands = listCommandWords(facts.command);
  return rules.find((rule) => commands.some((words) => denies(rule.words, words)));
}

function denyByRule({ id, words }: ApprovalRule): Decision {
  return { verdict: 'deny', reason: `Denied by the rule "${words.join(' ')}".`, ruleId: id, decidedBy: `rule:${id}` };
}

function decideEdit(mode: ApprovalMode, paths: readonly string[]): Decision {
  if (paths.some(isControlFile)) return { verdict: 'ask', reason: 'This file controls what other programs run.' };
  if (paths.some(isInstructionFile))
    return { verdict: 'ask', reason: 'This file contains the agent’s own instructions.' };
  if (mode === 'accept-edits') return { verdict: 'allow', reason: 'Edits in the workspace are allowed.' };
  return { verdict: 'ask', reason: 'File changes require approval.' };
}

function decideCall({ mode, host = '', knownHosts = [] }: PolicyFacts): Decision {
  if (knownHosts.includes(host))
    return { verdict: 'allow', reason: `${host} is listed in network.allow.`, decidedBy: 'setting:network.allow' };
  if (mode === 'read-only') return { verdict: 'deny', reason: `${host} is not listed in network.allow.` };
  return { verdict: 'ask', reason: `This request sends data to ${host}.` };
}

/** The agent may write its own memory; its other instructions come from people. */
const INSTRUCTION_FILES: ReadonlySet<string> = new Set(
  AGENT_FILES.filter((name) => name !== MEMORY_FILE).map((name) => name.toLowerCase()),
);

function isInstructionFile(file: string): boolean {
  return INSTRUCTION_FILES.has(normalizeName(file.split(/[\\/]/).at(-1) ?? ''));
}

interface Covering {
  readonly rule?: ApprovalRule;
  readonly preset?: typeof READ_ONLY_PRESET;
  readonly reason: string;
}

function findRule(facts: PolicyFacts): Covering {
  if (facts.command === undefined) return { reason: 'it sends input to a running command' };
  const parsed = parseLine(facts.command);
  if (!parsed.ok) return { reason: parsed.reason };
  const never = isNeverCovered(parsed.words);
  if (never !== undefined) return { reason: never };
  if (facts.resolvedPath === undefined) return { reason: `the program "${parsed.words[0]}" was not found` };
  if ([facts.workspace, facts.realWorkspace].some((folder) => isInside(facts.resolvedPath ?? '', folder)))
    return { reason: 'the program is a file in the workspace' };
  const covering = facts.rules.filter(
    (rule) => rule.effect !== 'deny' && applies(rule, facts) && covers(rule.words, parsed.words),
  );
  if (covering.length === 0 && facts.isReadOnly !== true) return { reason: 'no rule covers it' };
  if (facts.uncovered !== undefined) return { reason: facts.uncovered };
  if (covering.length === 0) return { preset: READ_ONLY_PRESET, reason: 'it only reads files in the workspace' };
  const changes = covering.map((rule) => ({ rule, changed: findChangedFile(rule.files, facts.files) }));
  const same = changes.find(({ changed }) => changed === undefined);
  return same === undefined
    ? { reason: `${describeRunFile(changes[0]?.changed ?? '')} has changed since you saw it` }
    : { ...same, reason: '' };
}

function isInside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}

function sentence(reason: string): string {
  return `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`;
}

/** Risks of a command to show before it is approved. `uncovered`: why no rule can cover it on its machine. */
export function findRisks(command: string, uncovered?: string): readonly string[] {
  return [...explainCommand(command), ...(uncovered === undefined ? [] : [sentence(uncovered)])];
}
