// Messages that wait for the active run of their session to end.
import type { QueueMode } from '#contract/sessions/session-events.ts';
import type { QueuedMessage, SessionView } from '#contract/sessions/session-view.ts';
import { defined } from '#contract/types/defined.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import type { EngineParts } from '../engine/engine-parts.ts';

/** The follow-up queue of each session. Errors are {@link GatewayError}s. */
export interface QueueFacet {
  /** Queued messages of a session, in order. */
  list(sessionKey: string): Promise<readonly QueuedMessage[]>;
  /** A queue mode also releases a held message. */
  edit(
    sessionKey: string,
    messageId: string,
    change: { readonly text?: string; readonly queueMode?: QueueMode },
  ): Promise<void>;
  /** Moves a queued message to just before another one, or to the end. */
  move(sessionKey: string, messageId: string, beforeId: string | undefined): Promise<void>;
  cancel(sessionKey: string, messageId: string): Promise<void>;
}

/** The queue of the engine. */
export function messageQueue({ ports, sessions, runner }: EngineParts): QueueFacet {
  return {
    async list(key) {
      const known = sessions.peek(key);
      // A session that isn't loaded and has no queue stays unloaded.
      if (known === undefined && !(await ports.store.sessions.hasWaiting(key))) return [];
      return (known ?? (await sessions.load(key))).view.queue;
    },
    async edit(key, messageId, { text, queueMode }) {
      if (text !== undefined) ports.secretGuard.refuse(text);
      const actor = await sessions.load(key);
      await actor.commit(({ view }) => {
        const message = requireQueued(view, messageId);
        const edited = { text: text ?? message.text, queue: queueMode ?? message.queue };
        const released = queueMode === undefined ? {} : ({ released: true } as const);
        return { events: [{ type: 'message.edited', messageId, ...edited, ...released }] };
      });
      if (queueMode === 'interrupt') void runner.abort(key, 'interrupt');
      // "Send now" starts a message that is queued in an idle session.
      if ((queueMode === 'steer' || queueMode === 'interrupt') && !runner.isActive(key))
        await runner.startNext(actor, messageId);
    },
    async move(key, messageId, beforeId) {
      const actor = await sessions.load(key);
      await actor.commit(({ view }) => {
        requireQueued(view, messageId);
        if (beforeId !== undefined) requireQueued(view, beforeId);
        return { events: [{ type: 'message.moved', messageId, ...defined({ beforeId }) }] };
      });
    },
    async cancel(key, messageId) {
      const actor = await sessions.load(key);
      await actor.commit(({ view }) => {
        requireQueued(view, messageId);
        return { events: [{ type: 'message.withdrawn', messageId }] };
      });
    },
  };
}

function requireQueued(view: SessionView, messageId: string): QueuedMessage {
  const message = view.queue.find((candidate) => candidate.messageId === messageId);
  if (message !== undefined) return message;
  const hint = 'It was already sent to the model or canceled.';
  throw invalidRequest('This message is no longer queued.', 'MESSAGE_NOT_QUEUED', hint);
}
