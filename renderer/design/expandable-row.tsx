// A row of a list that shows more once it is expanded.
import { useId, useState, type ReactNode } from 'react';
import { Chevron } from './chevron.tsx';

interface ExpandableRowProps {
  readonly title: ReactNode;
  /** Below the title. */
  readonly facts: ReactNode;
  /** States and buttons beside the title; a child with `max-md:basis-full` gets a separate line on a phone. */
  readonly children: ReactNode;
  /** Below both, whether expanded or not. */
  readonly note?: ReactNode;
  /** What an expanded row shows. */
  readonly details: () => ReactNode;
}

/** A row for a {@link CardList}. */
export function ExpandableRow({ title, facts, children, note, details }: ExpandableRowProps) {
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <li className="border-b border-line last:border-b-0">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5 px-4 py-2.5">
        <button
          type="button"
          aria-expanded={open}
          aria-controls={id}
          onClick={() => setOpen(!open)}
          className="flex min-w-0 flex-1 basis-64 items-center gap-2 text-start max-md:basis-0"
        >
          <Chevron open={open} />
          <span className="min-w-0">
            <span className="block truncate text-sm font-medium text-ink">{title}</span>
            <span className="block text-xs wrap-anywhere text-ink-faint">{facts}</span>
          </span>
        </button>
        {children}
        {note !== undefined && <p className="basis-full ps-6 text-xs text-bad">{note}</p>}
      </div>
      {open && (
        <div id={id} className="border-t border-line bg-sunken px-4 py-1.5">
          {details()}
        </div>
      )}
    </li>
  );
}
