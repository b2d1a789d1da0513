// Turns a session's view into rows. An unchanged row stays the same object, so that it doesn't re-render.
import type { OpenBlock, OpenState, RunPhase } from '#contract/sessions/live-events.ts';
import type {
  AssistantItem,
  DividerItem,
  Item,
  RunView,
  SessionView,
  ToolCallView,
  UserItem,
} from '#contract/sessions/session-view.ts';
import type { Usage } from '#contract/types/content.ts';
import { defined } from '#contract/types/defined.ts';
import { addUsage } from '#contract/sessions/session-fold.ts';
import type { OutgoingMessage } from '../../../state/outbox.ts';

/** A tool call on the screen. `writing`: the model is still writing its arguments. */
export interface ShownCall extends Omit<ToolCallView, 'state'> {
  readonly state: ToolCallView['state'] | 'writing';
}

/** The summary under an answer. `text` is the whole answer, for copying. */
export interface RunSummary {
  readonly runId: string;
  readonly model: string;
  readonly text: string;
  readonly usage?: Usage;
  /** Without the time that it waited for a person. */
  readonly durationMs: number;
  readonly waitedMs: number;
  readonly endedAt: number;
  /** The message that it answers, to regenerate; absent if it isn't loaded. */
  readonly messageId?: string;
  readonly messageText?: string;
  /** The last message of the answer, for a fork after it. */
  readonly lastItemId?: string;
  /** Whether a tool changed files. Commands can change some, too, but most don't. */
  readonly hasChanges: boolean;
}

/** One row. `key` stays the same while a part streams and once it is complete. */
export type Row =
  | { readonly type: 'user'; readonly key: string; readonly item: UserItem }
  | { readonly type: 'text'; readonly key: string; readonly text: string; readonly live: boolean }
  | {
      readonly type: 'thinking';
      readonly key: string;
      readonly text: string;
      readonly live: boolean;
      /** How long the model thought; absent while it does, and if it isn't known. */
      readonly durationMs?: number;
      /** When it started to think, if it still does and that is known. */
      readonly since?: number;
    }
  | { readonly type: 'tools'; readonly key: string; readonly calls: readonly ShownCall[] }
  | {
      readonly type: 'divider';
      readonly key: string;
      readonly item: DividerItem;
      readonly last: boolean;
      /** The message of the run that ended here, if it can be sent again. */
      readonly asked?: UserItem | undefined;
    }
  | { readonly type: 'summary'; readonly key: string; readonly summary: RunSummary }
  | { readonly type: 'outgoing'; readonly key: string; readonly message: OutgoingMessage }
  | { readonly type: 'status'; readonly key: string; readonly run: RunView; readonly phase?: RunPhase | undefined };

/** The input of the row builder. */
export interface RowInput {
  readonly view: SessionView;
  readonly open: OpenState;
  readonly outgoing: readonly OutgoingMessage[];
}

/** Builds the rows of one session repeatedly; finished ones are built once. */
export function createRowBuilder(): (input: RowInput) => readonly Row[] {
  const builtRows = new WeakMap<AssistantItem, readonly Row[]>();
  let settledFor: SessionView | undefined;
  let settled: readonly Row[] = [];
  let status: Row | undefined;
  /** Runs whose message has been in the transcript, so that a rewound one doesn't look as if it were being sent. */
  const arrived = new Set<string>();
  const parts = (item: AssistantItem): readonly Row[] => {
    const known = builtRows.get(item) ?? assistantRows(item);
    builtRows.set(item, known);
    return known;
  };
  return ({ view, open, outgoing }) => {
    if (
      settledFor === undefined ||
      settledFor.items !== view.items ||
      settledFor.run !== view.run ||
      settledFor.queue !== view.queue ||
      settledFor.lastRun !== view.lastRun
    ) {
      settled = reuse(settled, settledRows(view, parts));
      settledFor = view;
    }
    status = statusRow(view, open, status);
    const tail = [
      ...openRows(open),
      ...outgoingRows(view, outgoing, arrived),
      ...(status === undefined ? [] : [status]),
    ];
    return tail.length === 0 ? settled : joinTools([...settled, ...tail]);
  };
}

/** The index of the next or previous user message from the row at `from`. */
export function findPrompt(rows: readonly Row[], from: number, step: 1 | -1): number | undefined {
  for (let index = from + step; index >= 0 && index < rows.length; index += step) {
    if (rows[index]?.type === 'user') return index;
  }
  return undefined;
}

/** Whether a row shows a message, or a part of it. */
export function showsMessage(row: Row, messageId: string): boolean {
  return row.key === messageId || row.key.startsWith(`${messageId}:`);
}

function settledRows(view: SessionView, parts: (item: AssistantItem) => readonly Row[]): readonly Row[] {
  const rows: Row[] = [];
  let run: AssistantItem[] = [];
  let asked: UserItem | undefined;
  const endRun = (): void => {
    const last = run.at(-1);
    if (last !== undefined && view.run?.runId !== last.runId) rows.push(summaryRow(run, asked, view.lastRun));
    run = [];
  };
  const end = view.run === undefined ? findEnd(view.items) : undefined;
  for (const item of view.items) {
    if (run.length > 0 && findRunId(item) !== run[0]?.runId) endRun();
    if (item.kind === 'user') {
      if (!item.steered) asked = item;
      rows.push({ type: 'user', key: item.id, item });
    } else if (item.kind === 'divider') {
      const last = item === end;
      // Sending it again rewinds the conversation, which would drop queued messages.
      const again = last && view.queue.length === 0 && asked?.runId === item.runId ? asked : undefined;
      rows.push({ type: 'divider', key: item.id, item, last, asked: again });
    } else {
      run.push(item);
      rows.push(...parts(item));
    }
  }
  endRun();
  return joinTools(rows);
}

/** The last item, except lines about a note or a choice of model, which don't change what can be done next. */
function findEnd(items: readonly Item[]): Item | undefined {
  return items.findLast((item) => item.kind !== 'divider' || (item.what !== 'note' && item.what !== 'model'));
}

function findRunId(item: Item): string | undefined {
  if (item.kind !== 'divider') return item.runId;
  // The line of a failed run comes after its summary; a model change within a run doesn't end it.
  return item.what === 'fallback' || item.what === 'quota' || item.what === 'compacted' ? item.runId : undefined;
}

function assistantRows(item: AssistantItem): readonly Row[] {
  return item.content.flatMap((block, index): readonly Row[] => {
    const key = `${item.id}:${index}`;
    if (block.type === 'text')
      return block.text.trim() === '' ? [] : [{ type: 'text', key, text: block.text, live: false }];
    if (block.type === 'thinking')
      return block.thinking.trim() === '' ? [] : [thinkingRow(key, block.thinking, item.thinkingMs?.[index])];
    if (block.type !== 'toolCall') return [];
    const call = item.calls.find((candidate) => candidate.callId === block.id);
    return call === undefined ? [] : [{ type: 'tools', key: `tools:${call.callId}`, calls: [call] }];
  });
}

function thinkingRow(key: string, text: string, durationMs: number | undefined): Row {
  return { type: 'thinking', key, text, live: false, ...defined({ durationMs }) };
}

function openRows(open: OpenState): readonly Row[] {
  const { message } = open;
  if (message === undefined) return [];
  return message.blocks.flatMap((block, index): readonly Row[] => {
    const key = `${message.messageId}:${index}`;
    const live = index === message.blocks.length - 1;
    if (block.kind === 'tool-call')
      return [{ type: 'tools', key: `tools:${block.callId ?? key}`, calls: [writtenCall(block, key)] }];
    if (block.text.trim() === '') return [];
    if (block.kind === 'text') return [{ type: 'text', key, text: block.text, live }];
    // Later blocks start when the one before ends, which isn't known here.
    const since = live && index === 0 ? open.phase?.requestedAt : undefined;
    return [{ type: 'thinking', key, text: block.text, live, ...defined({ since }) }];
  });
}

function writtenCall(block: OpenBlock, key: string): ShownCall {
  return { callId: block.callId ?? key, name: block.name ?? 'tool', input: {}, state: 'writing' };
}

function outgoingRows(view: SessionView, outgoing: readonly OutgoingMessage[], arrived: Set<string>): readonly Row[] {
  if (outgoing.length === 0) return [];
  for (const { runId } of [...view.items, ...view.queue]) if (runId !== undefined) arrived.add(runId);
  return outgoing
    .filter((message) => !arrived.has(message.runId))
    .map((message) => ({ type: 'outgoing', key: `out:${message.runId}`, message }));
}

/** The same object while nothing changes, because text next to it grows with each frame. */
function statusRow(view: SessionView, open: OpenState, before: Row | undefined): Row | undefined {
  if (view.run === undefined) return undefined;
  if (before?.type === 'status' && before.run === view.run && before.phase === open.phase) return before;
  return { type: 'status', key: 'status', run: view.run, phase: open.phase };
}

/** Such as by "edit": its result counts the lines that it added and removed. */
function isChange({ state, details }: ToolCallView): boolean {
  return state === 'done' && typeof details?.['diff'] === 'string' && details['diff'] !== '';
}

function summaryRow(items: readonly AssistantItem[], asked: UserItem | undefined, lastRun: RunView | undefined): Row {
  const last = items.at(-1);
  const runId = last?.runId ?? '';
  const mine = asked?.runId === runId ? asked : undefined;
  const usages = items.flatMap(({ usage, copiedUsage }) => usage ?? copiedUsage ?? []);
  const summary: RunSummary = {
    runId,
    model: last?.model ?? '',
    text: items.flatMap(listTexts).join('\n\n'),
    ...findTimes(items, mine, lastRun?.runId === runId ? lastRun : undefined),
    ...(usages.length === 0 ? {} : { usage: usages.reduce(addUsage) }),
    ...(mine === undefined ? {} : { messageId: mine.id, messageText: mine.text }),
    ...(last === undefined ? {} : { lastItemId: last.id }),
    hasChanges: items.some(({ calls }) => calls.some(isChange)),
  };
  return { type: 'summary', key: `sum:${runId}`, summary };
}

function listTexts(item: AssistantItem): readonly string[] {
  return item.content.flatMap((block) => (block.type === 'text' ? [block.text] : []));
}

/** From the run if it is known, otherwise from its messages. */
function findTimes(
  items: readonly AssistantItem[],
  asked: UserItem | undefined,
  run: RunView | undefined,
): Pick<RunSummary, 'durationMs' | 'waitedMs' | 'endedAt'> {
  const startedAt = run?.startedAt ?? asked?.ts ?? items[0]?.ts ?? 0;
  const endedAt = run?.endedAt ?? items.at(-1)?.ts ?? startedAt;
  // The messages of a fork were all copied at the same time.
  if (endedAt <= startedAt) return { durationMs: sumDurations(items), waitedMs: 0, endedAt };
  const waitedMs = Math.min(endedAt - startedAt, sumWaits(items, endedAt));
  return { durationMs: endedAt - startedAt - waitedMs, waitedMs, endedAt };
}

/** Time that calls waited for approval or for answers; one waits at a time. */
function sumWaits(items: readonly AssistantItem[], endedAt: number): number {
  const waits = items.flatMap(({ calls }) =>
    calls.flatMap(({ approval, question }) => [
      ...(approval === undefined ? [] : [(approval.resolvedAt ?? endedAt) - approval.requestedAt]),
      ...(question === undefined ? [] : [(question.resolvedAt ?? endedAt) - question.askedAt]),
    ]),
  );
  return waits.reduce((sum, ms) => sum + Math.max(0, ms), 0);
}

function sumDurations(items: readonly AssistantItem[]): number {
  const durations = items.flatMap((item) => [item.durationMs ?? 0, ...item.calls.map((call) => call.durationMs ?? 0)]);
  return durations.reduce((sum, ms) => sum + ms, 0);
}

/** Merges consecutive tool calls into one row. */
function joinTools(rows: readonly Row[]): readonly Row[] {
  const joined: Row[] = [];
  for (const row of rows) {
    const last = joined.at(-1);
    if (row.type === 'tools' && last?.type === 'tools')
      joined[joined.length - 1] = { ...last, calls: [...last.calls, ...row.calls] };
    else joined.push(row);
  }
  return joined;
}

/** Keeps the old object of each unchanged row. */
function reuse(before: readonly Row[], next: readonly Row[]): readonly Row[] {
  const old = new Map(before.map((row) => [row.key, row]));
  return next.map((row) => {
    const known = old.get(row.key);
    return known !== undefined && sameRow(known, row) ? known : row;
  });
}

function sameRow(a: Row, b: Row): boolean {
  if (a.type === 'tools' && b.type === 'tools')
    return a.calls.length === b.calls.length && a.calls.every((call, index) => call === b.calls[index]);
  if (a.type === 'user' && b.type === 'user') return a.item === b.item;
  if (a.type === 'divider' && b.type === 'divider')
    return a.item === b.item && a.last === b.last && a.asked === b.asked;
  if (a.type === 'summary' && b.type === 'summary')
    return (
      a.summary.endedAt === b.summary.endedAt &&
      a.summary.lastItemId === b.summary.lastItemId &&
      a.summary.durationMs === b.summary.durationMs &&
      a.summary.waitedMs === b.summary.waitedMs &&
      a.summary.hasChanges === b.summary.hasChanges &&
      a.summary.text.length === b.summary.text.length
    );
  return a === b;
}
