// Finds text in the rows of a session: messages, reasoning, commands and their output.
import { compileFind, isEmptyQuery, type Wanted } from '../../../design/find/find-text.ts';
import type { Row } from '../transcript/transcript-rows.ts';

/** The searchable text of a row. */
function rowText(row: Row): string {
  switch (row.type) {
    case 'user':
    case 'divider':
      return row.item.text;
    case 'text':
    case 'thinking':
      return row.text;
    case 'outgoing':
      return row.message.text;
    case 'tools':
      return row.calls
        .map((call) =>
          [...Object.values(call.input).filter((value) => typeof value === 'string'), call.text ?? ''].join('\n'),
        )
        .join('\n');
    default:
      return '';
  }
}

/** The indexes of the rows that contain the query. */
export function findRows(rows: readonly Row[], wanted: Wanted): readonly number[] {
  const isMatch = compileFind(wanted);
  return isEmptyQuery(wanted) ? [] : rows.flatMap((row, index) => (isMatch(rowText(row)) ? [index] : []));
}

/** The next match from `current`, wrapping around; the last one if there is no current match. */
export function stepMatch(matches: readonly number[], current: number | undefined, step: 1 | -1): number | undefined {
  if (matches.length === 0) return undefined;
  if (current === undefined) return matches.at(-1);
  const next = step === 1 ? matches.find((index) => index > current) : matches.findLast((index) => index < current);
  return next ?? (step === 1 ? matches[0] : matches.at(-1));
}
