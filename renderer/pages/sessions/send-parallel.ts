// Sends a message that runs beside the active run, and shows it in a pane of its own.
import { t } from '#messages/translate.ts';
import { attempt } from '../../design/toasts.ts';
import type { AppServices } from '../../state/app-services.ts';
import type { Draft } from '../../state/drafts.ts';
import { toAttachments } from '../../state/outbox.ts';
import { openBeside } from './open-beside.ts';

/** Sends a draft. If that fails, the draft is in the message box again. */
export function sendParallel(
  services: Pick<AppServices, 'client' | 'drafts' | 'layout' | 'newId'>,
  key: string,
  draft: Draft,
): void {
  const { client, drafts, newId } = services;
  const { text, images, files = [] } = draft;
  attempt(t('composer.parallelFailed'), async () => {
    const attachments = [...toAttachments({ images, files })];
    const request = { sessionKey: key, message: text.trim(), attachments, idempotencyKey: newId() };
    const sent = await client.request('chat.concurrent', request).catch((error: unknown) => {
      drafts.set(key, draft);
      throw error;
    });
    if (sent.sessionKey === key) return;
    openBeside(services, sent.sessionKey);
  });
}
