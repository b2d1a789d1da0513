// Messages on their way: shown at once, kept until the gateway has them, kept with Retry when it refused them.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { GatewayClient, RequestError } from '#contract/wire/client-api.ts';
import type { ImageBlock } from '#contract/types/content.ts';
import { secretIn } from '#contract/types/secret-patterns.ts';
import type { QueueMode } from '#contract/sessions/session-events.ts';
import { asRequestError } from './resource.ts';
import type { TextStorage } from './storage.ts';

/** A message that the gateway has not confirmed by an event yet. `runId` is its idempotency key, so a retry is never a second message. */
export interface OutgoingMessage {
  readonly runId: string;
  readonly sessionKey: string;
  readonly text: string;
  readonly images: readonly ImageBlock[];
  readonly queueMode?: QueueMode;
  readonly at: number;
  readonly status: 'sending' | 'sent' | 'failed';
  readonly error?: RequestError;
}

/** What is to be sent; `create` makes the session first. */
export interface SendRequest {
  readonly sessionKey: string;
  readonly text: string;
  readonly images: readonly ImageBlock[];
  readonly queueMode?: QueueMode;
  readonly create?: NewSession;
}

/** How a session is made with its first message. */
export interface NewSession {
  readonly agentId?: string;
  readonly model?: string;
  readonly permissionMode?: 'read-only' | 'guarded' | 'workspace' | 'full';
  readonly cwd?: string;
}

/** The messages on their way, over all sessions, and the ways to deal with them. */
export interface Outbox {
  readonly store: StoreApi<{ readonly messages: readonly OutgoingMessage[] }>;
  send(request: SendRequest): void;
  retry(runId: string): void;
  discard(runId: string): void;
}

const STORAGE_KEY = 'gatehouse.outbox';
/** Time after the answer by which the event must have come; after that the transcript speaks for itself, ms. */
const SETTLE_MS = 5_000;

interface Parts {
  readonly client: GatewayClient;
  readonly storage: TextStorage;
  now(): number;
  newId(): string;
  after(ms: number, run: () => void): () => void;
}

/** Sends and keeps; what was not confirmed when the page closed comes back as failed, with its key. */
export function createOutbox(parts: Parts): Outbox {
  const { client, storage } = parts;
  const store = createStore<{ readonly messages: readonly OutgoingMessage[] }>(() => ({ messages: restore(storage) }));
  store.subscribe(({ messages }) =>
    storage.set(STORAGE_KEY, JSON.stringify(messages.filter(isKeptInBrowser).map(withoutImages))),
  );
  const change = (runId: string, patch: Partial<OutgoingMessage>): void =>
    store.setState(({ messages }) => ({
      messages: messages.map((message) => (message.runId === runId ? { ...message, ...patch } : message)),
    }));
  const discard = (runId: string): void =>
    store.setState(({ messages }) => ({ messages: messages.filter((message) => message.runId !== runId) }));

  const deliver = async (message: OutgoingMessage, create: NewSession | undefined): Promise<void> => {
    try {
      if (create !== undefined)
        await client.request('sessions.create', {
          key: message.sessionKey,
          idempotencyKey: `${message.runId}:create`,
          ...create,
        });
      await client.request('chat.send', {
        sessionKey: message.sessionKey,
        message: message.text,
        idempotencyKey: message.runId,
        ...toExtras(message),
      });
      change(message.runId, { status: 'sent' });
      // A command leaves no message in the transcript, so nothing would take its place.
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
      const message: OutgoingMessage = { ...request, runId: parts.newId(), at: parts.now(), status: 'sending' };
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

function toExtras({ images, queueMode }: OutgoingMessage): {
  attachments?: { type: string; mimeType: string; content: string }[];
  queueMode?: QueueMode;
} {
  const attachments = images.map(({ mimeType, data }) => ({ type: 'image', mimeType, content: data }));
  return { ...(attachments.length === 0 ? {} : { attachments }), ...(queueMode === undefined ? {} : { queueMode }) };
}

/** The gateway refuses a message with a key in it; the browser does not write it down either. */
function isKeptInBrowser({ status, text }: OutgoingMessage): boolean {
  return status !== 'sent' && secretIn(text) === undefined;
}

/** Images are too large for the browser's storage. */
function withoutImages({
  images: _images,
  error: _error,
  ...message
}: OutgoingMessage): Omit<OutgoingMessage, 'images' | 'error'> {
  return message;
}

function restore(storage: TextStorage): readonly OutgoingMessage[] {
  try {
    const kept: unknown = JSON.parse(storage.get(STORAGE_KEY) ?? '[]');
    return Array.isArray(kept)
      ? kept.filter(isKept).map((message) => ({ ...message, images: [], status: 'failed' as const }))
      : [];
  } catch {
    return [];
  }
}

function isKept(value: unknown): value is Omit<OutgoingMessage, 'images' | 'error'> {
  if (typeof value !== 'object' || value === null) return false;
  const { runId, sessionKey, text } = value as Readonly<Record<string, unknown>>; // An object, so its fields can be looked at.
  return typeof runId === 'string' && typeof sessionKey === 'string' && typeof text === 'string';
}
