// The layout of a page: a fixed header, a body that scrolls, a column of readable width. Sections, cards and rows in it.
import type { ReactNode } from 'react';
import { cx } from './class-names.ts';

interface PageProps {
  readonly title: string;
  /** One line under the title; up to two on a phone. */
  readonly summary?: ReactNode;
  /** Buttons at the right of the header. */
  readonly actions?: ReactNode;
  /** `read`: a column of text width; `wide`: up to 70 rem; `full`: the whole area, and the page scrolls on its own. */
  readonly width?: 'read' | 'wide' | 'full';
  readonly children: ReactNode;
}

const WIDTHS = {
  read: 'mx-auto w-full max-w-180 px-5 pb-12',
  wide: 'mx-auto w-full max-w-280 px-5 pb-12',
  full: 'flex min-h-0 flex-1 flex-col',
} as const;

/** A page. Its title is the only first-level heading. */
export function Page({ title, summary, actions, width = 'read', children }: PageProps) {
  return (
    <div className="flex h-full min-h-0 flex-col bg-surface">
      <header className="flex min-h-12 shrink-0 items-center gap-3 border-b border-line px-5 py-2">
        <div className="min-w-0 flex-1">
          <h1 className="truncate text-base font-semibold text-ink">{title}</h1>
          {summary === undefined ? null : (
            <p className="text-xs text-ink-faint max-md:line-clamp-2 md:truncate">{summary}</p>
          )}
        </div>
        {actions === undefined ? null : <div className="flex shrink-0 items-center gap-2">{actions}</div>}
      </header>
      <div className={cx('min-h-0 flex-1', width === 'full' ? 'flex flex-col' : 'overflow-y-auto pt-5')}>
        <div className={WIDTHS[width]}>{children}</div>
      </div>
    </div>
  );
}

/** A section of a page: a heading, an optional explanation, and content. */
export function Section({ title, summary, actions, children }: Omit<PageProps, 'width'>) {
  return (
    <section className="mb-10">
      <div className="mb-3.5 flex flex-wrap items-end gap-x-3 gap-y-2">
        <div className="min-w-0 flex-1 basis-64">
          <h2 className="text-lg font-semibold text-ink">{title}</h2>
          {summary === undefined ? null : <p className="mt-0.5 text-xs text-ink-faint">{summary}</p>}
        </div>
        {actions}
      </div>
      {children}
    </section>
  );
}

/** A bordered surface. */
export function Card({ className, children }: { readonly className?: string; readonly children: ReactNode }) {
  return <div className={cx('rounded-lg border border-line bg-raised shadow-low', className)}>{children}</div>;
}

interface CardListProps {
  readonly rows: readonly ReactNode[];
  /** Shown if there are none. */
  readonly empty: ReactNode;
}

/** Rows in a card. */
export function CardList({ rows, empty }: CardListProps) {
  return <Card>{rows.length === 0 ? <div className="p-4 text-sm text-ink-soft">{empty}</div> : <ul>{rows}</ul>}</Card>;
}

interface CardRowProps {
  readonly title: ReactNode;
  /** Below the title. */
  readonly facts: ReactNode;
  /** A state, and buttons. */
  readonly children?: ReactNode;
}

/** A row of a {@link CardList}. */
export function CardRow({ title, facts, children }: CardRowProps) {
  return (
    <li className="flex flex-wrap items-center gap-3 border-b border-line px-4 py-3 last:border-b-0">
      <div className="min-w-0 flex-1 basis-60 wrap-anywhere">
        <p className="text-sm font-medium text-ink">{title}</p>
        <div className="text-xs text-ink-faint">{facts}</div>
      </div>
      {children}
    </li>
  );
}
