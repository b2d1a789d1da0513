// The lines that a search in the changes looks at: the names of files, and what their diffs show.
import { escapeHidden, escapeHiddenInLine } from '#contract/types/hidden-characters.ts';
import type { ChangesState } from './changes-store.ts';
import { toBlocks, type ShownLine } from './diff-rows.ts';

/** A line, or the name of a file. */
export interface FindLine {
  readonly path: string;
  /** Where it is in the file: `data-row` of its element. */
  readonly row: string;
  readonly text: string;
}

/** The row of a file's name. */
export const NAME_ROW = 'name';

/** The row of a line: its number before the change if it was removed, and after it otherwise. */
export function toRow({ oldNumber, newNumber }: Pick<ShownLine, 'oldNumber' | 'newNumber'>): string {
  return newNumber === undefined ? `old:${oldNumber ?? 0}` : `new:${newNumber}`;
}

/** All lines, in their order. Of files whose parts aren't loaded yet, the names. */
export function listLines({
  list,
  details,
  expanded,
  view,
}: Pick<ChangesState, 'list' | 'details' | 'expanded' | 'view'>): readonly FindLine[] {
  return (list?.files ?? []).flatMap(({ path }) => {
    const name = { path, row: NAME_ROW, text: escapeHiddenInLine(path) };
    const file = details.get(path);
    if (file === undefined) return [name];
    const options = { hidesWhitespace: view.hidesWhitespace, expanded: expanded.get(path) ?? new Set<number>() };
    const shown = toBlocks(file, options).flatMap((block) => {
      if (block.kind === 'context') return block.lines;
      return block.kind === 'part' && block.part.kind === 'lines' ? [...block.removed, ...block.added] : [];
    });
    const lines = shown.map((line) => ({ path, row: toRow(line), text: toText(line) }));
    return [name, ...lines];
  });
}

function toText({ spans }: ShownLine): string {
  return escapeHidden(spans.map(({ text }) => text).join(''));
}
