// The search in the changes: in all files, also collapsed ones, which are opened at a match.
import { useEffect, useMemo, useState, type RefObject } from 'react';
import { useStore } from 'zustand';
import { t } from '#messages/translate.ts';
import { FindBar } from '../../design/find/find-bar.tsx';
import { clearMarks, markMatches, textNodes } from '../../design/find/find-marks.ts';
import { compileFind } from '../../design/find/find-text.ts';
import type { Changes } from './changes-store.ts';
import { listLines, type FindLine } from './find-lines.ts';

interface FindInChangesProps {
  readonly changes: Changes;
  /** The panel, with a `data-row` for each line in a `data-path`. */
  readonly panel: RefObject<HTMLElement | null>;
  readonly onClose: () => void;
}

/** The bar; the search lasts while it is mounted. */
export function FindInChanges({ changes, panel, onClose }: FindInChangesProps) {
  const [wanted, setWanted] = useState({ query: '', matchesCase: false });
  const [current, setCurrent] = useState<FindLine | undefined>();
  const state = useStore(changes.store);
  const { list, details, expanded, view, loadsAll } = state;
  useEffect(() => {
    const stop = new AbortController();
    if (list !== undefined) void changes.loadAll(stop.signal);
    return () => stop.abort();
  }, [changes, list]);
  const lines = useMemo(() => listLines({ list, details, expanded, view }), [list, details, expanded, view]);
  const matches = useMemo(() => findLines(lines, wanted), [lines, wanted]);
  const at = matches.findIndex((match) => isSame(match, current));
  const show = (match: FindLine | undefined): void => {
    setCurrent(match);
    if (match !== undefined) changes.select(match.path);
  };
  const search = (next: typeof wanted): void => {
    setWanted(next);
    const found = findLines(lines, next);
    // A collapsed file is opened only if nothing that is on the screen matches.
    show(found.find(({ path }) => state.open.has(path)) ?? found[0]);
  };
  useMarks(panel, wanted, current);
  return (
    <FindBar
      className="shrink-0 border-b border-line px-2 py-1"
      label={t('changes.find')}
      {...wanted}
      count={matches.length}
      place={at + 1}
      loading={loadsAll ? t('changes.loading') : undefined}
      enter="next"
      onQuery={(query) => search({ ...wanted, query })}
      onCase={(matchesCase) => search({ ...wanted, matchesCase })}
      onStep={(by) => show(stepLine(matches, at, by))}
      onClose={onClose}
    />
  );
}

function findLines(lines: readonly FindLine[], wanted: { readonly query: string; readonly matchesCase: boolean }) {
  const isMatch = compileFind(wanted);
  return lines.filter(({ text }) => isMatch(text));
}

/** The next match, wrapping around. */
function stepLine(matches: readonly FindLine[], at: number, by: 1 | -1): FindLine | undefined {
  if (at === -1) return matches.at(by === 1 ? 0 : -1);
  return matches[(at + by + matches.length) % matches.length];
}

function isSame(line: FindLine, other: FindLine | undefined): boolean {
  return line.path === other?.path && line.row === other.row;
}

/** Marks the matches that are on the page, and scrolls to the current one. */
function useMarks(
  panel: RefObject<HTMLElement | null>,
  wanted: { readonly query: string; readonly matchesCase: boolean },
  current: FindLine | undefined,
): void {
  // After each render, because files are opened and loaded.
  useEffect(() => {
    if (panel.current === null) return undefined;
    const rows = [...panel.current.querySelectorAll<HTMLElement>('[data-row]')];
    const texts = rows.map((row) => ({ nodes: textNodes(row), isCurrent: isAt(row, current) }));
    markMatches('changes', texts, wanted);
    return () => clearMarks('changes');
  });
  const [path, row] = [current?.path, current?.row];
  useEffect(() => {
    const rows = [...(panel.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])];
    if (path !== undefined && row !== undefined)
      rows.find((one) => isAt(one, { path, row }))?.scrollIntoView({ block: 'center' });
  }, [panel, path, row]);
}

function isAt(element: HTMLElement, line: Pick<FindLine, 'path' | 'row'> | undefined): boolean {
  if (line === undefined || element.dataset['row'] !== line.row) return false;
  return element.closest<HTMLElement>('[data-path]')?.dataset['path'] === line.path;
}
