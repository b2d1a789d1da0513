// Accepts messages: saved before they are acknowledged, once per run id, then started or queued.
import { GatewayError, invalidRequest, unavailable } from '#contract/wire/errors.ts';
import type { ImageBlock } from '#contract/types/content.ts';
import type { RunOptions } from '#contract/sessions/run-options.ts';
import type { QueueMode, SessionEventDraft } from '#contract/sessions/session-events.ts';
import type { SessionView, UserItem } from '#contract/sessions/session-view.ts';
import type { Commands } from '../commands/commands.ts';
import type { ResendRequest, SendRequest, SendResult } from '../engine/runs-facet.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import type { Settings } from '../ports/settings.ts';
import { DuplicateRun, type SessionRecord } from '../ports/sessions-store.ts';
import { newSession } from '../sessions/new-session.ts';
import { revive } from '../sessions/revive.ts';
import type { SessionSnapshot, SessionActor, SessionChange } from '../sessions/session-actor.ts';
import type { SessionCache } from '../sessions/session-cache.ts';
import { dueReset, getResetPolicy } from '../sessions/session-lifecycle.ts';
import { requireWritable } from '../sessions/writable.ts';
import { answerEvents, pastEvents } from './imported-messages.ts';
import { requireAgent, modelChain } from './model-choice.ts';
import { findRunState } from './run-history.ts';
import type { Runner } from './runner.ts';
import { GATEWAY, formatPrincipal, type Principal } from '../principal.ts';

/** Longest message, characters. */
const MAX_MESSAGE_CHARACTERS = 1_000_000;
/** Most queued messages per session: stops a program that sends in a loop. */
const MAX_QUEUED = 100;

/** What a sender needs. */
export interface SenderParts {
  readonly ports: EnginePorts;
  readonly sessions: SessionCache;
  readonly runner: Runner;
  readonly commands: Commands;
}

/** Accepts a message. */
export async function send(parts: SenderParts, request: SendRequest): Promise<SendResult> {
  if (parts.runner.stopping)
    throw unavailable('Gatehouse is shutting down. Send the message again once it has restarted.');
  if (request.text.trim() === '' && request.images.length === 0)
    throw invalidRequest('The message is empty.', 'EMPTY_MESSAGE');
  if (request.text.length > MAX_MESSAGE_CHARACTERS)
    throw invalidRequest(
      'The message is too long.',
      'MESSAGE_TOO_LONG',
      'Save the text to a file in the workspace and mention the file instead.',
    );
  parts.ports.secretGuard.refuse(request.text);
  if (request.options !== undefined) parts.ports.secretGuard.refuse(JSON.stringify(request.options));
  for (const { text } of [...(request.imported?.before ?? []), ...(request.imported?.after ?? [])])
    parts.ports.secretGuard.refuse(text);
  const actor = await parts.sessions.load(request.sessionKey);
  return once(parts, request, async () => {
    if (actor.record?.archivedAt !== undefined) await requireWritableFor(parts, actor, request.runId);
    await requireExpected(parts, actor, request);
    const command = request.literal === true ? undefined : parts.commands.match(request.text);
    if (command !== undefined) return parts.commands.run(actor, request, command);
    if (actor.record?.deletedAt !== undefined) await reviveFor(parts, actor, request);
    const events = await actor.commit((now) => planSend(parts.ports, actor, request, now));
    const accepted = events.find((event) => event.type === 'message.accepted' && event.runId === request.runId);
    if (accepted?.type === 'message.accepted' && accepted.queue === undefined) parts.runner.begin(actor);
    if (accepted?.type === 'message.accepted' && accepted.queue === 'interrupt')
      void parts.runner.abort(actor.key, 'interrupt');
    return { runId: request.runId, status: 'started', seq: accepted?.seq ?? actor.view.seq };
  });
}

/** Rewinds to just before a message and sends it again. An active run is stopped first. */
export async function resend(parts: SenderParts, request: ResendRequest): Promise<SendResult> {
  parts.ports.secretGuard.refuse(request.text);
  const actor = await parts.sessions.load(request.sessionKey);
  return once(parts, request, async () => {
    if ((await parts.ports.store.sessions.findRun(request.runId)) !== undefined) throw new DuplicateRun(request.runId);
    requireWritable(actor.record);
    if (!(await hasUserMessage(actor, request.messageId))) throw noMessage();
    await parts.runner.abort(actor.key, 'user');
    const events = await actor.commitWhole((now) => planResend(parts.ports, actor, request, now));
    parts.runner.begin(actor);
    return { runId: request.runId, status: 'started', seq: events[1]?.seq ?? actor.view.seq };
  });
}

/** Edits a queued message, or changes its queue mode. */
export async function editQueued(
  parts: SenderParts,
  key: string,
  messageId: string,
  change: { readonly text?: string; readonly queueMode?: QueueMode },
): Promise<void> {
  if (change.text !== undefined) parts.ports.secretGuard.refuse(change.text);
  const actor = await parts.sessions.load(key);
  await actor.commit(({ view }) => {
    const message = view.queue.find((candidate) => candidate.messageId === messageId);
    if (message === undefined) throw notWaiting();
    return {
      events: [
        {
          type: 'message.edited',
          messageId,
          text: change.text ?? message.text,
          queue: change.queueMode ?? message.queue,
        },
      ],
    };
  });
  if (change.queueMode === 'interrupt') void parts.runner.abort(key, 'interrupt');
  // "Send now" starts a message that is queued in an idle session.
  if ((change.queueMode === 'steer' || change.queueMode === 'interrupt') && !parts.runner.isActive(key))
    await parts.runner.startNext(actor, messageId);
}

/** Moves a queued message. */
export async function moveQueued(
  parts: SenderParts,
  key: string,
  messageId: string,
  beforeId: string | undefined,
): Promise<void> {
  const actor = await parts.sessions.load(key);
  await actor.commit(({ view }) => {
    for (const id of [messageId, beforeId ?? messageId])
      if (!view.queue.some((message) => message.messageId === id)) throw notWaiting();
    return { events: [{ type: 'message.moved', messageId, ...(beforeId === undefined ? {} : { beforeId }) }] };
  });
}

/** Cancels a queued message. */
export async function cancelQueued(parts: SenderParts, key: string, messageId: string): Promise<void> {
  const actor = await parts.sessions.load(key);
  await actor.commit(({ view }) => {
    if (!view.queue.some((message) => message.messageId === messageId)) throw notWaiting();
    return { events: [{ type: 'message.withdrawn', messageId }] };
  });
}

/** A message answered before the session was archived keeps its answer. */
async function requireWritableFor({ ports }: SenderParts, { record }: SessionActor, runId: string): Promise<void> {
  if ((await ports.store.sessions.findRun(runId)) !== undefined) throw new DuplicateRun(runId);
  requireWritable(record);
}

/** Refuses a message that was written for another state of the session; a repeat gets its first answer. */
async function requireExpected(
  { ports }: SenderParts,
  { view, record }: SessionActor,
  { expected = {}, queueMode, runId }: SendRequest,
): Promise<void> {
  const { leafEntryId, permissionMode } = expected;
  const steers = view.run !== undefined && queueMode === 'steer';
  const otherLeaf = !steers && leafEntryId !== undefined && leafEntryId !== (view.items.at(-1)?.id ?? null);
  const otherMode = permissionMode !== undefined && permissionMode !== (record?.permissionMode ?? null);
  if (!otherLeaf && !otherMode) return;
  if ((await ports.store.sessions.findRun(runId)) !== undefined) throw new DuplicateRun(runId);
  throw otherLeaf
    ? conflict('The conversation has changed since it was read.', 'ACTIVE_LEAF_CHANGED', 'active-leaf-changed')
    : conflict('The permission mode has changed since it was read.', 'PERMISSION_MODE_CHANGED', 'settings-changed');
}

function conflict(message: string, code: string, reason: string): GatewayError {
  const hint = 'Read the session again, then retry.';
  return new GatewayError('INVALID_REQUEST', message, { details: { code, reason, hint } });
}

/** A known run id starts nothing: the response is its state. */
async function once(
  parts: SenderParts,
  { runId, sessionKey }: Pick<SendRequest, 'runId' | 'sessionKey'>,
  work: () => Promise<SendResult>,
): Promise<SendResult> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof DuplicateRun)) throw error;
    const known = await parts.ports.store.sessions.findRun(runId);
    // Nothing was sent in this session, so the sender must not assume it was.
    if (known !== undefined && known.sessionKey !== sessionKey)
      throw invalidRequest(
        'This idempotency key was used in another session.',
        'IDEMPOTENCY_KEY_USED',
        'Use a new key.',
      );
    const events = known === undefined ? [] : await parts.ports.store.sessions.events(known.sessionKey, 1);
    return { runId, ...findRunState(events, runId) };
  }
}

/** Only an acceptable message revives a deleted session. */
async function reviveFor({ ports }: SenderParts, actor: SessionActor, request: SendRequest): Promise<void> {
  if ((await ports.store.sessions.findRun(request.runId)) !== undefined) throw new DuplicateRun(request.runId);
  await revive(ports, actor);
}

function planSend(
  ports: EnginePorts,
  actor: SessionActor,
  request: SendRequest,
  { view, record }: SessionSnapshot,
): SessionChange {
  requireWritable(record);
  const settings = ports.config.settings();
  const agent = requireAgent(settings, actor.agentId);
  const [choice] = modelChain(settings, agent, record ?? request, request.options?.model);
  const message = accepted(ports.ids.next(), request);
  const claim = { claimRun: request.runId };
  if (view.run !== undefined) {
    if (view.queue.length >= MAX_QUEUED) throw queueFull();
    return { ...claim, events: [{ ...message, queue: request.queueMode }] };
  }
  const started: SessionEventDraft = {
    type: 'run.started',
    runId: request.runId,
    messageIds: [message.messageId],
    agentId: actor.agentId,
    ...choice,
  };
  if (record === undefined)
    return {
      ...claim,
      events: [
        ...pastEvents(ports, actor.agentId, request.imported?.before ?? []),
        message,
        started,
        ...answerEvents(ports, request.runId, request.imported?.after ?? []),
      ],
      create: newSession(ports, agent, { ...pick(request), key: actor.key, by: request.by }),
    };
  const reason = dueAgain(settings, { view, record }, ports.clock.now());
  if (reason === undefined) return { ...claim, events: [message, started] };
  const { sessionId: previousSessionId, key } = record;
  return {
    ...claim,
    events: [{ type: 'reset', sessionId: ports.ids.next(), previousSessionId, reason }, message, started],
    hideRowsFrom: 1,
    audit: { by: GATEWAY, action: 'session.reset', subject: key, details: { reason } },
  };
}

/** Why the message starts a new conversation; never while others are queued, or in an empty one. */
function dueAgain(
  settings: Settings,
  { view, record }: { readonly view: SessionView; readonly record: SessionRecord },
  now: number,
): 'idle' | 'daily' | undefined {
  if (view.queue.length > 0 || !view.items.some((item) => item.kind !== 'divider')) return undefined;
  return dueReset(getResetPolicy(settings, record), record.updatedAt, now);
}

function planResend(
  ports: EnginePorts,
  actor: SessionActor,
  request: ResendRequest,
  { view, record }: SessionSnapshot,
): SessionChange {
  requireWritable(record);
  const original = view.items.find((item): item is UserItem => item.kind === 'user' && item.id === request.messageId);
  if (original === undefined) throw noMessage();
  if (view.run !== undefined) throw unavailable('Another message was sent at the same time. Try again.');
  const settings = ports.config.settings();
  const [choice] = modelChain(settings, requireAgent(settings, actor.agentId), record);
  const message = accepted(ports.ids.next(), { ...request, images: original.images });
  return {
    events: [
      { type: 'rewound', beforeSeq: original.seq },
      message,
      { type: 'run.started', runId: request.runId, messageIds: [message.messageId], agentId: actor.agentId, ...choice },
    ],
    hideRowsFrom: original.seq,
    claimRun: request.runId,
  };
}

interface Words {
  readonly runId: string;
  readonly text: string;
  readonly images: readonly ImageBlock[];
  readonly by: Principal;
  readonly options?: RunOptions;
}

function accepted(messageId: string, { runId, text, images, by, options }: Words) {
  return {
    type: 'message.accepted',
    messageId,
    runId,
    text,
    sender: formatPrincipal(by),
    ...(images.length === 0 ? {} : { images: [...images] }),
    ...(options === undefined ? {} : { options }),
  } as const;
}

function pick({ workspace, model, category }: SendRequest) {
  return {
    ...(workspace === undefined ? {} : { workspace }),
    ...(model === undefined ? {} : { model }),
    ...(category === undefined ? {} : { category }),
  };
}

async function hasUserMessage(actor: SessionActor, messageId: string): Promise<boolean> {
  return (await actor.whole()).items.some((item) => item.kind === 'user' && item.id === messageId);
}

const noMessage = () => invalidRequest('No message in this conversation has this id.', 'MESSAGE_NOT_FOUND');
const queueFull = () =>
  unavailable(`This session already has ${MAX_QUEUED} queued messages.`, {
    details: { code: 'QUEUE_FULL', hint: 'Wait until some are answered, or cancel some.' },
  });
const notWaiting = () =>
  invalidRequest(
    'This message is no longer queued.',
    'MESSAGE_NOT_QUEUED',
    'It was already sent to the model or canceled.',
  );
