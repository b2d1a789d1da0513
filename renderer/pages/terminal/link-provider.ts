// Finds links in the lines of an xterm, also where a line is wrapped.
import type { IBufferLine, IBufferRange, ILink, Terminal } from '@xterm/xterm';
import { findLinks, type FoundLink, type LinkTarget } from './terminal-links.ts';

/** Most rows of a wrapped line that are searched. */
const MAX_ROWS = 20;

interface LinkEvents {
  openLink(target: LinkTarget): void;
  /** The absolute path of the workspace. */
  cwd(): string;
}

/** A cell: column and row, from 1. */
interface Cell {
  readonly x: number;
  readonly y: number;
}

/** A line as it was printed: its text, and the cell of each character of it. */
interface LogicalLine {
  readonly text: string;
  readonly cells: readonly Cell[];
}

/** Makes addresses and file names links; `element` shows where one leads. The terminal disposes of them. */
export function linkOutput(terminal: Terminal, element: HTMLElement, events: LinkEvents): void {
  terminal.registerLinkProvider({
    provideLinks(y, done) {
      const line = readLine(terminal, y);
      const links = findLinks(line.text, events.cwd()).flatMap((link) => toLink(link, line, element, events) ?? []);
      done(links.filter(({ range }) => range.start.y <= y && range.end.y >= y));
    },
  });
}

function toLink(
  { start, text, target }: FoundLink,
  { cells }: LogicalLine,
  element: HTMLElement,
  events: LinkEvents,
): ILink | undefined {
  const [first, last] = [cells[start], cells[start + text.length - 1]];
  if (first === undefined || last === undefined) return undefined;
  const range: IBufferRange = { start: first, end: last };
  return {
    range,
    text,
    activate: () => events.openLink(target),
    hover: () => (element.title = target.kind === 'file' ? target.path : text),
    leave: () => element.removeAttribute('title'),
  };
}

/** The line of a row, with the rows that it is wrapped into. */
function readLine({ buffer: { active }, cols }: Terminal, y: number): LogicalLine {
  let first = y - 1;
  while (first > 0 && y - first < MAX_ROWS && active.getLine(first)?.isWrapped === true) first -= 1;
  let text = '';
  const cells: Cell[] = [];
  for (let row = first; row < first + MAX_ROWS; row += 1) {
    const line = active.getLine(row);
    if (line === undefined || (row > first && !line.isWrapped)) break;
    for (const { x, characters } of readCells(line, cols)) {
      text += characters;
      for (let unit = 0; unit < characters.length; unit += 1) cells.push({ x, y: row + 1 });
    }
  }
  return { text, cells };
}

function* readCells(line: IBufferLine, cols: number) {
  for (let column = 0; column < cols; column += 1) {
    const cell = line.getCell(column);
    // The second half of a wide character has no width.
    if (cell !== undefined && cell.getWidth() > 0) yield { x: column + 1, characters: cell.getChars() || ' ' };
  }
}
