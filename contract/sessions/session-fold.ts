// The fold of a session: pure, used by the host and by clients. Unknown event types only change `seq`.
import { compactionInForce, foldCompaction } from './compaction.ts';
import type { EditedParts } from '../types/approval-edits.ts';
import type { ApprovalEdit, QueueMode, SessionEvent, SessionEventOf, SessionEventType } from './session-events.ts';
import type { Usage } from '../types/content.ts';
import { defined } from '../types/defined.ts';
import { mergeOptions, type RunOptions } from './run-options.ts';
import type {
  AssistantItem,
  DividerItem,
  Item,
  QueuedMessage,
  RunView,
  SessionView,
  ToolCallView,
  UserItem,
} from './session-view.ts';

/** Version of the fold. Increase it when the same events produce a different view, so that stored checkpoints are ignored. */
export const FOLD_VERSION = 2;

const NO_USAGE: Usage = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };

/** A session without events. */
export const EMPTY_SESSION: SessionView = {
  seq: 0,
  items: [],
  queue: [],
  usage: NO_USAGE,
  contextTokens: 0,
  keptFromSeq: 0,
};

/** Applies one durable event. Events at or below `view.seq` were already applied and change nothing. */
export function foldSession(view: SessionView, event: SessionEvent): SessionView {
  if (event.seq <= view.seq) return view;
  return { ...applyEvent(view, event), seq: event.seq };
}

/** Applies events in order. */
export function foldAll(view: SessionView, events: readonly SessionEvent[]): SessionView {
  return events.reduce(foldSession, view);
}

/** Whether clients must reload the session after `event`, because they may hold only a part of the log. */
export function endsView(event: SessionEvent): boolean {
  return event.type === 'branch.switched';
}

/** Adds two usages. `cost` covers calls with a known price; absent if there are none. */
export function addUsage(a: Usage, b: Usage): Usage {
  const total = {
    input: a.input + b.input,
    output: a.output + b.output,
    cacheRead: a.cacheRead + b.cacheRead,
    cacheWrite: a.cacheWrite + b.cacheWrite,
  };
  if (a.cost === undefined && b.cost === undefined) return total;
  return { ...total, cost: (a.cost ?? 0) + (b.cost ?? 0) };
}

type Fold<T extends SessionEventType> = (view: SessionView, event: SessionEventOf<T>) => SessionView;

/** The fold of each event type. A missing type is a compile error. */
const FOLDS: { readonly [T in SessionEventType]: Fold<T> } = {
  'message.accepted': (view, event) =>
    event.queue === undefined
      ? { ...append(view, userItem(event)), ...defined({ nextOptions: event.options }) }
      : { ...view, queue: [...view.queue, queued(event, event.queue)] },
  'message.edited': (view, event) => ({
    ...view,
    queue: view.queue.map((waiting) => (waiting.messageId === event.messageId ? edited(waiting, event) : waiting)),
  }),
  'message.moved': (view, event) => ({ ...view, queue: movedQueue(view.queue, event.messageId, event.beforeId) }),
  'message.withdrawn': (view, event) => ({
    ...view,
    queue: view.queue.filter((waiting) => waiting.messageId !== event.messageId),
  }),
  'message.injected': injected,
  'run.started': started,
  'run.fallback': fellBack,
  'message.completed': completed,
  'tool.started': (view, { callId, title, ts, decidedBy }) =>
    patchCall(view, callId, { state: 'running', title, startedAt: ts, decidedBy }),
  'tool.finished': finished,
  'approval.requested': (view, { callId, approvalId, subject, ts, expiresAtMs }) =>
    patchCall(view, callId, { state: 'approval', approval: { approvalId, subject, requestedAt: ts, expiresAtMs } }),
  'approval.resolved': resolved,
  'question.asked': (view, { callId, questionSetId, questions, ts, expiresAtMs }) =>
    patchCall(view, callId, { state: 'question', question: { questionSetId, questions, askedAt: ts, expiresAtMs } }),
  'question.resolved': questionResolved,
  'budget.reached': (view, { stop, ts: since }) => withRun(view, { budget: { ...stop, since } }),
  'budget.resolved': budgetResolved,
  'quota.waiting': (view, { wait, ts: since }) => withRun(view, { quota: { ...wait, since } }),
  'quota.resolved': quotaResolved,
  'run.ended': ended,
  rewound: (view, event) => rewound(view, event.beforeSeq),
  // The other branch isn't part of this view: see `foldLog` in core, and `endsView` for clients.
  'branch.switched': (view) => ({ ...view, queue: [], branched: true }),
  forked: (view, event) => append(view, divider(event, 'forked', `Forked from ${event.title ?? event.fromKey}.`)),
  reset: (_view, event) => ({ ...EMPTY_SESSION, items: [divider(event, 'reset', resetText(event.reason))] }),
  'note.added': (view, event) =>
    append(view, { ...divider(event, 'note', event.text), id: event.messageId, ...defined({ label: event.label }) }),
  'model.changed': (view, event) => append(view, divider(event, 'model', `Model: ${event.provider}/${event.model}`)),
  compacted: foldCompaction,
  'compaction.undone': foldCompaction,
  'compaction.edited': foldCompaction,
};

function applyEvent(view: SessionView, event: SessionEvent): SessionView {
  if (!Object.hasOwn(FOLDS, event.type)) return view;
  // Each fold takes the event of its own type, which TypeScript can't infer from a variable key.
  const fold = FOLDS[event.type] as Fold<SessionEventType>;
  return fold(view, event);
}

function fellBack(view: SessionView, event: SessionEventOf<'run.fallback'>): SessionView {
  const { provider, model, runId } = event;
  const line = divider(event, 'fallback', `${event.error.message} Continuing with ${provider}/${model}.`, runId);
  return withRun(append(view, line), { provider, model });
}

function append(view: SessionView, item: Item): SessionView {
  return { ...view, items: [...view.items, item] };
}

function divider(event: SessionEvent, what: DividerItem['what'], text: string, runId?: string): DividerItem {
  const { seq, ts } = event;
  return { kind: 'divider', id: `d${seq}`, seq, ts, what, text, ...defined({ runId }) };
}

function resetText(reason: SessionEventOf<'reset'>['reason']): string {
  if (reason === 'idle') return 'New conversation after a period of inactivity. The previous one is kept.';
  if (reason === 'daily') return 'New conversation for a new day. The previous one is kept.';
  return 'New conversation. The previous one is kept.';
}

/** Compactions after `seq` no longer apply. */
function rewound(view: SessionView, seq: number): SessionView {
  const items = view.items.filter((item) => item.seq < seq);
  const keptFromSeq = compactionInForce(items)?.keptFromSeq ?? 0;
  return { ...view, items, queue: [], contextTokens: 0, keptFromSeq, branched: true };
}

function userItem(event: SessionEventOf<'message.accepted'>): UserItem {
  const { messageId: id, seq, ts, runId, text, images = [], files, sender } = event;
  return { kind: 'user', id, seq, ts, runId, text, images, steered: false, ...defined({ files, sender }) };
}

function queued(event: SessionEventOf<'message.accepted'>, queue: QueueMode): QueuedMessage {
  const { messageId, runId, text, images = [], files, ts, options, held } = event;
  return { messageId, runId, text, images, queue, ts, ...defined({ files, options, held }) };
}

function edited(
  { held, ...message }: QueuedMessage,
  { text, queue, released }: SessionEventOf<'message.edited'>,
): QueuedMessage {
  return { ...message, text, queue, ...defined({ held: released === true ? undefined : held }) };
}

/** An interrupting message stopped the run itself, so the messages after it wait for its answer as before. */
function hold(queue: SessionView['queue']): SessionView['queue'] {
  if (queue.some((message) => message.queue === 'interrupt')) return queue;
  return queue.map((message) => ({ ...message, held: true }));
}

/** If the message is no longer queued, the order stays; if `beforeId` isn't, the message moves to the end. */
function movedQueue(
  queue: SessionView['queue'],
  messageId: string,
  beforeId: string | undefined,
): SessionView['queue'] {
  const message = queue.find((candidate) => candidate.messageId === messageId);
  if (message === undefined || beforeId === messageId) return queue;
  const others = queue.filter((candidate) => candidate !== message);
  const at = others.findIndex((candidate) => candidate.messageId === beforeId);
  return others.toSpliced(at < 0 ? others.length : at, 0, message);
}

function dequeue(
  view: SessionView,
  ids: readonly string[],
  seq: number,
  ts: number,
  steeredInto: string | undefined,
): SessionView {
  const taken = view.queue.filter((m) => ids.includes(m.messageId));
  if (taken.length === 0) return view;
  const items = taken.map((m): UserItem => ({
    kind: 'user',
    id: m.messageId,
    seq,
    ts,
    runId: steeredInto ?? m.runId,
    text: m.text,
    images: m.images,
    steered: steeredInto !== undefined,
    ...defined({ files: m.files }),
  }));
  return { ...view, items: [...view.items, ...items], queue: view.queue.filter((m) => !ids.includes(m.messageId)) };
}

/** The options of the given queued messages. */
function queuedOptions({ queue }: SessionView, ids: readonly string[]): readonly (RunOptions | undefined)[] {
  return queue.filter(({ messageId }) => ids.includes(messageId)).map(({ options }) => options);
}

function started({ nextOptions, ...view }: SessionView, event: SessionEventOf<'run.started'>): SessionView {
  const { runId, ts: startedAt, provider, model, messageIds } = event;
  const options = mergeOptions([nextOptions, ...queuedOptions(view, messageIds)]);
  return {
    ...dequeue(view, messageIds, event.seq, event.ts, undefined),
    run: { runId, startedAt, status: 'running', provider, model, ...options },
  };
}

/** A steering message also changes the options of the run. */
function injected(view: SessionView, { messageId, seq, ts, runId }: SessionEventOf<'message.injected'>): SessionView {
  const options = mergeOptions([view.run?.options, ...queuedOptions(view, [messageId])]);
  return withRun(dequeue(view, [messageId], seq, ts, runId), options);
}

function withRun(view: SessionView, patch: Partial<RunView>): SessionView {
  return view.run === undefined ? view : { ...view, run: { ...view.run, ...patch } };
}

function budgetResolved(view: SessionView, event: SessionEventOf<'budget.resolved'>): SessionView {
  const { run } = view;
  if (run?.budget === undefined || run.budget.stopId !== event.stopId) return view;
  if (event.outcome === 'stopped') return withRun(view, { budget: { ...run.budget, stoppedBy: event.resolvedBy } });
  const { budget: _, ...rest } = run;
  return { ...view, run: rest };
}

function quotaResolved(view: SessionView, event: SessionEventOf<'quota.resolved'>): SessionView {
  const { run } = view;
  if (run?.quota === undefined || run.quota.waitId !== event.waitId) return view;
  const { quota, ...rest } = run;
  const { provider, model, outcome } = event;
  const chosen = outcome === 'model' ? { options: { ...run.options, model: `${provider}/${model}` } } : {};
  const line = divider(event, 'quota', quotaText(quota.providerName, event), run.runId);
  // A provider that limits the run again at once adds no further line.
  const last = view.items.at(-1);
  const isRepeat = last?.kind === 'divider' && last.what === 'quota' && last.runId === run.runId;
  const items = isRepeat ? view.items.slice(0, -1) : view.items;
  return append({ ...view, items, run: { ...rest, provider, model, ...chosen } }, line);
}

function quotaText(provider: string, { outcome, model, ...event }: SessionEventOf<'quota.resolved'>): string {
  if (outcome === 'reset') return `Waited for ${provider}'s limit to reset.`;
  if (outcome === 'continued') return `Continued before ${provider}'s limit reset.`;
  return `Continued with ${event.provider}/${model} instead of waiting for ${provider}'s limit to reset.`;
}

function completed(view: SessionView, event: SessionEventOf<'message.completed'>): SessionView {
  const calls = event.content.flatMap((block): ToolCallView[] =>
    block.type === 'toolCall' ? [{ callId: block.id, name: block.name, input: block.arguments, state: 'waiting' }] : [],
  );
  const { type: _, messageId: id, ...fields } = event;
  const next = append(view, { kind: 'assistant', id, ...fields, calls });
  if (event.usage === undefined) return next;
  const { input, output, cacheRead, cacheWrite } = event.usage;
  return { ...next, usage: addUsage(view.usage, event.usage), contextTokens: input + output + cacheRead + cacheWrite };
}

function finished(view: SessionView, event: SessionEventOf<'tool.finished'>): SessionView {
  const { callId, text, details, durationMs, isError } = event;
  const state = details['denied'] === true ? 'denied' : isError ? 'failed' : 'done';
  return patchCall(view, callId, { state, text, details, durationMs });
}

function resolved(view: SessionView, event: SessionEventOf<'approval.resolved'>): SessionView {
  const { callId, outcome, resolvedBy, ts: resolvedAt, reason, edit, isByPolicy } = event;
  const state = outcome.startsWith('allow') ? 'waiting' : outcome === 'cancelled' ? 'cancelled' : 'denied';
  return mapCall(view, callId, ({ approval, ...call }) =>
    approval === undefined
      ? call
      : {
          ...call,
          state,
          ...(edit === undefined ? {} : { edited: { ...call.edited, ...toEditedParts(edit) } }),
          approval: { ...approval, outcome, resolvedBy, resolvedAt, ...defined({ reason, edit, isByPolicy }) },
        },
  );
}

function toEditedParts({ changes }: ApprovalEdit): EditedParts {
  return Object.fromEntries(changes.map(({ part, after }) => [part, after]));
}

function questionResolved(view: SessionView, event: SessionEventOf<'question.resolved'>): SessionView {
  const { outcome, answers, resolvedBy } = event;
  return mapCall(view, event.callId, ({ question, ...call }) =>
    question === undefined
      ? call
      : {
          ...call,
          state: outcome === 'cancelled' ? 'cancelled' : 'waiting',
          question: { ...question, outcome, resolvedBy, resolvedAt: event.ts, ...defined({ answers }) },
        },
  );
}

function ended(view: SessionView, event: SessionEventOf<'run.ended'>): SessionView {
  const { run, ...rest } = settleCalls(view, event.runId, event.status);
  const closed: SessionView = run === undefined ? rest : { ...rest, lastRun: endedRun(run, event) };
  if (event.status === 'done') return closed;
  const texts = {
    failed: event.error?.message ?? 'The run failed.',
    aborted: 'Stopped.',
    interrupted: 'Interrupted because Gatehouse stopped.',
  };
  const line = divider(event, event.status, texts[event.status], event.runId);
  const rows = event.status === 'aborted' ? { ...closed, queue: hold(closed.queue) } : closed;
  return append(rows, { ...line, ...defined({ error: event.error }) });
}

function endedRun(
  { options: _, budget: _budget, quota: _quota, ...run }: RunView,
  event: SessionEventOf<'run.ended'>,
): RunView {
  const { status, ts: endedAt, usage, error } = event;
  return { ...run, status, endedAt, usage, ...defined({ error }) };
}

function settleCalls(
  view: SessionView,
  runId: string,
  status: 'done' | 'failed' | 'aborted' | 'interrupted',
): SessionView {
  const settle = (call: ToolCallView): ToolCallView => {
    if (call.state === 'running') return { ...call, state: status === 'interrupted' ? 'unknown' : 'cancelled' };
    return isOpen(call) ? { ...call, state: 'cancelled' } : call;
  };
  const open = (item: Item): item is AssistantItem =>
    item.kind === 'assistant' &&
    item.runId === runId &&
    item.calls.some((call) => call.state === 'running' || isOpen(call));
  return view.items.some(open)
    ? { ...view, items: view.items.map((item) => (open(item) ? { ...item, calls: item.calls.map(settle) } : item)) }
    : view;
}

/** Not started yet: waiting for its turn or for a person. */
function isOpen({ state }: ToolCallView): boolean {
  return state === 'waiting' || state === 'approval' || state === 'question';
}

function patchCall(view: SessionView, callId: string, patch: Partial<ToolCallView>): SessionView {
  return mapCall(view, callId, (call) => ({ ...call, ...patch }));
}

/** The call is in one of the last messages, so this searches backward and copies one item. */
function mapCall(view: SessionView, callId: string, change: (call: ToolCallView) => ToolCallView): SessionView {
  const index = view.items.findLastIndex(
    (item) => item.kind === 'assistant' && item.calls.some((call) => call.callId === callId),
  );
  const item = view.items[index];
  if (item?.kind !== 'assistant') return view;
  const calls = item.calls.map((call) => (call.callId === callId ? change(call) : call));
  return { ...view, items: view.items.with(index, { ...item, calls }) };
}
