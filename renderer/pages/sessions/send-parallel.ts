// Sends a message that runs beside the active run, and shows it in a pane of its own.
import { t } from '#messages/translate.ts';
import { attempt } from '../../design/toasts.ts';
import type { AppServices } from '../../state/app-services.ts';
import type { Draft } from '../../state/drafts.ts';
import { splitPane } from '../../state/layout.ts';
import { toAttachments } from '../../state/outbox.ts';
import { href, navigate } from '../../state/route.ts';

/** The width below which there is only one pane: `max-md` in classes. */
const isNarrow = (): boolean => matchMedia('(width < 48rem)').matches;

/** Sends a draft. If that fails, the draft is in the message box again. */
export function sendParallel(
  { client, drafts, layout, newId }: Pick<AppServices, 'client' | 'drafts' | 'layout' | 'newId'>,
  key: string,
  draft: Draft,
): void {
  const { text, images, files = [] } = draft;
  attempt(t('composer.parallelFailed'), async () => {
    const attachments = [...toAttachments({ images, files })];
    const request = { sessionKey: key, message: text.trim(), attachments, idempotencyKey: newId() };
    const sent = await client.request('chat.concurrent', request).catch((error: unknown) => {
      drafts.set(key, draft);
      throw error;
    });
    if (sent.sessionKey === key) return;
    if (isNarrow()) navigate(href('sessions', sent.sessionKey));
    else layout.setState((state) => splitPane(state, 'right', sent.sessionKey, newId));
  });
}
