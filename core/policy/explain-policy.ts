// Explains what the policy decides about a command line, and why. Nothing runs, and nothing is stored.
import type { ApprovalRule } from '#contract/types/approvals.ts';
import type { PolicyExplanation } from '#contract/types/command-program.ts';
import { defined } from '#contract/types/defined.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import { requireAgent } from '../runs/model-choice.ts';
import { inspectLine, type LineShell } from '../workspaces/inspect-line.ts';
import { findLineFolder } from '../workspaces/find-line-folder.ts';
import { openMachine } from '../workspaces/open-workspace.ts';
import type { Machine } from '../ports/machine.ts';
import type { LineFacts } from './line-facts.ts';
import { runsBuildTools } from './confinement.ts';
import { judge, type PolicyFacts } from './policy.ts';
import { ANY_WORKSPACE } from './rules.ts';
import { splitRule } from './split-rule.ts';

/** A question about a line. */
export interface ExplainRequest {
  readonly command: string;
  readonly shell?: LineShell;
  /** Rules for this question, instead of those of the agent. */
  readonly allowlist?: readonly string[];
  readonly agentId?: string;
  readonly cwd?: string;
}

/** The decision on a line, in the workspace of an agent. @throws {GatewayError} for an unknown agent */
export async function explainPolicy(ports: EnginePorts, request: ExplainRequest): Promise<PolicyExplanation> {
  const settings = ports.config.settings();
  const agent = requireAgent(settings, request.agentId ?? settings.defaultAgentId);
  const { agentId, workspace } = agent;
  const machine = await openMachine(ports.machines, agent);
  const cwd = await findLineFolder(machine, request.cwd);
  const line = await inspect(ports, machine, cwd, request);
  const facts: PolicyFacts = {
    mode: agent.approvalMode,
    risk: 'exec',
    agentId,
    sessionKey: undefined,
    projectId: undefined,
    workspace,
    realWorkspace: machine.workspace,
    rules: request.allowlist?.map((text) => toRule(text, agentId)) ?? (await ports.store.approvals.rules(agentId)),
    line: request.allowlist === undefined ? line : withoutFiles(line),
    readOnlyCommands: settings.approvals.readOnlyCommands,
  };
  const { verdict, reason, programs = [], ruleId } = judge(facts);
  const rule = programs.find((program) => program.ruleId !== undefined && program.ruleId === ruleId)?.rule;
  // Rules decide as on a machine that confines nothing. What its confinement adds is said beside it.
  const isAllowedThere =
    (await runsBuildTools(ports, machine.kind, agentId)) &&
    judge({ ...facts, confinedCommands: true }).verdict === 'allow';
  const confined = verdict === 'ask' && isAllowedThere ? ('allow' as const) : undefined;
  return { decision: verdict, reason, programs, ...defined({ rule, confined }) };
}

function inspect(
  { grammar }: EnginePorts,
  machine: Machine,
  cwd: string | undefined,
  { command, shell }: ExplainRequest,
): Promise<LineFacts> {
  if (cwd === undefined)
    return Promise.resolve({ text: command, programs: [], problem: 'its folder is not in the workspace' });
  return inspectLine(machine, grammar, { line: command, cwd, ...defined({ shell }) });
}

/** A rule that is written now covers the files as they are. */
function withoutFiles({ programs, ...line }: LineFacts): LineFacts {
  return { ...line, programs: programs.map((program) => ({ ...program, files: [] })) };
}

/** An entry that may not be stored as a rule covers nothing. */
function toRule(text: string, agentId: string): ApprovalRule {
  const id = `allowlist:${text}`;
  const words = splitRule(text);
  return { id, agentId, words, workspace: ANY_WORKSPACE, createdBy: 'allowlist', createdAtMs: 0, uses: 0 };
}
