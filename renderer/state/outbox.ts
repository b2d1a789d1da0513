// Outgoing messages: shown immediately, kept until the gateway has them, and offered for retry if it rejects them.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { GatewayClient, RequestError } from '#contract/wire/client-api.ts';
import type { ImageBlock } from '#contract/types/content.ts';
import { defined } from '#contract/types/defined.ts';
import { isJsonObject } from '#contract/types/json-object.ts';
import { secretIn } from '#contract/types/secret-patterns.ts';
import type { QueueMode } from '#contract/sessions/session-events.ts';
import type { PermissionMode } from './permission-modes.ts';
import { asRequestError } from './resource.ts';
import { getJson, type TextStorage } from './storage.ts';
import type { After } from './timers.ts';

/** A message that no event has confirmed yet. `runId` is its idempotency key, so a retry never sends it twice. */
export interface OutgoingMessage {
  readonly runId: string;
  readonly sessionKey: string;
  readonly text: string;
  readonly images: readonly ImageBlock[];
  readonly queueMode?: QueueMode;
  readonly status: 'sending' | 'sent' | 'failed';
  readonly error?: RequestError;
}

/** A message to send; `create` creates the session first. */
export interface SendRequest extends Pick<OutgoingMessage, 'sessionKey' | 'text' | 'images' | 'queueMode'> {
  readonly create?: NewSession;
}

/** Options of a session that is created with its first message. */
export interface NewSession {
  readonly agentId?: string;
  readonly model?: string;
  readonly permissionMode?: PermissionMode;
  readonly cwd?: string;
}

/** The outgoing messages of all sessions. */
export interface Outbox {
  readonly store: StoreApi<{ readonly messages: readonly OutgoingMessage[] }>;
  send(request: SendRequest): void;
  retry(runId: string): void;
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
    // Images are too large for the browser's storage.
    const kept = messages.filter(isKeptInBrowser).map(({ images: _images, error: _error, ...message }) => message);
    storage.set(STORAGE_KEY, JSON.stringify(kept));
  });
  const change = (runId: string, patch: Partial<OutgoingMessage>): void =>
    store.setState(({ messages }) => ({
      messages: messages.map((message) => (message.runId === runId ? { ...message, ...patch } : message)),
    }));
  const discard = (runId: string): void =>
    store.setState(({ messages }) => ({ messages: messages.filter((message) => message.runId !== runId) }));

  const deliver = async (message: OutgoingMessage, create: NewSession | undefined): Promise<void> => {
    try {
      const { sessionKey, runId, images, queueMode } = message;
      if (create !== undefined)
        await client.request('sessions.create', { key: sessionKey, idempotencyKey: `${runId}:create`, ...create });
      const attachments = images.map(({ mimeType, data }) => ({ type: 'image', mimeType, content: data }));
      await client.request('chat.send', {
        sessionKey,
        message: message.text,
        idempotencyKey: runId,
        ...defined({ queueMode, attachments: attachments.length === 0 ? undefined : attachments }),
      });
      change(message.runId, { status: 'sent' });
      // A command adds no message to the transcript, so no event would confirm it.
      if (message.text.startsWith('/')) discard(message.runId);
      else parts.after(SETTLE_MS, () => discard(message.runId));
    } catch (cause) {
      change(message.runId, { status: 'failed', error: asRequestError(cause) });
    }
  };
  const created = new Map<string, NewSession>();
  return {
    store,
    send({ create, ...request }) {
      const message: OutgoingMessage = { ...request, runId: parts.newId(), status: 'sending' };
      if (create !== undefined) created.set(message.runId, create);
      store.setState(({ messages }) => ({ messages: [...messages, message] }));
      void deliver(message, create);
    },
    retry(runId) {
      const message = store.getState().messages.find((entry) => entry.runId === runId);
      if (message === undefined) return;
      change(runId, { status: 'sending' });
      void deliver(message, created.get(runId));
    },
    discard,
  };
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
