// Runs calls that the policy allows, once. They are claimed first, so that after a crash it is known that they may have run.
import { escapeHidden } from '#contract/types/hidden-characters.ts';
import { truncateText } from '#contract/types/truncate-text.ts';
import { errorMessage } from '#contract/wire/errors.ts';
import type { SessionEventDraft } from '#contract/sessions/session-events.ts';
import type { ToolCallView } from '#contract/sessions/session-view.ts';
import { FileError, type Machine } from '../ports/machine.ts';
import type { ToolContext, ToolResult } from '../ports/tool-source.ts';
import { getAbortCause, setPhase, type AbortCause, type ActiveRun } from '../runs/active-run.ts';
import { commitWithRetry } from '../runs/commit-with-retry.ts';
import { untilAborted } from '../runs/wait.ts';
import { joinPath } from '../workspaces/join-path.ts';
import { capText } from './cap-text.ts';
import { failed } from './define-tool.ts';
import { describeEdit } from './describe-edit.ts';
import { InputProblem } from './input.ts';
import type { LiveOutput } from './live-output.ts';
import { toPlainOutput } from './plain-output.ts';
import { agentPrincipal } from '../principal.ts';
import type { OpenedCall } from './tool-sources.ts';

/** Longest command line in the audit log, characters; no rule covers a longer one. */
const MAX_AUDITED_COMMAND = 16 * 1024;

/** A call whose input is valid, on its machine. */
export interface Opened {
  readonly act: OpenedCall;
  readonly context: ToolContext;
  readonly machine: Machine;
  readonly output: LiveOutput;
}

/** A call that may run now. */
export interface AllowedCall {
  readonly call: ToolCallView;
  readonly opened: Opened;
  /** Recorded as the decider. */
  readonly decidedBy: string;
}

/** Runs one call; its result is in the view afterwards. */
export async function execute(run: ActiveRun, allowed: AllowedCall): Promise<void> {
  if (run.signal.aborted) return;
  const { actor } = run;
  const { call, opened, decidedBy } = allowed;
  const { risk, title } = opened.act;
  const details = { sessionKey: actor.key, tool: call.name, title, decidedBy, ...describeCommand(allowed) };
  const audit = { by: agentPrincipal(actor), action: 'tool.started', subject: call.callId, details };
  const events = [startedEvent(run, allowed)];
  await commitWithRetry(run, () => (risk === 'read' ? { events } : { events, audit }));
  setPhase(run, 'tool', title);
  await perform(run, allowed);
}

/** The command line of a call, for the history on which rules are tried. */
function describeCommand({
  call: { input, edited },
  opened: { act, machine },
}: AllowedCall): Readonly<Record<string, string>> {
  const { command, cwd }: Readonly<Record<string, unknown>> = { ...input, ...edited };
  if (act.risk !== 'exec' || typeof command !== 'string') return {};
  const folder = typeof cwd === 'string' ? joinPath(machine.workspace, cwd) : machine.workspace;
  return { command: escapeHidden(truncateText(command, MAX_AUDITED_COMMAND)), cwd: folder };
}

/** Runs calls that only read at the same time. They are claimed in one write, and their results are stored in their order. */
export async function executeTogether(run: ActiveRun, allowed: readonly AllowedCall[]): Promise<void> {
  const [first, ...others] = allowed;
  if (run.signal.aborted || first === undefined) return;
  await commitWithRetry(run, () => ({ events: allowed.map((one) => startedEvent(run, one)) }));
  setPhase(run, 'tool', `${first.opened.act.title}${others.length === 0 ? '' : ` and ${others.length} more`}`);
  let previous: Promise<void> = Promise.resolve();
  await Promise.all(allowed.map((one) => (previous = perform(run, one, previous))));
}

/** The result is stored after `previous`. */
async function perform(
  run: ActiveRun,
  { call, opened: { act, context, output } }: AllowedCall,
  previous?: Promise<void>,
): Promise<void> {
  const { clock } = run.ports;
  const startedAt = clock.monotonic();
  const result = run.signal.aborted ? undefined : await untilAborted(attempt(run, act, context), run.signal);
  output.end();
  const durationMs = Math.round(clock.monotonic() - startedAt);
  await previous;
  await finish(run, call, result ?? stopped(run, call.callId), durationMs);
}

function startedEvent(run: ActiveRun, { call, opened, decidedBy }: AllowedCall): SessionEventDraft {
  const { callId, name } = call;
  return { type: 'tool.started', callId, runId: run.runId, name, title: opened.act.title, decidedBy };
}

async function attempt(run: ActiveRun, act: OpenedCall, context: ToolContext): Promise<ToolResult> {
  try {
    return await act.run(context);
  } catch (error) {
    return asFailure(run, error);
  }
}

const STOP_REASONS: Readonly<Record<AbortCause, string>> = {
  user: 'Stopped by the user.',
  interrupt: 'Stopped by the user.',
  timeout: 'Stopped by the time limit of the run.',
  stop: 'Stopped because Gatehouse was shut down.',
};

function stopped(run: ActiveRun, callId: string): ToolResult {
  const output = toPlainOutput(run.actor.live.snapshot.toolOutput[callId]?.text ?? '');
  const why = STOP_REASONS[getAbortCause(run)];
  return failed(output === '' ? why : `${capText(output)}\n(${why})`, { aborted: true });
}

/** Stores the result of a call. */
export async function finish(
  run: ActiveRun,
  call: ToolCallView,
  result: ToolResult,
  durationMs: number,
): Promise<void> {
  await commitWithRetry(run, () => ({ events: [finishedEvent(run, call, result, durationMs)] }));
}

/** The event that holds the result of a call. */
export function finishedEvent(
  run: ActiveRun,
  call: ToolCallView,
  result: ToolResult,
  durationMs: number,
): SessionEventDraft {
  const { callId, name } = call;
  const { value, labels } = run.ports.secretGuard.redact(result);
  const { text, isError, details } = value;
  const note = labels.length === 0 ? {} : { hiddenSecrets: labels };
  const edit = describeEdit(call);
  const told = edit === undefined ? capText(text) : `${edit}\n\nResult:\n${capText(text)}`;
  const masked = { isError, text: told, details: { ...details, ...note } };
  return { type: 'tool.finished', callId, runId: run.runId, name, ...masked, durationMs };
}

/** An error of a tool as a result for the model. */
export function asFailure(run: ActiveRun, error: unknown): ToolResult {
  if (error instanceof InputProblem) return failed(error.message);
  if (error instanceof FileError) return failed(error.message, { code: error.code });
  run.ports.log.warn('A tool failed unexpectedly.', {
    runId: run.runId,
    sessionKey: run.actor.key,
    error: error instanceof Error ? (error.stack ?? error.message) : String(error),
  });
  return failed(`The tool failed: ${errorMessage(error)}`);
}
