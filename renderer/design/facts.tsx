// Facts as a list of names and values.
import type { ReactNode } from 'react';
import { cx } from './class-names.ts';

interface FactsProps {
  /** A fact without a value is left out. */
  readonly rows: readonly (readonly [name: string, value: ReactNode])[];
  /** The columns and the size of the text. */
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
