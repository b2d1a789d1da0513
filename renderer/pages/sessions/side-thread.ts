// Asks about a session in a side thread, and shows it beside the session.
import { t } from '#messages/translate.ts';
import { attempt } from '../../design/toasts.ts';
import type { AppServices } from '../../state/app-services.ts';
import { addToDraft, type DraftContent } from '../../state/drafts.ts';
import { openBeside } from './open-beside.ts';

/** The question of a message that starts with `/btw`. */
export function readSideQuestion(text: string): string | undefined {
  return /^\/btw\s+(\S[^]*)$/i.exec(text.trim())?.[1];
}

/**
 * Asks, then opens the thread in a pane at the right, or instead of the session on a phone. If that fails, what was typed is in the
 * message box again.
 */
export function askSide(
  services: Pick<AppServices, 'client' | 'drafts' | 'layout' | 'newId'>,
  key: string,
  question: string,
  typed: DraftContent = { text: question, images: [] },
): void {
  const { client, drafts, newId } = services;
  attempt(t('side.failed'), async () => {
    const request = { key, question, idempotencyKey: newId() };
    const thread = await client.request('sessions.side.ask', request).catch((error: unknown) => {
      addToDraft(drafts, key, typed);
      throw error;
    });
    openBeside(services, thread.key);
  });
}
