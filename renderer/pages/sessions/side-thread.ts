// Asks about a session in a side thread, and shows it beside the session.
import { t } from '#messages/translate.ts';
import { attempt } from '../../design/toasts.ts';
import type { AppServices } from '../../state/app-services.ts';
import { splitPane } from '../../state/layout.ts';
import { href, navigate } from '../../state/route.ts';

/** The width below which there is only one pane: `max-md` in classes. */
const isNarrow = (): boolean => matchMedia('(width < 48rem)').matches;

/** The question of a message that starts with `/btw`. */
export function readSideQuestion(text: string): string | undefined {
  return /^\/btw\s+(\S[^]*)$/i.exec(text.trim())?.[1];
}

/** Asks, then opens the thread in a pane at the right, or instead of the session on a phone. */
export function askSide({ client, layout, newId }: AppServices, key: string, question: string): void {
  attempt(t('side.failed'), async () => {
    const thread = await client.request('sessions.side.ask', { key, question, idempotencyKey: newId() });
    if (isNarrow()) navigate(href('sessions', thread.key));
    else layout.setState((state) => splitPane(state, 'right', thread.key, newId));
  });
}
