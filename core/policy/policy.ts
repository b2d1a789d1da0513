// The policy: a pure function from facts about a tool call to allow, ask or deny, with a human-readable reason.
import { AGENT_FILES, MEMORY_FILE } from '#contract/types/agent-files.ts';
import type { ApprovalMode, ApprovalRule } from '#contract/types/approvals.ts';
import { parseLine } from './command-line.ts';
import { wordSet } from './programs.ts';
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
  /** For edits: the file, relative to the workspace. */
  readonly file?: string;
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

type Decision = Omit<Verdict, 'decidedBy'> & Partial<Verdict>;

function decide(facts: PolicyFacts): Decision {
  const { mode, risk } = facts;
  if (risk === 'read') return { verdict: 'allow', reason: 'Reading inside the workspace is allowed.' };
  if (mode === 'full') return { verdict: 'allow', reason: 'This agent has full access.' };
  const isReadOnly = mode === 'read-only';
  switch (risk) {
    case 'edit':
      return isReadOnly
        ? { verdict: 'deny', reason: 'Files cannot be changed in read-only mode.' }
        : decideEdit(mode, facts.file ?? '');
    case 'network':
      return decideCall(facts);
    case 'unknown':
      return isReadOnly
        ? { verdict: 'deny', reason: 'Tools that can do more than read are disabled in read-only mode.' }
        : { verdict: 'ask', reason: 'Calls to this tool require approval.' };
    case 'exec': {
      const { rule, reason } = findRule(facts);
      if (rule === undefined)
        return isReadOnly
          ? { verdict: 'deny', reason: `Commands are disabled in read-only mode: ${reason}.` }
          : { verdict: 'ask', reason: sentence(reason) };
      const allowed = `Allowed by the rule "${rule.words.join(' ')}".`;
      return { verdict: 'allow', reason: allowed, ruleId: rule.id, decidedBy: `rule:${rule.id}` };
    }
  }
}

function decideEdit(mode: ApprovalMode, file: string): Decision {
  if (isControlFile(file)) return { verdict: 'ask', reason: 'This file controls what other programs run.' };
  if (INSTRUCTION_FILES.has(file.toLowerCase().split(/[\\/]/).at(-1) ?? ''))
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

/** Files that cause something to run later without approval: hooks, editor and shell settings. */
const CONTROL_FOLDERS = wordSet(`
  .git .hg .svn .husky .vscode .idea .devcontainer .github .gatehouse .direnv .ssh
`);
const CONTROL_FILES = wordSet(`
  .envrc .env .npmrc .yarnrc .yarnrc.yml .pnpmfile.cjs .gitconfig .gitmodules .gitattributes .bashrc .bash_profile
  .bash_login .profile .zshrc .zshenv .zprofile .mcp.json lefthook.yml .pre-commit-config.yaml
`);

function isControlFile(file: string): boolean {
  const parts = file.toLowerCase().split(/[\\/]/);
  return parts.some((part) => CONTROL_FOLDERS.has(part)) || CONTROL_FILES.has(parts.at(-1) ?? '');
}

function findRule(facts: PolicyFacts): { readonly rule?: ApprovalRule; readonly reason: string } {
  if (facts.command === undefined) return { reason: 'it sends input to a running command' };
  const parsed = parseLine(facts.command);
  if (!parsed.ok) return { reason: parsed.reason };
  const never = isNeverCovered(parsed.words);
  if (never !== undefined) return { reason: never };
  if (facts.resolvedPath === undefined) return { reason: `the program "${parsed.words[0]}" was not found` };
  if ([facts.workspace, facts.realWorkspace].some((folder) => isInside(facts.resolvedPath ?? '', folder)))
    return { reason: 'the program is a file in the workspace' };
  const rule = facts.rules.find((candidate) => applies(candidate, facts) && covers(candidate.words, parsed.words));
  return rule === undefined ? { reason: 'no rule covers it' } : { rule, reason: '' };
}

function isInside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}

function sentence(reason: string): string {
  return `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`;
}

/** Risks of a command to show before it is approved. */
export function findRisks(command: string): readonly string[] {
  const parsed = parseLine(command);
  if (!parsed.ok) return [sentence(parsed.reason)];
  const never = isNeverCovered(parsed.words);
  return never === undefined ? [] : [sentence(never)];
}
