// Tables of the command line: columns as wide as their widest cell; the last one may be cut to the terminal.
import { plainLine } from './plain-text.ts';
import type { Paint, Tone } from './colors.ts';

const GAP = '  ';
/** Characters that take two places on a terminal. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;
const WITHOUT_WIDTH = /\p{Mark}|\p{Format}/u;
/** A last column is never cut to less, characters. */
const LEAST_LAST = 20;

/** A column; `tone` may look at the cell. */
export interface Column {
  readonly title: string;
  readonly alignsRight?: true;
  readonly tone?: (cell: string) => Tone | undefined;
}

/** The lines of a table. `width` is that of the terminal, if there is one. */
export function tableLines(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  paint: Paint,
  width?: number,
): readonly string[] {
  const cells = rows.map((row) => columns.map((_column, index) => plainLine(row[index] ?? '')));
  const widths = columns.map(({ title }, index) =>
    Math.max(widthOf(title), ...cells.map((row) => widthOf(row[index] ?? ''))),
  );
  const before = widths.slice(0, -1).reduce((sum, each) => sum + each + GAP.length, 0);
  const lastWidth = width === undefined ? Infinity : Math.max(width - before, LEAST_LAST);
  const line = (row: readonly string[], toneOf: (column: Column, cell: string) => Tone | undefined) =>
    columns
      .map((column, index) => {
        const isLast = index === columns.length - 1;
        const cell = isLast ? cut(row[index] ?? '', lastWidth) : (row[index] ?? '');
        const tone = toneOf(column, cell);
        const space = ' '.repeat(Math.max((widths[index] ?? 0) - widthOf(cell), 0));
        const painted = tone === undefined ? cell : paint(tone, cell);
        if (column.alignsRight === true) return space + painted;
        return isLast ? painted : painted + space;
      })
      .join(GAP)
      .trimEnd();
  return [
    line(
      columns.map(({ title }) => title),
      () => 'bold',
    ),
    ...cells.map((row) => line(row, (column, cell) => column.tone?.(cell))),
  ];
}

function widthOf(text: string): number {
  let width = 0;
  for (const character of text) {
    if (WIDE.test(character)) width += 2;
    else if (!WITHOUT_WIDTH.test(character)) width += 1;
  }
  return width;
}

function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let kept = '';
  for (const character of text) {
    if (widthOf(kept + character) > width - 1) break;
    kept += character;
  }
  return `${kept}…`;
}
