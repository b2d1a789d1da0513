// The lines that a search in the content of files found, by file.
import { LoaderCircle } from 'lucide-react';
import { escapeHiddenInLine } from '#contract/types/hidden-characters.ts';
import { t } from '#messages/translate.ts';
import { EmptyState, ErrorNote } from '../../design/states.tsx';
import type { FoundLines } from './files-store.ts';

/** Lines shown; more would be read by nobody. */
const MAX_SHOWN = 1000;

/** The matches; a click opens the file at its line. */
export function FoundLinesView({
  lines,
  onOpen,
}: {
  readonly lines: FoundLines;
  readonly onOpen: (path: string, line: number) => void;
}) {
  const { matches, isRunning, isTruncated, error } = lines;
  const shown = matches.slice(0, MAX_SHOWN);
  const files = [...new Set(shown.map(({ path }) => path))];
  return (
    <div className="min-h-0 flex-1 overflow-y-auto px-2 pb-4" aria-busy={isRunning}>
      <p role="status" className="flex items-center gap-1.5 py-1 text-xs text-ink-faint">
        {isRunning && <LoaderCircle size={12} aria-hidden className="animate-[spin_0.9s_linear_infinite]" />}
        {t('files.found', { lines: matches.length, files: files.length })}
        {isTruncated && error === undefined && ` ${t('files.foundMore')}`}
      </p>
      {error !== undefined && <ErrorNote message={error} />}
      {!isRunning && matches.length === 0 && error === undefined && <EmptyState title={t('files.noMatch')} />}
      {files.map((path) => (
        <section key={path} className="pb-2">
          <h3 className="truncate py-0.5 text-xs font-medium text-ink" title={escapeHiddenInLine(path)}>
            {escapeHiddenInLine(path)}
          </h3>
          {shown
            .filter((match) => match.path === path)
            .map(({ line, text }) => (
              <button
                key={line}
                type="button"
                onClick={() => onOpen(path, line)}
                className="flex w-full gap-2 rounded-sm px-1 py-0.5 text-start font-mono text-xs text-ink-soft hover:bg-hover hover:text-ink"
              >
                <span className="tabular w-8 shrink-0 text-end text-ink-faint">{line}</span>
                <span className="min-w-0 flex-1 truncate">{escapeHiddenInLine(text.trimStart())}</span>
              </button>
            ))}
        </section>
      ))}
    </div>
  );
}
