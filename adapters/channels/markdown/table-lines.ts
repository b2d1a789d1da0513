// A table as lines of aligned text, for networks without tables. It is meant for a monospaced font.
import type { AlignType, Table } from 'mdast';
import { toString } from 'mdast-util-to-string';

/** Wider columns are cut off: phones show about 40 characters. */
const MAX_COLUMN = 60;
const WIDE =
  /\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{20000}-\u{3fffd}]/u;
const GRAPHEMES = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** The lines: the header, a rule, and the rows. */
export function tableLines({ children, align }: Table): readonly string[] {
  const rows = children.map((row) =>
    row.children.map((cell) => shorten(toString(cell).replaceAll(/\s+/g, ' ').trim())),
  );
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, at) => Math.max(1, ...rows.map((row) => getWidth(row[at] ?? ''))));
  const lines = rows.map((row) =>
    widths
      .map((width, at) => pad(row[at] ?? '', width, align?.[at] ?? null))
      .join('  ')
      .trimEnd(),
  );
  const rule = widths.map((width) => '─'.repeat(width)).join('  ');
  return [...lines.slice(0, 1), rule, ...lines.slice(1)];
}

function pad(cell: string, width: number, align: AlignType): string {
  const room = Math.max(0, width - getWidth(cell));
  if (align === 'right') return ' '.repeat(room) + cell;
  const before = align === 'center' ? Math.floor(room / 2) : 0;
  return ' '.repeat(before) + cell + ' '.repeat(room - before);
}

function shorten(cell: string): string {
  const parts = [...GRAPHEMES.segment(cell)].map(({ segment }) => segment);
  return parts.length > MAX_COLUMN ? `${parts.slice(0, MAX_COLUMN - 1).join('')}…` : cell;
}

/** Columns of a terminal that a text takes. */
function getWidth(text: string): number {
  let width = 0;
  for (const { segment } of GRAPHEMES.segment(text)) width += WIDE.test(segment) ? 2 : 1;
  return width;
}
