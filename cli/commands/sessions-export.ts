// `gatehouse sessions export`: a complete session as Markdown, HTML, or JSON Lines.
import { writeFileSync } from 'node:fs';

import type { GatewayClient } from '#contract/wire/client-api.ts';
import type { SessionRow } from '#contract/types/sessions.ts';
import { toHtml } from '#contract/sessions/html-export.ts';
import type { Item } from '#contract/sessions/session-view.ts';
import { readCompleteItems, toJsonLines, toMarkdown } from '#contract/sessions/session-export.ts';

import { errorMessage } from '#contract/wire/errors.ts';
import { argument, textOption, type CommandContext } from '../parser/command.ts';
import { sessionTitle } from '../output/display-names.ts';
import { findSession } from '../connection/find.ts';
import { CommandError, EXIT } from '../output/exit-codes.ts';
import { plainText } from '../output/plain-text.ts';

/** Export formats, the default first. */
export const EXPORT_FORMATS = ['markdown', 'html', 'jsonl'] as const;

const OWNER_ONLY = 0o600;

/** Exports a session. The file is written only after everything was read. */
export async function exportSession(context: CommandContext, client: GatewayClient): Promise<void> {
  const session = await findSession(client, argument(context, 0));
  const progress = context.output.progress('Reading');
  const items = await readCompleteItems(client, session.key, (read, total) => progress.update(read, total));
  progress.end();
  const title = sessionTitle(session, session.key);
  writeResult(context, session.key, items.length, toText(textOption(context, 'format'), session, title, items));
}

function toText(format: string | undefined, session: SessionRow, title: string, items: readonly Item[]): string {
  if (format === 'jsonl') return toJsonLines(session, items);
  return format === 'html' ? toHtml([{ title, items }]) : toMarkdown(title, items);
}

function writeResult({ output, ...context }: CommandContext, key: string, items: number, text: string): void {
  const file = textOption(context, 'out');
  if (file === undefined) {
    // Sanitized on stdout only; a file keeps the original text.
    output.text(plainText(text));
    output.json({ ok: true, key, items, text });
    return;
  }
  try {
    writeFileSync(file, text, { flag: 'wx', mode: OWNER_ONLY });
  } catch (error) {
    throw new CommandError(EXIT.failed, `cannot write ${file}: ${errorMessage(error)}`, { cause: error });
  }
  output.result({ ok: true, key, items, file }, `Exported ${items} messages of ${key} to ${file}.`);
}
