// The turn loop: model call → tool calls → model call … until the model stops, the user does, or a limit is reached.
// The next step follows from the session's view alone, so a run that waits for approval continues after a restart.
import { GatewayError } from '#contract/wire/errors.ts';
import { defined } from '#contract/types/defined.ts';
import type { Block, StopReason } from '#contract/types/content.ts';
import type { RunError, SessionEventDraft } from '#contract/sessions/session-events.ts';
import { foldSession } from '#contract/sessions/session-fold.ts';
import type { ModelFailure, ToolSpec } from '../ports/provider.ts';
import type { QueuedMessage, SessionView, ToolCallView } from '#contract/sessions/session-view.ts';
import { steering } from '../sessions/queue.ts';
import { priced, usageRecord } from '../usage/usage-record.ts';
import {
  getAbortCause,
  isCallers,
  getMessages,
  nextCall,
  getOptions,
  openCalls,
  setPhase,
  waitsForPerson,
  type ActiveRun,
} from './active-run.ts';
import { compact, dueCompaction, type Trigger } from './compaction.ts';
import { buildRequest } from './build-request.ts';
import { contextItems, OWN_PROVIDER } from './context.ts';
import { callModel, type AnsweredCall } from './model-call.ts';
import { modelChain, type ModelChoice } from './model-choice.ts';
import { commitWithRetry } from './commit-with-retry.ts';
import { runEnded } from './end-run.ts';
import { saveAttachedFiles } from './save-files.ts';
import { filesInForce } from '../agents/agent-files.ts';
import { RunLimit } from './run-limit.ts';
import { timeLimitError } from './time-limit.ts';
import type { Tool } from '../tools/tool-sources.ts';
import { untilAborted } from './wait.ts';

/** How a run ends. `left`: the host shuts down, and the run keeps waiting for approval or in the queue. */
export type RunEnd =
  | { readonly status: 'done'; readonly stopReason: StopReason }
  | { readonly status: 'failed'; readonly error: RunError }
  | { readonly status: 'aborted' | 'interrupted' }
  | { readonly status: 'left' };

/** Executes tool calls: the only way an agent can act. */
export interface ToolExecutor {
  /** The tools that the run may use now. */
  list(run: ActiveRun): Promise<readonly Tool[]>;
  specs(run: ActiveRun): readonly ToolSpec[];
  /** Checks, requests approval if needed, and runs a call; its result is in the view afterwards. @throws {RunLimit} */
  run(run: ActiveRun, call: ToolCallView): Promise<void>;
  /** Whether a call only reads and needs no approval, so that it can run beside others. */
  readsOnly(run: ActiveRun, call: ToolCallView): boolean;
  /** Runs calls that only read at the same time. At least the first has its result in the view afterwards. @throws {RunLimit} */
  runTogether(run: ActiveRun, calls: readonly ToolCallView[]): Promise<void>;
}

type MessageCompleted = Extract<SessionEventDraft, { readonly type: 'message.completed' }>;

/** Tool calls of one turn that run at the same time. */
const MAX_AT_ONCE = 4;

/** Runs until the end; `beforeStep` is called before each step. */
export async function driveRun(run: ActiveRun, tools: ToolExecutor, beforeStep: () => void): Promise<RunEnd> {
  try {
    for (;;) {
      run.reservation?.release();
      beforeStep();
      const end = run.signal.aborted ? abortedEnd(run) : await step(run, tools);
      if (end !== undefined) return end;
    }
  } catch (error) {
    if (run.signal.aborted) return abortedEnd(run);
    return { status: 'failed', error: asRunError(run, error) };
  } finally {
    run.reservation?.release();
  }
}

async function step(run: ActiveRun, tools: ToolExecutor): Promise<RunEnd | undefined> {
  if (run.actor.view.run?.quota !== undefined) {
    await waitForReset(run);
    return undefined;
  }
  const open = openCalls(run.actor.view, run.runId);
  const own = open.filter((call) => !isCallers(run, call));
  const [first] = own;
  if (first !== undefined) {
    run.tools ??= await untilAborted(tools.list(run), run.signal);
    const reads = leadingReads(run, tools, own);
    await (reads.length > 1 ? tools.runTogether(run, reads) : tools.run(run, first));
    return undefined;
  }
  if (open.length > 0) return { status: 'done', stopReason: 'toolUse' };
  await injectSteering(run);
  const last = run.actor.view.items.at(-1);
  if (last?.kind === 'assistant' && last.runId === run.runId && last.calls.length === 0)
    return { status: 'done', stopReason: last.stopReason };
  // A direct call: its result ends the run.
  if (last?.kind === 'assistant' && last.runId === run.runId && last.provider === OWN_PROVIDER)
    return { status: 'done', stopReason: 'stop' };
  return modelTurn(run, tools);
}

/** The run then continues with the model that it waited for, or with the one that a person chose. */
async function waitForReset(run: ActiveRun): Promise<void> {
  await run.quota.wait(run);
  const { provider, model } = run.actor.view.run ?? {};
  const index = getChain(run).findIndex((choice) => choice.provider === provider && choice.model === model);
  run.modelIndex = Math.max(0, index);
}

function getChain(run: ActiveRun): ReturnType<typeof modelChain> {
  return modelChain(run.ports.config.settings(), run.agent, run.actor.record, getOptions(run).model);
}

/** The next calls, as long as they only read. */
function leadingReads(run: ActiveRun, tools: ToolExecutor, calls: readonly ToolCallView[]): readonly ToolCallView[] {
  const end = calls.findIndex((call) => !tools.readsOnly(run, call));
  return calls.slice(0, end === -1 ? MAX_AT_ONCE : Math.min(end, MAX_AT_ONCE));
}

async function modelTurn(run: ActiveRun, tools: ToolExecutor): Promise<RunEnd | undefined> {
  const turns = getMessages(run.actor.view, run.runId).length;
  if (turns >= run.agent.maxTurns) return { status: 'failed', error: turnLimit(run) };
  const { verbatimHistory } = getOptions(run);
  const chain = getChain(run);
  const choice = chain[run.modelIndex] ?? chain[0];
  const due = verbatimHistory === true ? undefined : dueCompaction(run, choice);
  if (due !== undefined) await summarize(run, choice, due);
  // A folder on an unreachable network drive must not delay an abort.
  const reads = Promise.all([filesInForce(run.ports, run.agent), tools.list(run)]);
  const [files, offered] = (await untilAborted(reads, run.signal)) ?? [[], []];
  run.tools = offered;
  const problem = await untilAborted(saveFiles(run, chain), run.signal);
  if (run.signal.aborted) return undefined;
  if (problem !== undefined) return { status: 'failed', error: problem };
  const outcome = await callModel(run, chain, (next) => buildRequest(run, next, tools, files).request);
  if (outcome.type === 'waits') return undefined;
  if (outcome.type === 'done') {
    const content = normalizeCalls(run, outcome.content, outcome.invalidCalls);
    return completeMessage(run, outcome, content, outcome.stopReason);
  }
  return failedTurn(run, outcome, outcome.error);
}

/** Any model of the chain may be called. */
function saveFiles(run: ActiveRun, chain: readonly ModelChoice[]): Promise<RunError | undefined> {
  const { providers } = run.ports;
  const readsPdfs = chain.every(({ provider, model }) => providers.describe(provider, model)?.pdfs === true);
  return saveAttachedFiles(run, contextItems(run.actor.view), readsPdfs);
}

function summarize(run: ActiveRun, choice: ModelChoice, trigger: Trigger): Promise<boolean> {
  setPhase(run, 'compacting', 'Summarizing the earlier part of the conversation.');
  return compact(run, choice, trigger);
}

async function failedTurn(run: ActiveRun, outcome: AnsweredCall, error: ModelFailure): Promise<RunEnd | undefined> {
  if (error.code === 'context-too-long' && !run.shortened) {
    run.shortened = true;
    run.actor.live.closeMessage();
    if (await summarize(run, outcome.choice, 'tokens')) return undefined;
  }
  const stopReason = error.code !== 'aborted' ? 'error' : getAbortCause(run) === 'stop' ? 'interrupted' : 'aborted';
  if (outcome.content.length > 0) await completeMessage(run, outcome, outcome.content, stopReason);
  if (error.code === 'aborted') return abortedEnd(run);
  const { provider, model } = outcome.choice;
  return { status: 'failed', error: { ...error, provider, model } };
}

/** Saves the message, and the end of the run if nothing can follow. */
async function completeMessage(
  run: ActiveRun,
  outcome: AnsweredCall,
  content: readonly Block[],
  stopReason: StopReason,
): Promise<RunEnd | undefined> {
  const { choice, messageId, durationMs, usage, thinkingMs } = outcome;
  const event: MessageCompleted = {
    type: 'message.completed',
    messageId,
    runId: run.runId,
    content: [...content],
    stopReason,
    ...choice,
    durationMs,
    ...defined({ usage: usage && priced(run.ports, choice, usage), thinkingMs }),
  };
  // The tokens of a failed call were recorded when it failed.
  const record = usage === undefined || outcome.type === 'failed' ? {} : { usage: usageRecord(run, choice, usage) };
  const isLast = outcome.type === 'done' && !content.some((block) => block.type === 'toolCall');
  const events = await commitWithRetry(run, ({ view }) => {
    // A queued message may be for this run.
    const ended = isLast && !run.signal.aborted && view.queue.length === 0 ? [endAfter(run, view, event)] : [];
    return { events: [event, ...ended], closesMessage: messageId, ...record };
  });
  return events.some(({ type }) => type === 'run.ended') ? { status: 'done', stopReason } : undefined;
}

/** The end of a run right after its last message. Both are saved in one step, because each step waits for the disk. */
function endAfter(run: ActiveRun, view: SessionView, message: MessageCompleted): SessionEventDraft {
  const after = foldSession(view, { ...message, seq: view.seq + 1, ts: run.ports.clock.now() });
  return runEnded(after, run, { status: 'done', stopReason: message.stopReason });
}

/** Passes queued steering messages to the model before its next call. */
async function injectSteering(run: ActiveRun): Promise<void> {
  if (steering(run.actor.view).length === 0) return;
  const toEvent = ({ messageId }: QueuedMessage) =>
    ({ type: 'message.injected', messageId, runId: run.runId }) as const;
  await commitWithRetry(run, ({ view }) => {
    const events = steering(view).map(toEvent);
    return events.length === 0 ? undefined : { events };
  });
}

/** Call ids must be unique within a message: results are matched by them. */
function normalizeCalls(
  run: ActiveRun,
  content: readonly Block[],
  invalid: Readonly<Record<string, string>>,
): readonly Block[] {
  const seen = new Set<string>();
  return content.map((block) => {
    if (block.type !== 'toolCall') return block;
    const id = block.id === '' || seen.has(block.id) ? run.ports.ids.next() : block.id;
    seen.add(id);
    const raw = invalid[block.id];
    if (raw !== undefined) run.invalidCalls.set(id, raw);
    return id === block.id ? block : { ...block, id };
  });
}

function abortedEnd(run: ActiveRun): RunEnd {
  if (getAbortCause(run) === 'timeout') return { status: 'failed', error: timeLimitError(run) };
  if (getAbortCause(run) !== 'stop') return { status: 'aborted' };
  const next = nextCall(run.actor.view, run.runId);
  const { budget, quota } = run.actor.view.run ?? {};
  const waits = (next !== undefined && waitsForPerson(next)) || budget !== undefined || quota !== undefined;
  return { status: waits ? 'left' : 'interrupted' };
}

function turnLimit(run: ActiveRun): RunError {
  return {
    code: 'turn-limit',
    message: `Stopped after ${run.agent.maxTurns} model calls, the limit of this agent.`,
    hint: 'Send "continue" to resume, or raise the limit in the agent settings.',
  };
}

function asRunError(run: ActiveRun, error: unknown): RunError {
  if (error instanceof RunLimit) return error.failure;
  if (error instanceof GatewayError) {
    const { details } = error.extras;
    return { code: details?.code ?? error.code, message: error.message, ...defined({ hint: details?.hint }) };
  }
  run.ports.log.error('A run failed unexpectedly.', {
    sessionKey: run.actor.key,
    runId: run.runId,
    error: error instanceof Error ? (error.stack ?? error.message) : String(error),
  });
  return { code: 'internal', message: 'Internal error. See the log for details.' };
}
