// Accepts messages: saved before they are acknowledged, once per run id, then started or queued.
import type { RunOptions } from '#contract/sessions/run-options.ts';
import type { SessionEvent, SessionEventDraft, SessionEventOf } from '#contract/sessions/session-events.ts';
import type { SessionView, UserItem } from '#contract/sessions/session-view.ts';
import type { ChangesReport } from '../changes/changes.ts';
import { defined } from '#contract/types/defined.ts';
import { GatewayError, invalidRequest, unavailable } from '#contract/wire/errors.ts';
import type { EngineParts } from '../engine/engine-parts.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import type { ResendRequest, SendRequest, SendResult } from '../engine/runs-facet.ts';
import { DuplicateRun, type SessionRecord } from '../ports/sessions-store.ts';
import { GATEWAY, formatPrincipal } from '../principal.ts';
import { endFullAccess } from '../sessions/end-full-access.ts';
import { newSession, revive } from '../sessions/new-session.ts';
import { queueAgain, releaseHeld } from '../sessions/queue.ts';
import { requireWritable } from '../sessions/require-session.ts';
import type { SessionActor, SessionChange, SessionSnapshot } from '../sessions/session-actor.ts';
import { dueReset, getResetPolicy } from '../sessions/session-lifecycle.ts';
import { answerEvents, pastEvents } from './imported-messages.ts';
import { modelChain, requireAgent, type ModelChoice } from './model-choice.ts';
import { findRunState } from './run-history.ts';

/** Longest message, characters. */
const MAX_MESSAGE_CHARACTERS = 1_000_000;
/** Most queued messages per session: stops a program that sends in a loop. */
const MAX_QUEUED = 100;

/** Accepts a message. */
export async function send(parts: EngineParts, request: SendRequest): Promise<SendResult> {
  const { ports, sessions, runner, commands, automaticModel } = parts;
  if (runner.stopping) throw unavailable('Gatehouse is shutting down. Send the message again once it has restarted.');
  requireAcceptable(ports, request);
  const actor = await sessions.load(request.sessionKey);
  return once(ports, request, async () => {
    requireWritable(actor.record);
    requireExpected(actor, request);
    if ((request.options?.model ?? actor.record?.model ?? request.model) === undefined)
      await automaticModel.require(actor.agentId);
    const command = request.literal === true ? undefined : commands.match(request.text);
    if (command !== undefined) return commands.run(actor, request, command);
    await revive(ports, actor);
    const report = await parts.changes.findReport(actor.key);
    const onSaved = (events: readonly SessionEvent[]) => request.onSaved?.(toResult(request, events));
    const events = await actor.commit((now) => ({ ...planSend(ports, actor, { ...request, report }, now), onSaved }));
    if (events.some((event) => event.type === 'note.added')) report?.sent();
    if (events.some((event) => event.type === 'reset')) await endFullAccess(actor);
    const accepted = findAccepted(request, events);
    if (accepted !== undefined && accepted.queue === undefined) runner.begin(actor);
    if (accepted?.queue === 'interrupt') void runner.abort(actor.key, 'interrupt');
    return toResult(request, events);
  });
}

/** Rewinds to just before a message and sends it again. An active run is stopped first. */
export async function resend(
  { ports, sessions, runner, automaticModel }: EngineParts,
  request: ResendRequest,
): Promise<SendResult> {
  const actor = await sessions.load(request.sessionKey);
  // Whoever sent the same text before has decided about it.
  const before = (await actor.whole()).items.find(({ id }) => id === request.messageId);
  const isRepeat = before?.kind === 'user' && before.text === request.text;
  ports.secretGuard.refuse(request.text, { isConfirmed: isRepeat });
  return once(ports, request, async () => {
    requireWritable(actor.record);
    requireMessage(await actor.whole(), request.messageId);
    await runner.abort(actor.key, 'user');
    if ((request.model ?? actor.record?.model) === undefined) await automaticModel.require(actor.agentId);
    const events = await actor.commitWhole((now) => planResend(ports, actor, request, now));
    runner.begin(actor);
    return { runId: request.runId, status: 'started', seq: events[1]?.seq ?? actor.view.seq };
  });
}

function findAccepted({ runId }: SendRequest, events: readonly SessionEvent[]) {
  return events.find(
    (event): event is SessionEventOf<'message.accepted'> => event.type === 'message.accepted' && event.runId === runId,
  );
}

function toResult(request: SendRequest, events: readonly SessionEvent[]): SendResult {
  const seq = findAccepted(request, events)?.seq ?? events.at(-1)?.seq ?? 0;
  return { runId: request.runId, status: 'started', seq };
}

/** Rejects a message that is empty, too long, or contains a secret. @throws {GatewayError} */
export function requireAcceptable(
  { secretGuard }: Pick<EnginePorts, 'secretGuard'>,
  request: Omit<SendRequest, 'queueMode' | 'onSaved'>,
): void {
  const { text, images, files = [], options, imported, allowsSecrets: isConfirmed = false } = request;
  if (text.trim() === '' && images.length === 0 && files.length === 0)
    throw invalidRequest('The message is empty.', 'EMPTY_MESSAGE');
  if (text.length > MAX_MESSAGE_CHARACTERS)
    throw invalidRequest(
      'The message is too long.',
      'MESSAGE_TOO_LONG',
      'Save the text to a file in the workspace and mention the file instead.',
    );
  const history = [...(imported?.before ?? []), ...(imported?.after ?? [])];
  const texts = [text, ...(options === undefined ? [] : [JSON.stringify(options)]), ...history.map((one) => one.text)];
  texts.push(...files.flatMap((file) => (file.type === 'textFile' ? [file.text] : [])));
  for (const one of texts) secretGuard.refuse(one, { isConfirmed });
}

/** A file that neither the model nor its tools can read would be dropped silently. */
function requireReadable({ providers }: EnginePorts, { files = [] }: SendRequest, choice: ModelChoice): void {
  const { pdfs, tools } = providers.describe(choice.provider, choice.model) ?? {};
  if (tools !== false) return;
  const unreadable = files.find(({ type }) => type === 'file' || (type === 'pdf' && pdfs !== true));
  if (unreadable === undefined) return;
  throw invalidRequest(
    `Can't attach ${unreadable.name}: the model ${choice.model} can't read this type of file and can't use tools.`,
    'ATTACHMENT_TYPE',
    'Choose a model that can use tools.',
  );
}

/** Rejects a message that was written for another state of the session. */
function requireExpected({ view, record }: SessionActor, { expected = {}, queueMode }: SendRequest): void {
  const { leafEntryId, approvalModes } = expected;
  const steers = view.run !== undefined && queueMode === 'steer';
  if (!steers && leafEntryId !== undefined && leafEntryId !== (view.items.at(-1)?.id ?? null))
    throw conflict('The conversation has changed since it was read.', 'ACTIVE_LEAF_CHANGED', 'active-leaf-changed');
  if (approvalModes?.includes(record?.approvalMode ?? null) === false)
    throw conflict('The approval mode has changed since it was read.', 'PERMISSION_MODE_CHANGED', 'settings-changed');
}

function conflict(message: string, code: string, reason: string): GatewayError {
  const hint = 'Read the session again, then retry.';
  return new GatewayError('INVALID_REQUEST', message, { details: { code, reason, hint } });
}

/** A known run id starts nothing: the response is its state, even if the request would be rejected by now. */
async function once(
  { store: { sessions } }: EnginePorts,
  { runId, sessionKey }: Pick<SendRequest, 'runId' | 'sessionKey'>,
  work: () => Promise<SendResult>,
): Promise<SendResult> {
  const known = await sessions.findRun(runId);
  if (known === undefined)
    try {
      return await work();
    } catch (error) {
      // The same request was accepted at the same time.
      if (!(error instanceof DuplicateRun)) throw error;
    }
  const claimed = known ?? (await sessions.findRun(runId));
  // Nothing was sent in this session, so the sender must not assume it was.
  if (claimed !== undefined && claimed.sessionKey !== sessionKey)
    throw invalidRequest('This idempotency key was used in another session.', 'IDEMPOTENCY_KEY_USED', 'Use a new key.');
  const events = claimed === undefined ? [] : await sessions.events(claimed.sessionKey, 1);
  return { runId, ...findRunState(events, runId) };
}

function planSend(
  ports: EnginePorts,
  actor: SessionActor,
  request: SendRequest & { readonly report: ChangesReport | undefined },
  { view, record }: SessionSnapshot,
): SessionChange {
  requireWritable(record);
  const settings = ports.config.settings();
  const agent = requireAgent(settings, actor.agentId);
  const [choice] = modelChain(settings, agent, record ?? request, request.options?.model);
  requireReadable(ports, request, choice);
  const message = toAccepted(ports.ids.next(), request);
  const claim = { claimRun: request.runId };
  if (view.run !== undefined) {
    if (view.queue.length >= MAX_QUEUED)
      throw unavailable(`This session already has ${MAX_QUEUED} queued messages.`, {
        details: { code: 'QUEUE_FULL', hint: 'Wait until some are answered, or cancel some.' },
      });
    return { ...claim, events: [{ ...message, queue: request.queueMode }] };
  }
  // A sender that doesn't know of held messages could never send them.
  const released = request.keepsHeld === true ? [] : releaseHeld(view);
  const { report } = request;
  const note: readonly SessionEventDraft[] =
    report === undefined ? [] : [{ type: 'note.added', messageId: ports.ids.next(), text: report.text }];
  const events = [...note, message, toStarted(actor, message, choice), ...released];
  if (record === undefined) {
    const { imported, workspace, model, category, by } = request;
    const before = pastEvents(ports, actor.agentId, imported?.before ?? []);
    const after = answerEvents(ports, request.runId, imported?.after ?? []);
    const create = newSession(ports, agent, { key: actor.key, ...defined({ workspace, model, category }) }, by);
    return { ...claim, events: [...before, ...events, ...after], create };
  }
  const reason = findResetReason(ports, { view, record });
  if (reason === undefined) return { ...claim, events };
  const { sessionId: previousSessionId, key } = record;
  return {
    ...claim,
    events: [{ type: 'reset', sessionId: ports.ids.next(), previousSessionId, reason }, ...events],
    hideRowsFrom: 1,
    audit: { by: GATEWAY, action: 'session.reset', subject: key, details: { reason } },
  };
}

/** Why the message starts a new conversation; never while others are queued, or in an empty one. */
function findResetReason(
  { config, clock }: EnginePorts,
  { view, record }: { readonly view: SessionView; readonly record: SessionRecord },
): 'idle' | 'daily' | undefined {
  if (view.queue.length > 0 || !view.items.some((item) => item.kind !== 'divider')) return undefined;
  return dueReset(getResetPolicy(config.settings(), record), record.updatedAt, clock.now());
}

function planResend(
  ports: EnginePorts,
  actor: SessionActor,
  request: ResendRequest,
  { view, record }: SessionSnapshot,
): SessionChange {
  requireWritable(record);
  const original = requireMessage(view, request.messageId);
  if (view.run !== undefined) throw unavailable('Another message was sent at the same time. Try again.');
  const settings = ports.config.settings();
  const { model } = request;
  const [choice] = modelChain(settings, requireAgent(settings, actor.agentId), record, model);
  const message = toAccepted(ports.ids.next(), {
    ...request,
    ...defined({ files: original.files, options: model === undefined ? undefined : { model } }),
    images: original.images,
  });
  return {
    events: [
      { type: 'rewound', beforeSeq: original.seq },
      ...queueAgain(view, () => ports.ids.next()),
      message,
      toStarted(actor, message, choice),
    ],
    hideRowsFrom: original.seq,
    claimRun: request.runId,
  };
}

function toAccepted(
  messageId: string,
  {
    runId,
    text,
    images,
    files = [],
    by,
    options,
  }: Pick<SendRequest, 'runId' | 'text' | 'images' | 'files' | 'by'> & { readonly options?: RunOptions },
) {
  const attached = {
    ...(images.length === 0 ? {} : { images: [...images] }),
    ...(files.length === 0 ? {} : { files: [...files] }),
  };
  const sender = formatPrincipal(by);
  return { type: 'message.accepted', messageId, runId, text, sender, ...attached, ...defined({ options }) } as const;
}

function toStarted(
  { agentId }: SessionActor,
  { runId, messageId }: { readonly runId: string; readonly messageId: string },
  choice: ModelChoice,
): SessionEventDraft {
  return { type: 'run.started', runId, messageIds: [messageId], agentId, ...choice };
}

function requireMessage({ items }: SessionView, messageId: string): UserItem {
  const found = items.find((item): item is UserItem => item.kind === 'user' && item.id === messageId);
  if (found === undefined) throw invalidRequest('No message in this conversation has this ID.', 'MESSAGE_NOT_FOUND');
  return found;
}
