// An attached file: its name and size.
import { FileText } from 'lucide-react';
import { formatBytes } from '#messages/format.ts';

/** A long name is truncated; the tooltip has all of it. */
export function FileChip({ name, bytes }: { readonly name: string; readonly bytes: number }) {
  return (
    <span
      title={name}
      className="flex h-9 max-w-60 items-center gap-2 rounded-md bg-raised px-2.5 text-xs text-ink ring-1 ring-line"
    >
      <FileText size={14} aria-hidden className="shrink-0 text-ink-faint" />
      <span className="min-w-0 truncate">{name}</span>
      <span className="shrink-0 text-ink-faint">{formatBytes(bytes)}</span>
    </span>
  );
}
