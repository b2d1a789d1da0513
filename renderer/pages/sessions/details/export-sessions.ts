// Downloads sessions as Markdown, HTML, or JSON Lines, several in one file.
import { toHtml } from '#contract/sessions/html-export.ts';
import type { Item } from '#contract/sessions/session-view.ts';
import { readCompleteItems, toJsonLines, toMarkdown } from '#contract/sessions/session-export.ts';
import type { SessionRow } from '#contract/types/sessions.ts';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { sessionTitle } from '../../../state/session-list.ts';
import { saveFile } from '../../settings/export-audit.ts';

/** The formats, as they are offered. */
export const EXPORT_FORMATS = ['markdown', 'html', 'jsonl'] as const satisfies readonly ExportFormat[];
/** As `gatehouse sessions export` writes it. */
export type ExportFormat = 'markdown' | 'html' | 'jsonl';

const FILES = {
  markdown: { ending: 'md', type: 'text/markdown', separator: '\n' },
  html: { ending: 'html', type: 'text/html', separator: '' },
  jsonl: { ending: 'jsonl', type: 'application/jsonl', separator: '' },
} as const;
/** The name of a file with several sessions. */
const SEVERAL = 'gatehouse-sessions';
const MAX_NAME_CHARS = 60;

/** Several are exported to one file: browsers ask before a page downloads many. */
export async function exportSessions(
  client: Pick<GatewayClient, 'request'>,
  rows: readonly SessionRow[],
  format: ExportFormat,
): Promise<void> {
  const sessions: { readonly row: SessionRow; readonly title: string; readonly items: readonly Item[] }[] = [];
  for (const row of rows)
    sessions.push({ row, title: sessionTitle(row), items: await readCompleteItems(client, row.key) });
  const { ending, type, separator } = FILES[format];
  const [first, second] = rows;
  const name = first === undefined || second !== undefined ? SEVERAL : toFileName(first);
  const text =
    format === 'html'
      ? toHtml(sessions)
      : sessions
          .map(({ row, title, items }) => (format === 'jsonl' ? toJsonLines(row, items) : toMarkdown(title, items)))
          .join(separator);
  saveFile(`${name}.${ending}`, text, type);
}

/** The title as a file name for any system, with the end of the session's ID so that two never have the same. */
export function toFileName(row: SessionRow): string {
  const title = sessionTitle(row)
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, MAX_NAME_CHARS);
  const id = row.key.slice(row.key.lastIndexOf(':') + 1).replaceAll(/[^\w-]+/g, '-');
  return [title, id].filter((part) => part !== '').join('-');
}
