// Compaction: replaces the older part of a long conversation with a summary for the model. People can still read all of it.
import { takeEnd, takeStart } from '#contract/types/truncate-text.ts';
import type { AttachedFile } from '#contract/types/content.ts';
import type { SessionView } from '#contract/sessions/session-view.ts';
import { defined } from '#contract/types/defined.ts';
import { GatewayError } from '#contract/wire/errors.ts';
import { BUDGET_REACHED } from '../budgets/describe-stop.ts';
import type { ModelRequest } from '../ports/provider.ts';
import { recordRequest } from '../timeline/record-request.ts';
import { priced, usageRecord } from '../usage/usage-record.ts';
import { joinText, type ActiveRun } from './active-run.ts';
import { collectAnswer, type CollectedAnswer } from './collect-answer.ts';
import { contextItems, getSummary, type ContextItem } from './context.ts';
import type { ModelChoice } from './model-choice.ts';
import { RunLimit } from './run-limit.ts';
import { untilAborted } from './wait.ts';

/** Why a conversation is summarized. */
export type Trigger = 'manual' | 'tokens' | 'count';

/** Items that are always kept in full. */
const KEPT_ITEMS = 12;
/** Fraction of the context that the kept tail may fill. */
const KEPT_SHARE = 0.3;
/** Approximate characters per token. */
const CHARACTERS_PER_TOKEN = 4;
/** A page of a PDF has about 60 KB and costs about 2,000 tokens. */
const CHARACTERS_PER_PDF_BYTE = 0.13;
/** The model is only told where such a file is. */
const CHARACTERS_PER_FILE_NAME = 250;
/** Assumed context size of an unknown model, tokens. */
const DEFAULT_CONTEXT_TOKENS = 128_000;
/** Longest summary, tokens. */
const SUMMARY_TOKENS = 4_000;
/** Longest text of one item that is passed to the summarizer, characters. */
const ITEM_CHARACTERS = 4_000;

const INSTRUCTIONS = [
  'Summarize a conversation between a user and an agent so that the agent can continue without the original.',
  'Preserve what the user wants and has decided, names, paths, numbers, commands and their results, what is done, what is still open, and what must not be done.',
  'Write short, plain sentences under the headings Goal, Decisions, State, and Open. Omit nothing that later work needs. Do not invent anything.',
].join('\n');

/** Whether the conversation must be summarized before the next call, and why. */
export function dueCompaction(run: ActiveRun, choice: ModelChoice): Trigger | undefined {
  if (run.compactionFailed) return undefined;
  const { compactAt, compactAtMessages } = run.ports.config.settings().limits;
  const { view } = run.actor;
  const trigger = estimateTokens(view) >= compactAt * contextWindow(run, choice) ? 'tokens' : 'count';
  if (trigger === 'count' && countMessages(view) <= compactAtMessages) return undefined;
  return planCut(view, contextWindow(run, choice), trigger) === undefined ? undefined : trigger;
}

/**
 * Number of messages exchanged: the user's and answers. Steps with tool calls count by tokens only. After a summary is
 * undone, the count restarts; otherwise the next message would trigger it again.
 */
function countMessages(view: SessionView): number {
  const undone = view.items.flatMap((item) => (item.kind === 'divider' ? (item.undoneSeq ?? []) : []));
  const lastUndone = Math.max(0, ...undone);
  const since = contextItems(view).filter((item) => item.seq > lastUndone);
  return since.filter((item) => item.kind === 'user' || (item.kind === 'assistant' && item.calls.length === 0)).length;
}

/** Tokens of the next call: the model's last count plus an estimate for the items added since. */
export function estimateTokens(view: SessionView): number {
  const items = contextItems(view);
  const counted = view.contextTokens === 0 ? -1 : items.findLastIndex((item) => item.kind === 'assistant');
  const since = items.slice(counted + 1).reduce((sum, item) => sum + measureItem(item), 0);
  const results = counted < 0 ? 0 : resultSize(items[counted]);
  return view.contextTokens + Math.ceil((since + results) / CHARACTERS_PER_TOKEN);
}

/** Tool results added after the model's last count. */
function resultSize(item: ContextItem | undefined): number {
  return item?.kind === 'assistant' ? item.calls.reduce((sum, call) => sum + (call.text?.length ?? 0), 0) : 0;
}

/** Context window of the model, tokens. */
export function contextWindow(run: Pick<ActiveRun, 'ports'>, choice: ModelChoice): number {
  return run.ports.providers.describe(choice.provider, choice.model)?.contextWindow ?? DEFAULT_CONTEXT_TOKENS;
}

interface Cut {
  readonly keptFromSeq: number;
  readonly old: readonly ContextItem[];
  readonly kept: readonly ContextItem[];
}

/** Divides the items into a part to summarize and a part to keep; undefined when there isn't enough to summarize. */
function planCut(view: SessionView, window: number, trigger: Trigger): Cut | undefined {
  const items = contextItems(view);
  const room = KEPT_SHARE * window * CHARACTERS_PER_TOKEN;
  // If a full context has few messages, they are long, so only the last two are kept.
  const most = trigger === 'tokens' && items.length <= KEPT_ITEMS ? 2 : KEPT_ITEMS;
  let keep = 0;
  let characters = 0;
  for (const item of items.toReversed()) {
    characters += measureItem(item);
    if (keep >= most || (keep > 0 && characters > room)) break;
    keep += 1;
  }
  const kept = items.slice(items.length - keep);
  const old = items.slice(0, items.length - keep);
  const [first] = kept;
  return first === undefined || old.length === 0 ? undefined : { keptFromSeq: first.seq, old, kept };
}

/** Summarizes. Returns false when nothing was done: not enough to summarize, or no answer from the model. */
export async function compact(run: ActiveRun, choice: ModelChoice, trigger: Trigger): Promise<boolean> {
  const { actor } = run;
  const window = contextWindow(run, choice);
  const plan = planCut(actor.view, window, trigger);
  if (plan === undefined) return false;
  const outcome = await ask(run, choice, summaryRequest(run, choice, plan.old, window));
  const summary = outcome?.text.trim() ?? '';
  run.compactionFailed = summary === '';
  if (run.compactionFailed) return false;
  const tokensAfter = Math.ceil(
    (summary.length + plan.kept.reduce((sum, item) => sum + measureItem(item), 0)) / CHARACTERS_PER_TOKEN,
  );
  const { keptFromSeq } = plan;
  const usage = outcome?.usage === undefined ? {} : { usage: usageRecord(run, choice, outcome.usage) };
  await actor.commit(({ view: { contextTokens: tokensBefore } }) => ({
    events: [{ type: 'compacted', summary, keptFromSeq, tokensBefore, tokensAfter, trigger }],
    ...usage,
  }));
  run.reservation?.release();
  return true;
}

/** The summary isn't a message of the conversation, so it is collected here and never streamed into the transcript. */
async function ask(run: ActiveRun, choice: ModelChoice, request: ModelRequest): Promise<CollectedAnswer | undefined> {
  try {
    const provider = await run.ports.providers.open(choice.provider, run.actor.ownerId);
    await run.budgets.admit(run, choice, request);
    if (run.signal.aborted) return undefined;
    const { clock } = run.ports;
    const sent = { purpose: 'summary', at: clock.now(), seq: run.actor.view.seq, attempt: 1 } as const;
    const answer = await untilAborted(collectAnswer(provider, request, run.signal), run.signal);
    const usage = answer?.usage && priced(run.ports, choice, answer.usage);
    await recordRequest(run, choice, request, { ...sent, durationMs: clock.now() - sent.at, ...defined({ usage }) });
    return answer;
  } catch (error) {
    if (error instanceof RunLimit || isBudgetError(error)) throw error;
    const { runId, actor, ports } = run;
    ports.log.warn("Couldn't summarize a conversation.", { runId, sessionKey: actor.key, error: String(error) });
    return undefined;
  }
}

/** A person who asks for a summary is told why there is none. */
function isBudgetError(error: unknown): boolean {
  return error instanceof GatewayError && error.extras.details?.code === BUDGET_REACHED;
}

function summaryRequest(
  run: ActiveRun,
  choice: ModelChoice,
  old: readonly ContextItem[],
  window: number,
): ModelRequest {
  const earlier = getSummary(run.actor.view);
  const opening = earlier === undefined ? '' : `Summary of the earlier conversation:\n${earlier}\n\n`;
  const room = Math.max(ITEM_CHARACTERS, Math.floor(window * CHARACTERS_PER_TOKEN * 0.6));
  const whole = `${opening}Conversation:\n${old.map(asText).join('\n\n')}`;
  const text = whole.length <= room ? whole : `[…]${takeEnd(whole, room)}`;
  return {
    model: choice.model,
    system: [INSTRUCTIONS],
    messages: [{ role: 'user', content: [{ type: 'text', text }] }],
    tools: [],
    maxOutput: SUMMARY_TOKENS,
    thinking: 'off',
    sessionKey: run.actor.key,
  };
}

function asText(item: ContextItem): string {
  if (item.kind === 'user') return `User: ${[clip(item.text), ...(item.files ?? []).map(fileAsText)].join('\n')}`;
  if (item.kind === 'note') return `Note: ${clip(item.text)}`;
  const calls = item.calls.map(
    (call) =>
      `[${call.name} ${clip(JSON.stringify({ ...call.input, ...call.edited }))} → ${call.state}: ${clip(call.text ?? '')}]`,
  );
  return `Agent: ${[clip(joinText(item.content, '\n')), ...calls].join('\n')}`;
}

function fileAsText(file: AttachedFile): string {
  return file.type === 'textFile' ? `[${file.name}: ${clip(file.text)}]` : `[${file.name}]`;
}

function measureFile(file: AttachedFile): number {
  if (file.type === 'file') return CHARACTERS_PER_FILE_NAME;
  return file.type === 'textFile' ? file.text.length : file.bytes * CHARACTERS_PER_PDF_BYTE;
}

function clip(text: string): string {
  if (text.length <= ITEM_CHARACTERS) return text;
  return `${takeStart(text, ITEM_CHARACTERS / 2)} […] ${takeEnd(text, ITEM_CHARACTERS / 2)}`;
}

/** Characters of an item as the model sees it. */
function measureItem(item: ContextItem): number {
  if (item.kind === 'user') return (item.files ?? []).reduce((sum, file) => sum + measureFile(file), item.text.length);
  if (item.kind === 'note') return item.text.length;
  const content = item.content.reduce((sum, block) => sum + (block.type === 'text' ? block.text.length : 100), 0);
  return item.calls.reduce((sum, call) => sum + (call.text?.length ?? 0) + JSON.stringify(call.input).length, content);
}
