// The frame around every page: rail at the left (a bar below on a phone), connection state, the page.
import { type ReactNode, useEffect } from 'react';
import { t } from '#messages/translate.ts';
import { BottomBar } from './bottom-bar.tsx';
import { ConnectionBanner } from './connection-status.tsx';
import { NavRail } from './nav-rail.tsx';
import type { PageDefinition } from '../pages/define-page.ts';
import { useAccessWaiting, useNeedsYou } from './use-needs-you.ts';

/** `page` is the page on the screen. */
export function Frame({ page, children }: { readonly page: PageDefinition; readonly children: ReactNode }) {
  useDocumentTitle(t(page.title), useNeedsYou() + useAccessWaiting());
  return (
    <div className="flex h-full flex-col bg-canvas md:flex-row">
      <a
        href="#main"
        onClick={focusMain}
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-md focus:bg-raised focus:px-3 focus:py-1.5"
      >
        {t('app.skipToContent')}
      </a>
      <NavRail current={page.segment} />
      <div className="flex min-h-0 min-w-0 flex-1 flex-col">
        <ConnectionBanner />
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
