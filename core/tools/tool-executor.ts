// Executes tool calls: each one is checked against the policy, approved if necessary, claimed, then run once.
import { escapeHidden } from '#contract/types/hidden-characters.ts';
import { truncateText } from '#contract/types/truncate-text.ts';
import type { OutboundCaller } from '#contract/types/outbound.ts';
import type { SessionView, ToolCallView } from '#contract/sessions/session-view.ts';
import type { Approvals } from '../answers/approvals.ts';
import { defined } from '#contract/types/defined.ts';
import type { Changes } from '../changes/changes.ts';
import type { ConsoleFacet } from '../console/consoles.ts';
import { approvalMode } from '../policy/modes.ts';
import { runsBuildTools } from '../policy/confinement.ts';
import { judge, NOT_TRUSTED, type Verdict } from '../policy/policy.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import type { Outbound, ToolOutbound } from '../ports/outbound.ts';
import type { AskingCall, Plan, ToolContext, ToolResult } from '../ports/tool-source.ts';
import { sessionCaller } from '../outbound/session-caller.ts';
import { openSessionMachine } from '../sessions/keep-machine.ts';
import { requireCommands } from '../workspaces/undecided-machine.ts';
import { findCall, isCallers, getMessages, getOptions, type ActiveRun } from '../runs/active-run.ts';
import { RunLimit } from '../runs/run-limit.ts';
import type { ToolExecutor } from '../runs/run-loop.ts';
import { commitWithRetry } from '../runs/commit-with-retry.ts';
import { readEnvironment } from '../projects/project-environment.ts';
import type { Projects } from '../projects/projects.ts';
import type { Questions } from '../answers/questions.ts';
import { toFingerprint, toVisiblePrograms } from './approval-subject.ts';
import { isOffered, offeredTools } from './offered-tools.ts';
import type { BackgroundJobs } from './background-jobs.ts';
import { findGrant, toChangedSubject, toSubject } from './call-subject.ts';
import { failed } from './define-tool.ts';
import {
  asFailure,
  execute,
  executeTogether,
  finish,
  finishedEvent,
  type AllowedCall,
  type Opened,
} from './execute-call.ts';
import { LiveOutput } from './live-output.ts';
import { hasSnapshots } from '../changes/snapshot-machines.ts';
import { reviewCall, REVIEWER } from '../reviews/review-call.ts';
import { isFolderTrusted } from '../trust/folder-trust.ts';
import { agentPrincipal, policyPrincipal, type Principal } from '../principal.ts';
import { isSideThread } from '../side/side-key.ts';
import type { Tool, ToolSources } from './tool-sources.ts';

/** Identical calls in a row: the third is refused, the fifth ends the run. */
const REPEATS_REFUSED = 3;
const REPEATS_FATAL = 5;

interface Parts {
  readonly ports: EnginePorts;
  readonly toolSources: ToolSources;
  readonly approvals: Approvals;
  readonly questions: Questions;
  readonly jobs: BackgroundJobs;
  /** Takes a snapshot before the first call that can change files. */
  readonly changes: Pick<Changes, 'begin'>;
  /** Takes the output of commands. */
  readonly consoles: Pick<ConsoleFacet, 'open'>;
  readonly projects: Pick<Projects, 'get'>;
}

/** Creates the executor. */
export function createToolExecutor(parts: Parts): ToolExecutor {
  return {
    list: (run) => parts.toolSources.list(run.agent, run.actor.key),
    specs: (run) => {
      const mode = approvalMode(run.agent, run.actor.record);
      const own = offeredTools(run).filter((tool) => !isCallers(run, tool) && isOffered(mode, tool));
      const specs = own.map(({ name, description, input }) => ({ name, description, input }));
      return [...specs, ...(getOptions(run).callerTools ?? [])];
    },
    run: (run, call) => runCall(parts, run, call),
    readsOnly: (run, call) =>
      call.state === 'waiting' && call.approval === undefined && findTool(run, call)?.effect === 'read',
    async runTogether(run, calls) {
      const allowed = await leadingAllowed(parts, run, calls);
      const [first] = calls;
      if (allowed.length > 0) await executeTogether(run, allowed);
      else if (first !== undefined) await runCall(parts, run, first);
    },
  };
}

async function runCall(parts: Parts, run: ActiveRun, call: ToolCallView): Promise<void> {
  const problem = refusal(run, call);
  if (problem !== undefined) return finish(run, call, problem, 0);
  const opened = await openCall(parts, run, call);
  if ('isError' in opened) return finish(run, call, opened, 0);
  // A question has no side effects, so no policy applies.
  if ('questions' in opened) return parts.questions.ask(run, call, opened.questions);
  return passPolicy(parts, run, call, opened);
}

/** The first calls that may run, up to one that must be refused or that the policy doesn't allow. */
async function leadingAllowed(
  parts: Parts,
  run: ActiveRun,
  calls: readonly ToolCallView[],
): Promise<readonly AllowedCall[]> {
  const allowed: AllowedCall[] = [];
  try {
    for (const call of calls) {
      const ready = await readyToRead(parts, run, call);
      if (ready === undefined) break;
      allowed.push(ready);
    }
  } catch (error) {
    // The calls before the one that ends the run are still executed.
    if (!(error instanceof RunLimit) || allowed.length === 0) throw error;
  }
  return allowed;
}

/** A call that may run right away. */
async function readyToRead(parts: Parts, run: ActiveRun, call: ToolCallView): Promise<AllowedCall | undefined> {
  if (refusal(run, call) !== undefined) return undefined;
  const opened = await openCall(parts, run, call);
  if ('isError' in opened || 'questions' in opened) return undefined;
  const plan = await planCall(run, opened);
  if ('isError' in plan) return undefined;
  const { verdict, decidedBy } = await judgeCall(parts, run, opened, plan);
  return verdict === 'allow' ? { call, opened, decidedBy } : undefined;
}

/** Reason to refuse a call before its input is read. */
function refusal(run: ActiveRun, call: ToolCallView): ToolResult | undefined {
  const raw = run.invalidCalls.get(call.callId);
  if (raw !== undefined)
    return failed(
      `The arguments of this call are not a JSON object, so nothing was executed: ${truncateText(raw, 300)}`,
    );
  const tool = findTool(run, call);
  if (tool === undefined) {
    const names = offeredTools(run)
      .map(({ name }) => name)
      .join(', ');
    return failed(`Unknown tool "${call.name}". Available tools: ${names}.`);
  }
  if (isSideThread(run.actor.key) && tool.effect !== 'read')
    return failed(`"${call.name}" is not available in a side thread. Side threads have only read-only tools.`);
  const repeats = tool.isRepeatable(call.input) ? 0 : countRepeats(run.actor.view, run.runId, call);
  if (repeats >= REPEATS_FATAL)
    throw new RunLimit({
      code: 'loop',
      message: `Stopped: the agent made the same call ${repeats} times in a row.`,
      hint: 'Tell the agent what to do instead.',
    });
  if (repeats >= REPEATS_REFUSED)
    return failed(
      `This call is identical to the previous ${repeats - 1}, so it was not executed. The result would be the same. Try a different approach, or explain what is blocking you.`,
    );
  return undefined;
}

function findTool({ tools = [] }: ActiveRun, { name }: ToolCallView): Tool | undefined {
  return tools.find((tool) => tool.name === name);
}

/** Number of identical calls in a row, including this one. */
function countRepeats(view: SessionView, runId: string, call: ToolCallView): number {
  const made = getMessages(view, runId).flatMap((message) => message.calls);
  const upTo = made.slice(0, made.findLastIndex((other) => other.callId === call.callId) + 1);
  const input = JSON.stringify(call.input);
  const different = upTo.findLastIndex((other) => other.name !== call.name || JSON.stringify(other.input) !== input);
  return upTo.length - different - 1;
}

async function openCall(
  { ports, jobs, consoles, projects }: Parts,
  run: ActiveRun,
  call: ToolCallView,
): Promise<Opened | AskingCall | ToolResult> {
  const tool = findTool(run, call);
  if (tool === undefined) return failed(`Unknown tool "${call.name}".`);
  const { actor, runId, signal, agent } = run;
  const { outbound, clock, config, secretGuard } = ports;
  try {
    const act = tool.open(call.input);
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

/** Applies the policy, then runs the call if it is allowed. A request made before a restart is not repeated. */
async function passPolicy(parts: Parts, run: ActiveRun, call: ToolCallView, opened: Opened): Promise<void> {
  const plan = await planCall(run, opened);
  if ('isError' in plan) return finish(run, call, plan, 0);
  if (call.approval !== undefined) return awaitApproval(parts, run, call.callId, opened);
  const verdict = await judgeCall(parts, run, opened, plan);
  if (verdict.verdict === 'deny') return refuse(run, call, plan, verdict);
  if (verdict.verdict === 'allow') {
    if (await takeSnapshot(parts, run, opened)) return passPolicy(parts, run, call, opened);
    return execute(run, { call, opened: markAllowed(opened, verdict), decidedBy: verdict.decidedBy });
  }
  const grant = findGrant(run.actor.view, call.name, plan);
  if (grant === 'same' && (await takeSnapshot(parts, run, opened))) return passPolicy(parts, run, call, opened);
  if (grant === 'same') return execute(run, { call, opened, decidedBy: 'session-grant' });
  const review = await reviewIfAuto(parts, run, { call, opened, plan, verdict });
  if (review === 'allow') return execute(run, { call, opened, decidedBy: REVIEWER });
  const subject = {
    ...(grant === undefined
      ? toSubject(call.name, plan, opened.machine, joinReasons(verdict.reason, review))
      : toChangedSubject(call.name, plan, opened.machine, grant)),
    ...defined({ programs: toVisiblePrograms(verdict.programs) }),
  };
  await parts.approvals.requestFor(run, call, subject);
  return awaitApproval(parts, run, call.callId, opened);
}

/**
 * Takes a snapshot before the first call of a run that can change files. Returns whether it was taken now: time has passed, so the
 * call must be checked again.
 */
async function takeSnapshot({ changes }: Parts, run: ActiveRun, { act, machine }: Opened): Promise<boolean> {
  const canChange = act.risk === 'edit' || act.risk === 'exec' || act.risk === 'unknown';
  if (!canChange || !hasSnapshots(machine.kind)) return false;
  const { actor, agent, runId, signal } = run;
  const folder = actor.record?.workspace ?? agent.workspace;
  return changes.begin({ runId, sessionKey: actor.key, ownerId: actor.ownerId, folder }, signal);
}

interface CheckedCall {
  readonly call: ToolCallView;
  readonly opened: Opened;
  readonly plan: Plan;
  readonly verdict: Verdict;
}

/** In Auto mode: `allow`, or why the reviewer passed the call on. What it allows must still be what it has seen. */
async function reviewIfAuto(
  parts: Parts,
  run: ActiveRun,
  { call, opened, plan, verdict }: CheckedCall,
): Promise<string | undefined> {
  const isAuto = () => approvalMode(run.agent, run.actor.record) === 'auto';
  const isPlainCommand = opened.act.risk === 'exec' && verdict.reason !== NOT_TRUSTED;
  if (!isAuto() || !isPlainCommand) return undefined;
  await takeSnapshot(parts, run, opened);
  const { decision, reason } = await reviewCall(run, call, plan, verdict, opened.context.knownHosts);
  if (decision === 'ask' || !isAuto()) return reason;
  const after = await planCall(run, opened);
  return 'isError' in after || toFingerprint(call.name, after) !== toFingerprint(call.name, plan) ? reason : 'allow';
}

function joinReasons(reason: string, review: string | undefined): string {
  if (review === undefined) return reason;
  return review.startsWith('Not reviewed') ? `${reason} ${review}` : `${reason} Reviewer: ${review}`;
}

/** What a rule or a setting allowed, nobody has looked at. */
function markAllowed(opened: Opened, { programs, ruleId, decidedBy }: Verdict): Opened {
  if (programs === undefined || decidedBy.startsWith('mode:')) return opened;
  const isPreset = programs.some((program) => program.ruleId === undefined && program.program === 'git');
  const allowedBy = ruleId === undefined || isPreset ? 'preset' : 'rule';
  return { ...opened, context: { ...opened.context, allowedBy } };
}

/** Waits for the answer, then runs exactly what was shown, or asks again if it has changed since. */
async function awaitApproval(parts: Parts, run: ActiveRun, callId: string, opened: Opened): Promise<void> {
  await parts.approvals.waitFor(run, callId, () => findRule(parts, run, callId, opened));
  const call = findCall(run.actor.view, callId);
  const approval = call?.approval;
  if (run.signal.aborted || call === undefined || approval?.outcome?.startsWith('allow') !== true) return;
  await takeSnapshot(parts, run, opened);
  const plan = await planCall(run, opened);
  if ('isError' in plan) return finish(run, call, plan, 0);
  const isAsShown = toFingerprint(call.name, plan) === toFingerprint(call.name, approval.subject);
  // Nobody has looked at a call that a rule has answered, so the rule must still allow it.
  const rule = isByRule(approval.resolvedBy) ? await judgeCall(parts, run, opened, plan) : undefined;
  if (isAsShown && rule?.verdict === 'allow')
    return execute(run, { call, opened: markAllowed(opened, rule), decidedBy: rule.decidedBy });
  if (isAsShown && rule === undefined)
    return execute(run, { call, opened, decidedBy: `approval:${approval.approvalId}` });
  const subject = toChangedSubject(call.name, plan, opened.machine, approval.subject);
  await parts.approvals.requestFor(run, call, subject);
  return awaitApproval(parts, run, callId, opened);
}

/** The rule that allows a pending call now, if the call is still what was shown. */
async function findRule(parts: Parts, run: ActiveRun, callId: string, opened: Opened): Promise<Principal | undefined> {
  const call = findCall(run.actor.view, callId);
  const approval = call?.approval;
  // Rules are about commands.
  if (call === undefined || approval === undefined || opened.act.risk !== 'exec' || run.signal.aborted)
    return undefined;
  const plan = await planCall(run, opened);
  if ('isError' in plan || toFingerprint(call.name, plan) !== toFingerprint(call.name, approval.subject))
    return undefined;
  const { verdict, decidedBy } = await judgeCall(parts, run, opened, plan);
  return verdict === 'allow' && isByRule(decidedBy) ? policyPrincipal(decidedBy, run.actor.ownerId) : undefined;
}

function isByRule(decider = ''): boolean {
  return decider.startsWith('rule:');
}

async function planCall(run: ActiveRun, { act, context }: Opened): Promise<Plan | ToolResult> {
  try {
    return await act.plan(context);
  } catch (error) {
    return asFailure(run, error);
  }
}

async function judgeCall(
  { ports }: Parts,
  { actor, agent }: ActiveRun,
  { act, machine, context: { knownHosts } }: Opened,
  plan: Plan,
): Promise<Verdict> {
  const { facts: line, file, target, host } = plan;
  const settings = ports.config.settings();
  const verdict = judge({
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
  for (const id of verdict.ruleIds ?? []) await ports.store.approvals.markRuleUsed(id, ports.clock.now());
  return verdict;
}

async function refuse(run: ActiveRun, call: ToolCallView, plan: Plan, verdict: Verdict): Promise<void> {
  const { actor } = run;
  const { reason, decidedBy } = verdict;
  const audit = {
    by: policyPrincipal(decidedBy, actor.ownerId),
    action: 'tool.denied',
    subject: call.callId,
    details: { sessionKey: actor.key, tool: call.name, command: escapeHidden(plan.command), cwd: plan.cwd, reason },
  };
  const result = failed(`Denied by policy: ${reason}`, { denied: true, reason, decidedBy });
  await commitWithRetry(run, () => ({ events: [finishedEvent(run, call, result, 0)], audit }));
}
