// The frame around every page: navigation on the left (at the bottom on a phone), connection state, the page.
import { type ReactNode, useEffect } from 'react';
import { t } from '#messages/translate.ts';
import { BottomBar } from './bottom-bar.tsx';
import { ConnectionBanner, ConnectionDot } from './connection-status.tsx';
import { ReadOnlyBanner } from './read-only-banner.tsx';
import type { PageDefinition } from '../pages/define-page.ts';
import { useAccessWaiting, useNeedsYou, usePageCount } from './use-needs-you.ts';
import { cx } from '../design/class-names.ts';
import { Count } from '../design/badge.tsx';
import { Tooltip } from '../design/tooltip.tsx';
import { href } from '../state/route.ts';
import { Logo } from './logo.tsx';
import { usePages } from './pages-context.ts';

interface FrameProps {
  readonly page: Pick<PageDefinition, 'segment' | 'title'>;
  readonly children: ReactNode;
}

/** Renders the page inside the frame. */
export function Frame({ page, children }: FrameProps) {
  useDocumentTitle(t(page.title), useNeedsYou() + useAccessWaiting());
  return (
    <div className="flex h-full flex-col bg-canvas md:flex-row">
      <a
        href="#main"
        onClick={focusMain}
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:start-2 focus:z-50 focus:rounded-md focus:bg-raised focus:px-3 focus:py-1.5"
      >
        {t('app.skipToContent')}
      </a>
      <NavRail current={page.segment} />
      <div className="flex min-h-0 min-w-0 flex-1 flex-col">
        <ConnectionBanner />
        <ReadOnlyBanner />
        <main id="main" tabIndex={-1} className="min-h-0 flex-1 outline-none">
          {children}
        </main>
      </div>
      <BottomBar current={page.segment} />
    </div>
  );
}

function focusMain(event: { preventDefault(): void }): void {
  event.preventDefault();
  document.getElementById('main')?.focus();
}

/** `(2) Approvals – Gatehouse` */
function useDocumentTitle(page: string, needsYou: number): void {
  useEffect(() => {
    const count = needsYou === 0 ? '' : `(${needsYou}) `;
    document.title = `${count}${page} – Gatehouse`;
  }, [page, needsYou]);
}

/** Hidden at phone width, where the bottom bar takes its place. A wide window has room for the names of the pages. */
function NavRail({ current }: { readonly current: string }) {
  const pages = usePages();
  return (
    <nav
      aria-label={t('app.pages')}
      className="hidden w-13 shrink-0 flex-col items-center gap-1 border-e border-line bg-canvas py-2.5 md:flex min-[100rem]:w-44 min-[100rem]:items-start min-[100rem]:px-2"
    >
      <Logo className="mb-2 size-7 min-[100rem]:ms-1" />
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
          'relative flex size-9 items-center justify-center gap-2.5 rounded-lg text-sm transition-colors min-[100rem]:w-full min-[100rem]:justify-start min-[100rem]:px-2.5',
          current ? 'bg-active text-ink' : 'text-ink-faint hover:bg-hover hover:text-ink',
        )}
      >
        <page.icon size={18} strokeWidth={current ? 2.1 : 1.8} aria-hidden className="shrink-0" />
        <span aria-hidden className="hidden min-w-0 truncate min-[100rem]:inline">
          {title}
        </span>
        <span className="absolute -top-0.5 -end-0.5 min-[100rem]:static min-[100rem]:ms-auto">
          <Count value={count} label={label} />
        </span>
      </a>
    </Tooltip>
  );
}
