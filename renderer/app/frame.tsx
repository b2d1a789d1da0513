// The frame around every page: rail at the left (a bar below on a phone), connection state, the page.
import type { ReactNode } from 'react';
import { t } from '#messages/translate.ts';
import { BottomBar } from './bottom-bar.tsx';
import { ConnectionBanner } from './connection-status.tsx';
import { NavRail } from './nav-rail.tsx';
import { findPage } from './pages.ts';
import { useDocumentTitle } from './use-document-title.ts';
import { useAccessWaiting, useNeedsYou } from './use-needs-you.ts';

/** `current` is the segment of the page on the screen. */
export function Frame({ current, children }: { readonly current: string | undefined; readonly children: ReactNode }) {
  const page = findPage(current);
  useDocumentTitle(page === undefined ? undefined : t(page.title), useNeedsYou() + useAccessWaiting());
  return (
    <div className="flex h-full flex-col bg-canvas md:flex-row">
      <a
        href="#main"
        onClick={focusMain}
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-md focus:bg-raised focus:px-3 focus:py-1.5"
      >
        {t('app.skipToContent')}
      </a>
      <NavRail current={current} />
      <div className="flex min-h-0 min-w-0 flex-1 flex-col">
        <ConnectionBanner />
        <main id="main" tabIndex={-1} className="min-h-0 flex-1 outline-none">
          {children}
        </main>
      </div>
      <BottomBar current={current} />
    </div>
  );
}

function focusMain(event: { preventDefault(): void }): void {
  event.preventDefault();
  document.getElementById('main')?.focus();
}
