// Asks about a session in a side thread, and shows it beside the session.
import { t } from '#messages/translate.ts';
import { attempt } from '../../design/toasts.ts';
import type { AppServices } from '../../state/app-services.ts';
import { addToDraft, type DraftContent } from '../../state/drafts.ts';
import { splitPane } from '../../state/layout.ts';
import { href, navigate } from '../../state/route.ts';

/** The width below which there is only one pane: `max-md` in classes. */
const isNarrow = (): boolean => matchMedia('(width < 48rem)').matches;

/** The question of a message that starts with `/btw`. */
export function readSideQuestion(text: string): string | undefined {
  return /^\/btw\s+(\S[^]*)$/i.exec(text.trim())?.[1];
}

/**
 * Asks, then opens the thread in a pane at the right, or instead of the session on a phone. If that fails, what was typed is in the
 * message box again.
 */
export function askSide(
  { client, drafts, layout, newId }: Pick<AppServices, 'client' | 'drafts' | 'layout' | 'newId'>,
  key: string,
  question: string,
  typed: DraftContent = { text: question, images: [] },
): void {
  attempt(t('side.failed'), async () => {
    const request = { key, question, idempotencyKey: newId() };
    const thread = await client.request('sessions.side.ask', request).catch((error: unknown) => {
      addToDraft(drafts, key, typed);
      throw error;
    });
    if (isNarrow()) navigate(href('sessions', thread.key));
    else layout.setState((state) => splitPane(state, 'right', thread.key, newId));
  });
}
