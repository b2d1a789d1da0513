// Navigation on the desktop: one icon per page with a badge for what needs the user, and the connection at the bottom.
import { t } from '#messages/translate.ts';
import { cx } from '../design/class-names.ts';
import { Count } from '../design/badge.tsx';
import { Tooltip } from '../design/tooltip.tsx';
import { href } from '../state/route.ts';
import { ConnectionDot } from './connection-status.tsx';
import { Logo } from './logo.tsx';
import type { PageDefinition } from '../pages/define-page.ts';
import { usePages } from './pages-context.ts';
import { usePageCount } from './use-needs-you.ts';

/** Hidden at phone width, where the bottom bar takes its place. */
export function NavRail({ current }: { readonly current: string }) {
  const pages = usePages();
  return (
    <nav
      aria-label={t('app.pages')}
      className="hidden w-13 shrink-0 flex-col items-center gap-1 border-r border-line bg-canvas py-2.5 md:flex"
    >
      <Logo className="mb-2 size-7" />
      {pages
        .filter((page) => page.place === 'top')
        .map((page) => (
          <RailLink key={page.segment} page={page} current={page.segment === current} />
        ))}
      <div className="flex-1" />
      {pages
        .filter((page) => page.place === 'bottom')
        .map((page) => (
          <RailLink key={page.segment} page={page} current={page.segment === current} />
        ))}
      <ConnectionDot />
    </nav>
  );
}

function RailLink({ page, current }: { readonly page: PageDefinition; readonly current: boolean }) {
  const title = t(page.title);
  const { value: count, label } = usePageCount(page.badge);
  return (
    <Tooltip text={title} keys={page.command.keys?.[0]} side="right">
      <a
        href={`#${href(page.segment)}`}
        aria-label={count === 0 ? title : t('app.pageWithCount', { page: title, count })}
        aria-current={current ? 'page' : undefined}
        className={cx(
          'relative flex size-9 items-center justify-center rounded-lg transition-colors',
          current ? 'bg-active text-ink' : 'text-ink-faint hover:bg-hover hover:text-ink',
        )}
      >
        <page.icon size={18} strokeWidth={current ? 2.1 : 1.8} aria-hidden />
        <span className="absolute -top-0.5 -right-0.5">
          <Count value={count} label={label} />
        </span>
      </a>
    </Tooltip>
  );
}
