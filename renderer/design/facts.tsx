// A list of names and values.
import type { ReactNode } from 'react';
import { cx } from './class-names.ts';

interface FactsProps {
  /** Rows without a value are omitted. */
  readonly rows: readonly (readonly [name: string, value: ReactNode])[];
  /** The columns and the text size. */
  readonly className: string;
}

/** Two columns. */
export function Facts({ rows, className }: FactsProps) {
  return (
    <dl className={cx('grid gap-x-4', className)}>
      {rows.map(([name, value]) =>
        value === undefined ? null : (
          <div key={name} className="contents">
            <dt className="text-ink-faint">{name}</dt>
            <dd className="tabular min-w-0 wrap-anywhere text-ink">{value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}
