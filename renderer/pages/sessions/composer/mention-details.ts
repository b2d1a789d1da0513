// What the model gets to know about a session, agent, terminal, or symbol that a message mentions.
import { readItems, messageText } from '#contract/sessions/session-export.ts';
import type { Item } from '#contract/sessions/session-view.ts';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { quoteOutput } from '../../terminal/quote-output.ts';
import { lastLines, terminalSpans } from '../tools/terminal-text.ts';
import { takeDeclaration } from './take-declaration.ts';
import { toQuote } from './quote.ts';
import type { MentionChoice } from './mentions.ts';

/** Transcript items that are read for an excerpt. */
const EXCERPT_ITEMS = 30;
const EXCERPT_MESSAGES = 6;
const MESSAGE_CHARACTERS = 1_500;
const TERMINAL_LINES = 80;

/** The text that is sent below the message. `sessionKey`: that of the message; absent in a new one. @throws {RequestError} */
export async function describeMention(
  client: GatewayClient,
  choice: MentionChoice,
  sessionKey?: string,
): Promise<string> {
  const { kind, id, label, detail, symbol } = choice;
  if (symbol !== undefined) return describeSymbol(client, label, symbol, sessionKey);
  if (kind === 'agent')
    return `“@${label}” is the agent with the ID ${id}${detail === undefined ? '' : ` (${detail})`}.`;
  if (kind === 'terminal') {
    const { output } = await client.request('terminal.output', { sessionId: id });
    return quoteOutput(`“@${label}” is a terminal. Its last output`, readScreen(output));
  }
  const items = await readItems(client, id, EXCERPT_ITEMS);
  const messages = items.flatMap(readMessage).slice(-EXCERPT_MESSAGES);
  const head = `“@${label}” is the session ${id}`;
  return messages.length === 0
    ? `${head}. It has no messages yet.`
    : `${head}. Its last messages:\n\n${messages.join('\n\n')}`;
}

/** With its code; in a new session, whose files can't be read yet, with the line that declares it. */
async function describeSymbol(
  client: GatewayClient,
  name: string,
  { kind, path, line, text }: NonNullable<MentionChoice['symbol']>,
  sessionKey: string | undefined,
): Promise<string> {
  const content = sessionKey === undefined ? undefined : await readText(client, sessionKey, path);
  const code = content === undefined ? text : takeDeclaration(content, line);
  return quoteOutput(`“${name}” is a ${kind} in ${path}, line ${line}`, code);
}

async function readText(client: GatewayClient, sessionKey: string, path: string): Promise<string | undefined> {
  const { file } = await client.request('sessions.files.get', { sessionKey, path });
  return file.content;
}

/** The last lines without colors and other control sequences. */
function readScreen(output: string): string {
  const text = terminalSpans(output)
    .map((span) => span.text)
    .join('');
  return lastLines(text, TERMINAL_LINES).text;
}

function readMessage(item: Item): readonly string[] {
  const text = item.kind === 'user' ? item.text : item.kind === 'assistant' ? messageText(item) : '';
  if (text.trim() === '') return [];
  return [toQuote(`${item.kind === 'user' ? 'User' : 'Agent'}: ${shorten(text.trim())}`)];
}

function shorten(text: string): string {
  return text.length > MESSAGE_CHARACTERS ? `${text.slice(0, MESSAGE_CHARACTERS)}…` : text;
}
