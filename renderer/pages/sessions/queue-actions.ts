// The actions on queued messages of a session.
import type { MethodParams } from '#contract/methods/registry.ts';
import type { QueuedMessage } from '#contract/sessions/session-view.ts';
import { t } from '#messages/translate.ts';
import { attempt, toast } from '../../design/toasts.ts';
import type { AppServices } from '../../state/app-services.ts';
import { addToDraft } from '../../state/drafts.ts';

type QueuedContent = Pick<QueuedMessage, 'messageId' | 'text' | 'images' | 'files'>;

/** Creates the actions on the queue; none of them stops the run. */
export function createQueueActions({ client, drafts }: Pick<AppServices, 'client' | 'drafts'>, sessionKey: string) {
  const edit = (change: Omit<MethodParams<'chat.queue.edit'>, 'sessionKey'>) =>
    client.request('chat.queue.edit', { sessionKey, ...change });
  const cancel = (messageId: string) => client.request('chat.queue.cancel', { sessionKey, messageId });
  return {
    editQueued: (messageId: string, message: string) =>
      attempt(t('sessions.action.editFailed'), () => edit({ messageId, message })),
    /** Adds it to the active run; without one, starts a run for it. */
    steerNow: (messageId: string) =>
      attempt(t('sessions.action.steerFailed'), () => edit({ messageId, queueMode: 'steer' })),
    /** Sends all held messages, in order. */
    sendHeld: (messageIds: readonly string[]) =>
      attempt(t('sessions.action.sendHeldFailed'), async () => {
        const [first, ...rest] = messageIds;
        if (first === undefined) return;
        // The first one starts a run, so the others are released before it.
        for (const messageId of rest) await edit({ messageId, queueMode: 'followup' });
        await edit({ messageId: first, queueMode: 'steer' });
      }),
    /** Removes all held messages; Undo moves them to the draft. */
    discardHeld: (messages: readonly QueuedContent[]) =>
      attempt(t('sessions.action.removeFailed'), async () => {
        for (const { messageId } of messages) await cancel(messageId);
        toast({
          title: t('composer.queue.discarded', { count: messages.length }),
          action: {
            label: t('controls.undo'),
            run: () => messages.forEach((message) => addToDraft(drafts, sessionKey, message)),
          },
        });
      }),
    cancelQueued: (messageId: string) => attempt(t('sessions.action.removeFailed'), () => cancel(messageId)),
    /** Moves a queued message just before another one, or to the end. */
    moveBefore: (messageId: string, beforeId: string | undefined) =>
      attempt(t('sessions.action.moveFailed'), () =>
        client.request('chat.queue.move', { sessionKey, messageId, ...(beforeId === undefined ? {} : { beforeId }) }),
      ),
  };
}
