// Executes tool calls: each one is checked against the policy, approved if necessary, claimed, then run once.
import { escapeHidden } from '#contract/types/hidden-characters.ts';
import { truncateText } from '#contract/types/truncate-text.ts';
import type { ApprovalView, SessionView, ToolCallView } from '#contract/sessions/session-view.ts';
import type { Approvals } from '../answers/approvals.ts';
import { defined } from '#contract/types/defined.ts';
import type { Changes } from '../changes/changes.ts';
import { approvalMode } from '../policy/modes.ts';
import { NOT_TRUSTED, type Verdict } from '../policy/policy.ts';
import type { Plan, ToolResult } from '../ports/tool-source.ts';
import { findCall, isCallers, getMessages, getOptions, type ActiveRun } from '../runs/active-run.ts';
import { RunLimit } from '../runs/run-limit.ts';
import type { ToolExecutor } from '../runs/run-loop.ts';
import { commitWithRetry } from '../runs/commit-with-retry.ts';
import type { Questions } from '../answers/questions.ts';
import { isAsShown, toFingerprint, toVisiblePrograms } from './approval-subject.ts';
import { isOffered, offeredTools } from './offered-tools.ts';
import { toEditable } from './edit-call.ts';
import { countUse, judgeCall, planCall } from './judge-call.ts';
import { findTool, openCall, type OpenParts } from './open-call.ts';
import { findGrant, toChangedSubject, toSubject } from './call-subject.ts';
import { failed } from './define-tool.ts';
import { execute, executeTogether, finish, finishedEvent, type AllowedCall, type Opened } from './execute-call.ts';
import { hasSnapshots } from '../changes/snapshot-machines.ts';
import { reviewCall, REVIEWER } from '../reviews/review-call.ts';
import { policyPrincipal, type Principal } from '../principal.ts';
import { isSideThread } from '../side/side-key.ts';
import type { ToolSources } from './tool-sources.ts';

/** Identical calls in a row: the third is refused, the fifth ends the run. */
const REPEATS_REFUSED = 3;
const REPEATS_FATAL = 5;
/** The name of a rule as the one who answered. */
const RULE_NAME = /^rule:[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;

interface Parts extends OpenParts {
  readonly toolSources: ToolSources;
  readonly approvals: Approvals;
  readonly questions: Questions;
  /** Takes a snapshot before the first call that can change files. */
  readonly changes: Pick<Changes, 'begin'>;
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
  const verdict = await judgeCall(parts, run, opened, plan);
  if (verdict.verdict !== 'allow') return undefined;
  await countUse(parts, verdict);
  return { call, opened, decidedBy: verdict.decidedBy };
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

/** Number of identical calls in a row, including this one. */
function countRepeats(view: SessionView, runId: string, call: ToolCallView): number {
  const made = getMessages(view, runId).flatMap((message) => message.calls);
  const upTo = made.slice(0, made.findLastIndex((other) => other.callId === call.callId) + 1);
  const input = JSON.stringify(call.input);
  const different = upTo.findLastIndex((other) => other.name !== call.name || JSON.stringify(other.input) !== input);
  return upTo.length - different - 1;
}

/** Applies the policy, then runs the call if it is allowed. A request made before a restart is not repeated. */
async function passPolicy(parts: Parts, run: ActiveRun, call: ToolCallView, opened: Opened): Promise<void> {
  const plan = await planCall(run, opened);
  if ('isError' in plan) return finish(run, call, plan, 0);
  if (call.approval !== undefined) return awaitApproval(parts, run, call.callId, opened);
  const verdict = await judgeCall(parts, run, opened, plan);
  if (verdict.verdict === 'deny') {
    await countUse(parts, verdict);
    return refuse(run, call, plan, verdict);
  }
  if (verdict.verdict === 'allow') {
    if (await takeSnapshot(parts, run, opened)) return passPolicy(parts, run, call, opened);
    await countUse(parts, verdict);
    return execute(run, { call, opened: markAllowed(opened, verdict), decidedBy: verdict.decidedBy });
  }
  const grant = findGrant(run.actor.view, call.name, plan, opened.machine);
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
  const findCover = () => findRule(parts, run, callId, opened);
  await parts.approvals.waitFor(run, callId, { findRule: findCover, editable: toEditable(parts, run, callId) });
  const call = findCall(run.actor.view, callId);
  const approval = call?.approval;
  if (run.signal.aborted || call === undefined || approval?.outcome?.startsWith('allow') !== true) return;
  const allowed = approval.edit === undefined ? opened : await openCall(parts, run, call);
  if ('isError' in allowed) return finish(run, call, allowed, 0);
  if (!('questions' in allowed)) return runApproved(parts, run, { call, approval, opened: allowed });
}

interface ApprovedCall {
  readonly call: ToolCallView;
  readonly approval: ApprovalView;
  readonly opened: Opened;
}

async function runApproved(parts: Parts, run: ActiveRun, { call, approval, opened }: ApprovedCall): Promise<void> {
  const shown = approval.edit?.subject ?? approval.subject;
  await takeSnapshot(parts, run, opened);
  const plan = await planCall(run, opened);
  if ('isError' in plan) return finish(run, call, plan, 0);
  // An edited call, or one from before a restart, was opened again, perhaps on another machine.
  const isSame = isAsShown(call.name, plan, opened.machine.kind, shown);
  // Nobody has looked at a call that a rule has answered, so the rule must still allow it.
  const rule = isByRule(approval) ? await judgeCall(parts, run, opened, plan) : undefined;
  if (isSame && rule?.verdict === 'allow') {
    await countUse(parts, rule);
    return execute(run, { call, opened: markAllowed(opened, rule), decidedBy: rule.decidedBy });
  }
  if (isSame && rule === undefined) return execute(run, { call, opened, decidedBy: `approval:${approval.approvalId}` });
  const subject = toChangedSubject(call.name, plan, opened.machine, shown);
  await parts.approvals.requestFor(run, call, subject);
  return awaitApproval(parts, run, call.callId, opened);
}

/** Whether a rule answered. What an earlier version stored says so only in the name. */
function isByRule({ isByPolicy, resolvedBy = '' }: ApprovalView): boolean {
  return isByPolicy === true || RULE_NAME.test(resolvedBy);
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
  const { verdict, decidedBy, ruleId } = await judgeCall(parts, run, opened, plan);
  return verdict === 'allow' && ruleId !== undefined ? policyPrincipal(decidedBy, run.actor.ownerId) : undefined;
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
