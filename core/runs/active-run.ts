// An active run and its state in memory. All durable state is in the session's view.
import type { Block, Usage } from '#contract/types/content.ts';
import { defined } from '#contract/types/defined.ts';
import type { RunPhase } from '#contract/sessions/live-events.ts';
import type { RunOptions } from '#contract/sessions/run-options.ts';
import { addUsage, EMPTY_SESSION } from '#contract/sessions/session-fold.ts';
import type { AssistantItem, Item, SessionView, ToolCallView } from '#contract/sessions/session-view.ts';
import type { CollectedPart } from '../context/collect-context.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import type { SessionAgent } from '../projects/session-agent.ts';
import type { ModelFailure, ModelRequest } from '../ports/provider.ts';
import type { SessionActor } from '../sessions/session-actor.ts';
import type { Tool } from '../tools/tool-sources.ts';
import type { ModelChoice } from './model-choice.ts';
import { NO_SLOT, type SlotWait } from './run-slot.ts';

/** Why a run is stopped. `stop`: the host is shutting down. */
export type AbortCause = 'user' | 'interrupt' | 'timeout' | 'stop';

/** Budgets, checked before each model request. */
export interface BudgetGate {
  /**
   * Waits until every budget has room for a request of the run, which it reserves, or until the run is stopped.
   * @throws {RunLimit} when a person stops the run at a budget
   */
  admit(run: ActiveRun, choice: ModelChoice, request: ModelRequest): Promise<void>;
  /** Reserves room for a request outside of the conversation; undefined if there is none. Release it once its usage is stored. */
  reserve(
    actor: SessionActor,
    runId: string,
    choice: ModelChoice,
    request: ModelRequest,
  ): Promise<{ release(): void } | undefined>;
}

/** A model that can't be used before a time. */
export interface LimitedModel {
  readonly choice: ModelChoice;
  readonly resumesAtMs: number;
  readonly error: ModelFailure;
}

/** Waits for the limits of providers to reset. */
export interface QuotaGate {
  /** Whether the run may wait until then: not if its sender allows less time, or handles the error. */
  canWait(run: ActiveRun, resumesAtMs: number): boolean;
  /** Stores that the run waits for this model. */
  begin(run: ActiveRun, limited: LimitedModel): Promise<void>;
  /** Waits until the limit resets or a person decides, or until the run is stopped. */
  wait(run: ActiveRun): Promise<void>;
}

/** One active run. */
export interface ActiveRun {
  readonly runId: string;
  readonly actor: SessionActor;
  readonly agent: SessionAgent;
  readonly startedAt: number;
  readonly controller: AbortController;
  readonly signal: AbortSignal;
  readonly ports: EnginePorts;
  /** Every wait for a person or a timer passes through it. */
  readonly slot: SlotWait;
  readonly budgets: BudgetGate;
  readonly quota: QuotaGate;
  /** What budgets hold for the model request in progress. */
  reservation: { release(): void } | undefined;
  /** Collected when the run started or continued. */
  context: readonly CollectedPart[];
  /** Arguments that are not a JSON object, by call. Such calls never run. */
  readonly invalidCalls: Map<string, string>;
  /** The tools of the last model request, which its calls use. */
  tools: readonly Tool[] | undefined;
  /** Paths of attached files that are in the workspace. */
  readonly savedFiles: Set<string>;
  /** Position in the chain of models; advances when a model fails. */
  modelIndex: number;
  /** Models of the chain that can't be used before a time, by `provider/model`. */
  readonly limited: Map<string, LimitedModel>;
  /** The history was summarized because the model rejected its length; a second time is a failure. */
  shortened: boolean;
  /** Summarizing failed in this run, so it isn't retried before every call. */
  compactionFailed: boolean;
}

/** Creates the state of a run that starts or resumes. Without a slot, it isn't limited. */
export function createRun(
  facts: Pick<ActiveRun, 'runId' | 'actor' | 'agent' | 'startedAt' | 'ports' | 'budgets' | 'quota'>,
  controller = new AbortController(),
  slot: SlotWait = NO_SLOT,
): ActiveRun {
  return {
    ...facts,
    controller,
    signal: controller.signal,
    slot,
    reservation: undefined,
    context: [],
    invalidCalls: new Map(),
    tools: undefined,
    savedFiles: new Set(),
    modelIndex: 0,
    limited: new Map(),
    shortened: false,
    compactionFailed: false,
  };
}

/** Why the run was stopped. */
export function getAbortCause({ signal }: Pick<ActiveRun, 'signal'>): AbortCause {
  // Only a cause is ever passed to `abort`.
  return signal.reason as AbortCause;
}

/** Options given by the senders of its messages. */
export function getOptions({ actor }: Pick<ActiveRun, 'actor'>): RunOptions {
  return actor.view.run?.options ?? {};
}

/** Publishes what the run is doing or waiting for. */
export function setPhase(
  { runId, actor, ports }: Pick<ActiveRun, 'runId' | 'actor' | 'ports'>,
  phase: RunPhase['phase'],
  detail?: string,
  until?: number,
  requestedAt?: number,
): void {
  const since = ports.clock.now();
  actor.live.phase({ kind: 'phase', runId, phase, since, ...defined({ detail, until, requestedAt }) });
}

/** The model's messages of a run, oldest first. The items of a run are adjacent at the end of the transcript. */
export function getMessages(view: SessionView, runId: string): readonly AssistantItem[] {
  const start = view.items.findLastIndex((item) => !belongs(item, runId)) + 1;
  return view.items
    .slice(start)
    .filter((item): item is AssistantItem => item.kind === 'assistant' && item.runId === runId);
}

/** Dividers within a run carry its id or none; a message of another run ends the search. */
function belongs(item: Item, runId: string): boolean {
  return item.kind === 'divider' ? item.what !== 'reset' : item.kind === 'user' || item.runId === runId;
}

/** The next tool call that has no result yet. */
export function nextCall(view: SessionView, runId: string): ToolCallView | undefined {
  return openCalls(view, runId)[0];
}

/** All tool calls of the run that have no result yet. */
export function openCalls(view: SessionView, runId: string): readonly ToolCallView[] {
  const calls = getMessages(view, runId).at(-1)?.calls ?? [];
  return calls.filter((call) => call.state === 'waiting' || waitsForPerson(call));
}

/** Whether the call waits for a person: for approval, or for an answer. */
export function waitsForPerson({ state }: Pick<ToolCallView, 'state'>): boolean {
  return state === 'approval' || state === 'question';
}

/** Whether the program that started the run executes this tool itself. */
export function isCallers(run: ActiveRun, { name }: Pick<ToolCallView, 'name'>): boolean {
  return getOptions(run).callerTools?.some((tool) => tool.name === name) === true;
}

/** The current state of a call. */
export function findCall(view: SessionView, callId: string): ToolCallView | undefined {
  const item = view.items.findLast(
    (candidate): candidate is AssistantItem =>
      candidate.kind === 'assistant' && candidate.calls.some((call) => call.callId === callId),
  );
  return item?.calls.find((call) => call.callId === callId);
}

/** Tokens of all completed model calls of a run. */
export function sumUsage(view: SessionView, runId: string): Usage {
  const usages = getMessages(view, runId).flatMap(({ usage }) => usage ?? []);
  return usages.reduce(addUsage, EMPTY_SESSION.usage);
}

/** The text of the run's last message. */
export function getAnswer(view: SessionView, runId: string): string {
  return joinText(getMessages(view, runId).at(-1)?.content ?? []);
}

/** The text blocks of a message as one text. */
export function joinText(content: readonly Block[], separator = '\n\n'): string {
  return content.flatMap((block) => (block.type === 'text' ? [block.text] : [])).join(separator);
}
