// Estimates the height of a row before it is measured, so that the scrollbar does not jump.
import type { Row } from './transcript-rows.ts';

const LINE_PX = 25;
const CHARACTERS_PER_LINE = 85;

/** Height in px. */
export function estimateRow(row: Row | undefined): number {
  switch (row?.type) {
    case 'text':
      return countLines(row.text) * LINE_PX + 16;
    case 'user':
      return countLines(row.item.text) * LINE_PX + 48;
    case 'outgoing':
      return countLines(row.message.text) * LINE_PX + 48;
    case 'tools':
      return row.calls.length * 28 + 12;
    case 'thinking':
      return 36;
    default:
      return 40;
  }
}

function countLines(text: string): number {
  let lines = 0;
  for (const line of text.split('\n', 200)) lines += Math.max(1, Math.ceil(line.length / CHARACTERS_PER_LINE));
  return lines;
}
