// What a call would do, and what the policy decides about it.
import { defined } from '#contract/types/defined.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import { runsBuildTools } from '../policy/confinement.ts';
import { approvalMode } from '../policy/modes.ts';
import { judge, type Verdict } from '../policy/policy.ts';
import type { Plan, ToolResult } from '../ports/tool-source.ts';
import type { ActiveRun } from '../runs/active-run.ts';
import { isFolderTrusted } from '../trust/folder-trust.ts';
import { asFailure, type Opened } from './execute-call.ts';

interface JudgeParts {
  readonly ports: EnginePorts;
}

/** What the call would do now. A failure is a result for the model. */
export async function planCall(run: ActiveRun, { act, context }: Opened): Promise<Plan | ToolResult> {
  try {
    return await act.plan(context);
  } catch (error) {
    return asFailure(run, error);
  }
}

/** The decision about a call. If it takes effect, call {@link countUse}. */
export async function judgeCall(
  { ports }: JudgeParts,
  { actor, agent }: ActiveRun,
  { act, machine, context: { knownHosts } }: Opened,
  plan: Plan,
): Promise<Verdict> {
  const { facts: line, file, target, host } = plan;
  const settings = ports.config.settings();
  return judge({
    mode: approvalMode(agent, actor.record),
    risk: act.risk,
    agentId: actor.agentId,
    sessionKey: actor.key,
    projectId: actor.record?.projectId,
    workspace: actor.record?.workspace ?? agent.workspace,
    realWorkspace: machine.workspace,
    rules: act.risk === 'exec' ? await ports.store.approvals.rules(actor.agentId) : [],
    knownHosts,
    isTrusted: act.risk !== 'exec' || (await isFolderTrusted(ports, agent, actor.record?.workspace ?? agent.workspace)),
    readOnlyCommands: settings.approvals.readOnlyCommands,
    confinedCommands: act.risk === 'exec' && (await runsBuildTools(ports, machine.kind, actor.agentId)),
    ...defined({ line, file, target, host }),
  });
}

/** Counts a use of the rules whose decision takes effect. */
export async function countUse({ ports }: JudgeParts, { ruleIds = [] }: Verdict): Promise<void> {
  for (const id of ruleIds) await ports.store.approvals.markRuleUsed(id, ports.clock.now());
}
