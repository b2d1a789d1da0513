// `gatehouse sessions export`: a whole session as Markdown for a person, or as JSON lines for a program.
import { closeSync, openSync, writeSync } from 'node:fs';

import type { GatewayClient } from '#contract/wire/client-api.ts';
import { ITEM_TEXT_LIMIT } from '#contract/wire/limits.ts';
import type { Item } from '#contract/sessions/session-view.ts';

import { operand, textOption, type CommandContext } from '../parser/command.ts';
import { CommandError, EXIT, type ExitCode } from '../output/exit-codes.ts';
import { withGateway } from '../connection/gateway-connection.ts';
import { plainText } from '../output/plain-text.ts';
import { readItems, wordsOf } from '../output/session-items.ts';

/** The forms, the usual one first. */
export const EXPORT_FORMATS = ['markdown', 'jsonl'] as const;

const OWNER_ONLY = 0o600;

/** Writes it; only what is complete gets its name. */
export function exportSession(context: CommandContext): Promise<ExitCode> {
  return withGateway(context, async (client) => {
    const key = operand(context, 0);
    const { session } = await client.request('sessions.describe', { key });
    if (session === null) throw new CommandError(EXIT.failed, `there is no session "${key}"`);
    const progress = context.output.progress('Reading');
    const items = await readItems(client, session.key, Infinity, (read, total) => progress.at(read, total));
    const whole = await Promise.all(items.map((item) => wholeItem(client, session.key, item)));
    progress.end();
    const isJsonLines = textOption(context, 'format') === 'jsonl';
    const text = isJsonLines
      ? [{ session }, ...whole].map((line) => JSON.stringify(line)).join('\n')
      : markdown(session.label ?? session.derivedTitle ?? session.key, whole);
    writeResult(context, session.key, whole.length, `${text}\n`);
    return EXIT.ok;
  });
}

function writeResult({ output, ...context }: CommandContext, key: string, items: number, text: string): void {
  const file = textOption(context, 'out');
  if (file === undefined) {
    // A file is kept as it was said; on a terminal nothing of it may act.
    output.text(plainText(text));
    output.json({ ok: true, key, items, text });
    return;
  }
  writeNew(file, text);
  output.json({ ok: true, key, items, file });
  output.line(`${items} messages of ${key} are in ${file}.`);
}

function writeNew(file: string, text: string): void {
  let descriptor: number;
  try {
    descriptor = openSync(file, 'wx', OWNER_ONLY);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandError(EXIT.failed, `${file} cannot be written: ${reason}`, { cause: error });
  }
  try {
    writeSync(descriptor, text);
  } finally {
    closeSync(descriptor);
  }
}

/** Long texts come shortened in a list. */
async function wholeItem(client: GatewayClient, key: string, item: Item): Promise<Item> {
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
      return `## ${item.sender ?? 'Person'} (${time})\n\n${item.text}`;
    case 'assistant': {
      const calls = item.calls.map(({ name, title, state, text }) => {
        const result = text === undefined ? '' : `\n\n${fenced(text)}`;
        return `**${name}** ${title ?? ''} (${state})${result}`;
      });
      return [`## ${item.provider}/${item.model} (${time})`, wordsOf(item), ...calls].filter(Boolean).join('\n\n');
    }
    case 'divider':
      return `---\n\n*${item.text || item.what} (${time})*`;
  }
}

/** A fence that is longer than any in the text. */
function fenced(text: string): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}\n${text}\n${fence}`;
}
