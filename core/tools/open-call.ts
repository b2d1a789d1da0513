// Opens a tool call on the machine of its session: its input is read, and nothing has happened yet.
import type { OutboundCaller } from '#contract/types/outbound.ts';
import type { ToolCallView } from '#contract/sessions/session-view.ts';
import { defined } from '#contract/types/defined.ts';
import type { ConsoleFacet } from '../console/consoles.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import { sessionCaller } from '../outbound/session-caller.ts';
import type { Outbound, ToolOutbound } from '../ports/outbound.ts';
import type { AskingCall, ToolContext, ToolResult } from '../ports/tool-source.ts';
import { agentPrincipal } from '../principal.ts';
import { readEnvironment } from '../projects/project-environment.ts';
import type { Projects } from '../projects/projects.ts';
import type { ActiveRun } from '../runs/active-run.ts';
import { openSessionMachine } from '../sessions/keep-machine.ts';
import { requireCommands } from '../workspaces/undecided-machine.ts';
import type { BackgroundJobs } from './background-jobs.ts';
import { failed } from './define-tool.ts';
import { asFailure, type Opened } from './execute-call.ts';
import { LiveOutput } from './live-output.ts';
import type { Tool } from './tool-sources.ts';

/** What calls are opened with. */
export interface OpenParts {
  readonly ports: EnginePorts;
  readonly jobs: BackgroundJobs;
  /** Takes the output of commands. */
  readonly consoles: Pick<ConsoleFacet, 'open'>;
  readonly projects: Pick<Projects, 'get'>;
}

/** The tool of a call, if the run may use it now. */
export function findTool({ tools = [] }: ActiveRun, { name }: ToolCallView): Tool | undefined {
  return tools.find((tool) => tool.name === name);
}

/** Opens a call with the inputs that a person changed, if any. A failure is a result for the model. */
export async function openCall(
  { ports, jobs, consoles, projects }: OpenParts,
  run: ActiveRun,
  call: ToolCallView,
): Promise<Opened | AskingCall | ToolResult> {
  const tool = findTool(run, call);
  if (tool === undefined) return failed(`Unknown tool "${call.name}".`);
  const { actor, runId, signal, agent } = run;
  const { outbound, clock, config, secretGuard } = ports;
  try {
    const act = tool.open({ ...call.input, ...call.edited });
    if ('questions' in act) return act;
    const machine = await openSessionMachine(ports, agent, actor);
    // Before anyone is asked about a command that can't run.
    if (act.risk === 'exec') requireCommands(machine);
    const project = act.risk === 'exec' ? await projects.get(actor.record?.projectId) : undefined;
    const environment = project === undefined ? undefined : await readEnvironment(ports, project, machine.workspace);
    const { limits, network } = config.settings();
    const output = new LiveOutput({
      clock,
      secretGuard,
      send: (text, skipped) => actor.live.toolOutput(runId, call.callId, text, skipped),
    });
    const context: ToolContext = {
      sessionKey: actor.key,
      machine: ports.versions?.record(machine, { by: agentPrincipal(actor), sessionKey: actor.key }) ?? machine,
      outbound: asTool(outbound, sessionCaller('tool', call.name, actor.key)),
      knownHosts: network.allow,
      signal,
      clock,
      jobs,
      grammar: ports.grammar,
      commandTimeoutMs: limits.commandTimeoutMs,
      ...defined({ environment }),
      console: (kind, title) =>
        consoles.open({
          kind,
          title,
          sessionKey: actor.key,
          agentId: actor.agentId,
          ownerId: actor.ownerId,
          project: actor.record?.workspace ?? agent.workspace,
        }),
      output: (text) => output.add(text),
    };
    return { act, context, machine, output };
  } catch (error) {
    return asFailure(run, error);
  }
}

/** Tools can't choose in whose name they call. */
function asTool(outbound: Outbound, caller: OutboundCaller): ToolOutbound {
  return {
    call: (request, signal) => outbound.call({ ...request, caller }, signal),
    toText: (answer) => outbound.toText(answer),
  };
}
