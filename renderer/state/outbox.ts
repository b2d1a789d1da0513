// Outgoing messages: shown immediately, kept until the gateway has them, and offered for retry if it rejects them. Without a
// connection they wait for it, in order.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { GatewayClient, RequestError } from '#contract/wire/client-api.ts';
import type { ApprovalMode } from '#contract/types/approval-modes.ts';
import type { PersonaChoice } from '#contract/types/personas.ts';
import type { AttachedFile, ImageBlock } from '#contract/types/content.ts';
import { defined } from '#contract/types/defined.ts';
import { isJsonObject } from '#contract/types/json-object.ts';
import { secretIn } from '#contract/types/secret-patterns.ts';
import type { QueueMode } from '#contract/sessions/session-events.ts';
import { isOffline, whenOnline } from './connection.ts';
import { toBase64 } from './base64.ts';
import { asRequestError } from './resource.ts';
import { getJson, type TextStorage } from './storage.ts';
import type { After } from './timers.ts';

/** A message that no event has confirmed yet. `runId` is its idempotency key, so a retry never sends it twice. */
export interface OutgoingMessage {
  readonly runId: string;
  readonly sessionKey: string;
  readonly text: string;
  readonly images: readonly ImageBlock[];
  readonly files?: readonly AttachedFile[];
  readonly queueMode?: QueueMode;
  /** The user decided to send it although it looks like it contains a secret. */
  readonly allowSecrets?: boolean;
  readonly status: 'waiting' | 'sending' | 'sent' | 'failed';
  readonly error?: RequestError;
}

/** A message to send; `create` creates the session first. */
export interface SendRequest extends Pick<OutgoingMessage, 'sessionKey' | 'text' | 'images' | 'files' | 'queueMode'> {
  readonly create?: NewSession;
}

/** Options of a session that is created with its first message. */
export interface NewSession {
  readonly agentId?: string;
  readonly model?: string;
  readonly thinkingLevel?: string;
  readonly approvalMode?: ApprovalMode;
  readonly persona?: PersonaChoice;
  /** The kind of machine that its commands use. */
  readonly machine?: string;
  readonly cwd?: string;
  readonly projectId?: string;
  /** In a new worktree of the repository. */
  readonly worktree?: boolean;
  /** What the branch of a new worktree starts from. */
  readonly worktreeBaseRef?: string;
  /** The branch of a new worktree, if it exists. */
  readonly worktreeBranch?: string;
  /** An existing worktree. */
  readonly worktreeId?: string;
}

/** The outgoing messages of all sessions. */
export interface Outbox {
  readonly store: StoreApi<{ readonly messages: readonly OutgoingMessage[] }>;
  send(request: SendRequest): void;
  /** `change`: what the user decided after it was rejected. */
  retry(runId: string, change?: Pick<OutgoingMessage, 'allowSecrets'>): void;
  discard(runId: string): void;
}

const STORAGE_KEY = 'gatehouse.outbox';
/** A message that no event confirms within this time after the answer is no longer shown, ms. */
const SETTLE_MS = 5_000;

interface Parts {
  readonly client: GatewayClient;
  readonly storage: TextStorage;
  newId(): string;
  readonly after: After;
}

/** Messages that weren't confirmed when the page closed are restored as failed, with their keys. */
export function createOutbox(parts: Parts): Outbox {
  const { client, storage } = parts;
  const store = createStore<{ readonly messages: readonly OutgoingMessage[] }>(() => ({ messages: restore(storage) }));
  store.subscribe(({ messages }) => {
    const kept = messages.filter(isKeptInBrowser).map(withoutAttachments);
    storage.set(STORAGE_KEY, JSON.stringify(kept));
  });
  const change = (runId: string, patch: Partial<OutgoingMessage>): void =>
    store.setState(({ messages }) => ({
      messages: messages.map((message) => (message.runId === runId ? { ...message, ...patch } : message)),
    }));
  const discard = (runId: string): void =>
    store.setState(({ messages }) => ({ messages: messages.filter((message) => message.runId !== runId) }));
  const isKept = (runId: string): boolean => store.getState().messages.some((message) => message.runId === runId);
  const enqueue = createDelivery({ client, after: parts.after, change, discard, isKept });
  const created = new Map<string, NewSession>();
  return {
    store,
    send({ create, ...request }) {
      const status = isOffline(client.state()) ? 'waiting' : 'sending';
      const message: OutgoingMessage = { ...request, runId: parts.newId(), status };
      if (create !== undefined) created.set(message.runId, create);
      store.setState(({ messages }) => ({ messages: [...messages, message] }));
      enqueue(message, create);
    },
    retry(runId, decided = {}) {
      const message = store.getState().messages.find((entry) => entry.runId === runId);
      if (message === undefined) return;
      change(runId, { ...decided, status: isOffline(client.state()) ? 'waiting' : 'sending' });
      enqueue({ ...message, ...decided }, created.get(runId));
    },
    discard,
  };
}

interface DeliveryParts extends Pick<Parts, 'client' | 'after'>, Pick<Outbox, 'discard'> {
  change(runId: string, patch: Partial<OutgoingMessage>): void;
  isKept(runId: string): boolean;
}

/** Delivers messages once there is a connection. Those of one session are sent one after another, so that they arrive in order. */
function createDelivery({ client, after, change, discard, isKept }: DeliveryParts) {
  const last = new Map<string, Promise<void>>();
  const deliver = async (message: OutgoingMessage, create: NewSession | undefined): Promise<void> => {
    const { runId } = message;
    if (isOffline(client.state())) change(runId, { status: 'waiting' });
    await whenOnline(client);
    if (!isKept(runId)) return;
    change(runId, { status: 'sending' });
    try {
      await transmit(client, message, create);
    } catch (cause) {
      const error = asRequestError(cause);
      // The connection was lost on the way, so the time limit says nothing about the gateway.
      if (error.code === 'TIMEOUT' && isOffline(client.state())) return deliver(message, create);
      return change(runId, { status: 'failed', error });
    }
    change(runId, { status: 'sent' });
    // A command adds no message to the transcript, so no event would confirm it.
    if (message.text.startsWith('/')) discard(runId);
    else after(SETTLE_MS, () => discard(runId));
  };
  return (message: OutgoingMessage, create: NewSession | undefined): void => {
    const before = last.get(message.sessionKey) ?? Promise.resolve();
    const delivered = before.then(() => deliver(message, create));
    last.set(message.sessionKey, delivered);
  };
}

async function transmit(
  client: GatewayClient,
  message: OutgoingMessage,
  create: NewSession | undefined,
): Promise<void> {
  const { sessionKey, runId, images, files = [], queueMode, allowSecrets } = message;
  if (create !== undefined)
    await client.request('sessions.create', { key: sessionKey, idempotencyKey: `${runId}:create`, ...create });
  const attachments = toAttachments({ images, files });
  await client.request('chat.send', {
    sessionKey,
    message: message.text,
    idempotencyKey: runId,
    ...defined({ queueMode, allowSecrets, attachments: attachments.length === 0 ? undefined : [...attachments] }),
  });
}

/** Images and files as a message carries them. */
export function toAttachments({ images, files = [] }: Pick<OutgoingMessage, 'images' | 'files'>) {
  return [...images.map(imageAttachment), ...files.map(fileAttachment)];
}

function imageAttachment({ mimeType, data }: ImageBlock) {
  return { type: 'image', mimeType, content: data };
}

function fileAttachment(file: AttachedFile) {
  const facts = { type: 'file', fileName: file.name } as const;
  switch (file.type) {
    case 'textFile':
      return { ...facts, mimeType: 'text/plain', content: toBase64(new TextEncoder().encode(file.text)) };
    case 'pdf':
      return { ...facts, mimeType: 'application/pdf', content: file.data };
    case 'file':
      return { ...facts, mimeType: file.mimeType, content: file.data };
  }
}

/** Images and files are too large for the browser's storage. */
function withoutAttachments({ images: _images, files: _files, error: _error, ...message }: OutgoingMessage) {
  return message;
}

/** A message that contains a key is rejected by the gateway, and isn't stored in the browser either. */
function isKeptInBrowser({ status, text }: OutgoingMessage): boolean {
  return status !== 'sent' && secretIn(text) === undefined;
}

function restore(storage: TextStorage): readonly OutgoingMessage[] {
  const stored = getJson(storage, STORAGE_KEY);
  const messages: readonly unknown[] = Array.isArray(stored) ? stored : [];
  return messages.filter(isStored).map((message) => ({ ...message, images: [], status: 'failed' }));
}

function isStored(value: unknown): value is Omit<OutgoingMessage, 'images' | 'error'> {
  if (!isJsonObject(value)) return false;
  const { runId, sessionKey, text } = value;
  return typeof runId === 'string' && typeof sessionKey === 'string' && typeof text === 'string';
}
