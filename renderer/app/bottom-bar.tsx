// Navigation on a phone: the most important pages, and the others under More.
import { Ellipsis } from 'lucide-react';
import { t } from '#messages/translate.ts';
import { Count } from '../design/badge.tsx';
import { cx } from '../design/class-names.ts';
import { Menu } from '../design/menu.tsx';
import { href, navigate } from '../state/route.ts';
import { useRoute } from '../state/use-client.ts';
import type { PageDefinition } from '../pages/define-page.ts';
import { usePages } from './pages-context.ts';
import { useAccessWaiting, usePageCount } from './use-needs-you.ts';

const ITEM = 'relative flex h-13 flex-1 flex-col items-center justify-center gap-0.5 text-2xs';

/** Hidden at desktop width, and while a session fills the screen. */
export function BottomBar({ current }: { readonly current: string }) {
  const access = useAccessWaiting();
  const inSession = useRoute().segments.length > 1 && current === 'sessions';
  const pages = usePages();
  const more = pages.filter((page) => page.onPhoneBar !== true && page.place !== 'none');
  return (
    <nav
      aria-label={t('app.pages')}
      className={cx(
        'shrink-0 border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] md:hidden',
        inSession ? 'hidden' : 'flex',
      )}
    >
      {pages
        .filter((page) => page.onPhoneBar)
        .map((page) => (
          <BarLink key={page.segment} page={page} current={page.segment === current} />
        ))}
      {more.length === 0 ? null : (
        <Menu
          side="top"
          align="end"
          entries={more.map((page) => ({
            kind: 'item',
            label: t(page.title),
            icon: <page.icon size={15} />,
            run: () => navigate(href(page.segment)),
          }))}
        >
          <button
            type="button"
            className={cx(ITEM, more.some((page) => page.segment === current) ? 'text-accent-ink' : 'text-ink-faint')}
          >
            <Ellipsis size={20} aria-hidden />
            {t('app.more')}
            <span className="absolute top-1 start-1/2 ms-2">
              <Count value={access} label={t('app.accessRequests', { count: access })} />
            </span>
          </button>
        </Menu>
      )}
    </nav>
  );
}

function BarLink({ page, current }: { readonly page: PageDefinition; readonly current: boolean }) {
  return (
    <a
      href={`#${href(page.segment)}`}
      aria-current={current ? 'page' : undefined}
      className={cx(ITEM, current ? 'text-accent-ink' : 'text-ink-faint')}
    >
      <page.icon size={20} strokeWidth={1.8} aria-hidden />
      {t(page.title)}
      <span className="absolute top-1 start-1/2 ms-2">
        <Count {...usePageCount(page.badge)} />
      </span>
    </a>
  );
}
