// `gatehouse sessions export`: a complete session as Markdown or JSON Lines.
import { writeFileSync } from 'node:fs';

import type { GatewayClient } from '#contract/wire/client-api.ts';
import { ITEM_TEXT_LIMIT } from '#contract/wire/limits.ts';
import type { Item } from '#contract/sessions/session-view.ts';

import { errorMessage } from '#contract/wire/errors.ts';
import { argument, textOption, type CommandContext } from '../parser/command.ts';
import { sessionTitle } from '../output/display-names.ts';
import { findSession } from '../connection/find.ts';
import { CommandError, EXIT } from '../output/exit-codes.ts';
import { plainText } from '../output/plain-text.ts';
import { readItems, messageText } from '../output/transcript.ts';

/** Export formats, the default first. */
export const EXPORT_FORMATS = ['markdown', 'jsonl'] as const;

const OWNER_ONLY = 0o600;

/** Exports a session. The file is written only after everything was read. */
export async function exportSession(context: CommandContext, client: GatewayClient): Promise<void> {
  const session = await findSession(client, argument(context, 0));
  const progress = context.output.progress('Reading');
  const items = await readItems(client, session.key, Infinity, (read, total) => progress.update(read, total));
  const complete = await Promise.all(items.map((item) => completeItem(client, session.key, item)));
  progress.end();
  const isJsonLines = textOption(context, 'format') === 'jsonl';
  const text = isJsonLines
    ? [{ session }, ...complete].map((line) => JSON.stringify(line)).join('\n')
    : markdown(sessionTitle(session, session.key), complete);
  writeResult(context, session.key, complete.length, `${text}\n`);
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

/** Lists truncate long texts, so those items are read individually. */
async function completeItem(client: GatewayClient, key: string, item: Item): Promise<Item> {
  if (JSON.stringify(item).length < ITEM_TEXT_LIMIT) return item;
  return (await client.request('sessions.item.get', { key, itemId: item.id })).item;
}

function markdown(title: string, items: readonly Item[]): string {
  return [`# ${title.replaceAll(/\s+/g, ' ')}`, ...items.map(section)].join('\n\n');
}

function section(item: Item): string {
  const time = new Date(item.ts).toISOString();
  switch (item.kind) {
    case 'user':
      return `## ${item.sender ?? 'User'} (${time})\n\n${item.text}`;
    case 'assistant': {
      const calls = item.calls.map(({ name, title, state, text }) => {
        const result = text === undefined ? '' : `\n\n${fenced(text)}`;
        return `**${name}** ${title ?? ''} (${state})${result}`;
      });
      return [`## ${item.provider}/${item.model} (${time})`, messageText(item), ...calls].filter(Boolean).join('\n\n');
    }
    case 'divider':
      return `---\n\n*${item.text || item.what} (${time})*`;
  }
}

/** A code fence longer than any in the text. */
function fenced(text: string): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}\n${text}\n${fence}`;
}
