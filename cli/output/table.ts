// Tables: columns as wide as their widest cell; the last one is truncated to the terminal.
import type { Color, Colorize } from './colors.ts';
import { plainLine } from './plain-text.ts';

const GAP = '  ';
/** Characters two columns wide. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;
const ZERO_WIDTH = /\p{Mark}|\p{Format}/u;
/** Minimum width of a truncated last column. */
const MIN_LAST_WIDTH = 20;

/** A column of rows of type T; `color` picks a color by the cell's text. */
export interface Column<T> {
  readonly title: string;
  readonly cell: (row: T) => string;
  readonly alignsRight?: true;
  readonly color?: (cell: string) => Color | undefined;
}

/** The lines of a table; `width` is the width of the terminal, if any. */
export function tableLines<T>(
  columns: readonly Column<T>[],
  rows: readonly T[],
  colorize: Colorize,
  width?: number,
): readonly string[] {
  const cells = rows.map((row) => columns.map(({ cell }) => plainLine(cell(row))));
  const widths = columns.map(({ title }, index) =>
    Math.max(displayWidth(title), ...cells.map((row) => displayWidth(row[index] ?? ''))),
  );
  const before = widths.slice(0, -1).reduce((sum, each) => sum + each + GAP.length, 0);
  const lastWidth = width === undefined ? Infinity : Math.max(width - before, MIN_LAST_WIDTH);
  const line = (row: readonly string[], pickColor: (column: Column<T>, cell: string) => Color | undefined) =>
    columns
      .map((column, index) => {
        const isLast = index === columns.length - 1;
        const cell = isLast ? truncate(row[index] ?? '', lastWidth) : (row[index] ?? '');
        const color = pickColor(column, cell);
        const padding = ' '.repeat(Math.max((widths[index] ?? 0) - displayWidth(cell), 0));
        const text = color === undefined ? cell : colorize(color, cell);
        if (column.alignsRight === true) return padding + text;
        return isLast ? text : text + padding;
      })
      .join(GAP)
      .trimEnd();
  return [
    line(
      columns.map(({ title }) => title),
      () => 'bold',
    ),
    ...cells.map((row) => line(row, (column, cell) => column.color?.(cell))),
  ];
}

function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) {
    if (WIDE.test(character)) width += 2;
    else if (!ZERO_WIDTH.test(character)) width += 1;
  }
  return width;
}

function truncate(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  let kept = '';
  for (const character of text) {
    if (displayWidth(kept + character) > width - 1) break;
    kept += character;
  }
  return `${kept}…`;
}
