// Commands that are available on every page.
import { t } from '#messages/translate.ts';
import { useServices, useCommand } from '../state/use-client.ts';
import { getTheme } from '../state/appearance.ts';
import { href, navigate } from '../state/route.ts';
import { toastError } from '../design/toasts.ts';
import type { PageDefinition } from '../pages/define-page.ts';
import { usePages } from './pages-context.ts';

/** Renders nothing. */
export function GlobalCommands() {
  const { preferences } = useServices();
  useCommand('theme.toggle', () => {
    const now = getTheme(preferences.store.getState(), matchMedia('(prefers-color-scheme: dark)').matches);
    preferences
      .set({ theme: now === 'dark' ? 'light' : 'dark' })
      .catch((cause: unknown) => toastError(t('app.themeNotSaved'), cause));
  });
  useCommand('session.new', () => navigate(href('sessions', 'new')));
  return usePages().map((page) => <GoTo key={page.segment} page={page} />);
}

function GoTo({ page }: { readonly page: PageDefinition }) {
  useCommand(page.command.id, () => navigate(href(page.segment)));
  return null;
}
