// `gatehouse sessions`: finds, shows, archives, restores, exports and deletes conversations.
import type { GatewayClient } from '#contract/wire/client-api.ts';
import type { SessionRow } from '#contract/types/sessions.ts';

import { countOption, defineCommand, given, hasFlag, operand, type CommandContext } from '../parser/command.ts';
import { confirm } from '../terminal/confirm.ts';
import { CommandError, EXIT, type ExitCode } from '../output/exit-codes.ts';
import { withGateway } from '../connection/gateway-connection.ts';
import { plainLine } from '../output/plain-text.ts';
import { exportSession, EXPORT_FORMATS } from './sessions-export.ts';
import { itemText, readItems } from '../output/session-items.ts';
import type { Column } from '../output/table.ts';
import { timeText } from '../output/format-time.ts';

const DEFAULT_LIMIT = 20;
const DEFAULT_ITEMS = 20;

const SESSION = [{ name: 'session', ids: 'session' }] as const;

export const sessions = defineCommand({
  name: 'sessions',
  summary: 'Find, show, archive, restore, export or delete sessions.',
  actions: [
    {
      name: 'list',
      summary: 'the newest first',
      options: {
        search: { value: 'text', help: 'only those whose title or messages contain this' },
        agent: { value: 'agent', help: 'only those of this agent', ids: 'agent' },
        archived: { help: 'the archived ones' },
        limit: { value: 'n', help: `so many at most (default: ${DEFAULT_LIMIT})` },
      },
      run: list,
    },
    {
      name: 'show',
      summary: 'what was said last',
      operands: SESSION,
      options: { limit: { value: 'n', help: `so many messages (default: ${DEFAULT_ITEMS})` } },
      run: show,
    },
    {
      name: 'search',
      summary: 'find what was said',
      operands: [{ name: 'text', takesRest: true }],
      options: {
        archived: { help: 'archived and earlier conversations, too' },
        limit: { value: 'n', help: `so many at most (default: ${DEFAULT_LIMIT})` },
      },
      run: search,
    },
    { name: 'archive', summary: 'put it away; it stays readable', operands: SESSION, run: archive },
    { name: 'restore', summary: 'take it out of the archive, or its deletion back', operands: SESSION, run: restore },
    {
      name: 'export',
      summary: 'write all of it to a file, or to stdout',
      operands: SESSION,
      options: {
        format: { value: 'format', help: 'form (default: markdown)', choices: EXPORT_FORMATS },
        out: { value: 'file', help: 'where to; it must not exist yet' },
      },
      run: exportSession,
    },
    {
      name: 'delete',
      summary: 'delete it; it can be restored for 30 days',
      operands: SESSION,
      options: { yes: { short: 'y', help: 'do not ask' } },
      run: remove,
    },
  ],
});

const COLUMNS: readonly Column[] = [
  { title: 'CHANGED' },
  { title: 'STATE', tone: (state) => (state === 'running' ? 'cyan' : state === 'failed' ? 'red' : 'dim') },
  { title: 'SESSION' },
  { title: 'TITLE' },
];

function list(context: CommandContext): Promise<ExitCode> {
  return withGateway(context, async (client) => {
    const { output } = context;
    const found = await client.request('sessions.list', {
      limit: countOption(context, 'limit', DEFAULT_LIMIT),
      includeDerivedTitles: true,
      ...given(context, 'search', 'search'),
      ...given(context, 'agent', 'agentId'),
      ...(hasFlag(context, 'archived') ? { archived: true } : {}),
    });
    output.json({ ok: true, sessions: found.sessions, totalCount: found.totalCount });
    if (found.sessions.length === 0) output.line('No sessions.');
    else output.table(COLUMNS, found.sessions.map(cellsOf));
    if (found.hasMore) output.note(`${found.totalCount} in all; --limit shows more.`);
    return EXIT.ok;
  });
}

function cellsOf({ updatedAt, status, key, label, derivedTitle }: SessionRow): readonly string[] {
  return [timeText(updatedAt), status ?? 'idle', key, label ?? derivedTitle ?? ''];
}

function show(context: CommandContext): Promise<ExitCode> {
  return withGateway(context, async (client) => {
    const { output } = context;
    const session = await describe(client, operand(context, 0));
    const items = await readItems(client, session.key, countOption(context, 'limit', DEFAULT_ITEMS));
    output.json({ ok: true, session, items });
    output.line(output.paint('bold', plainLine(session.label ?? session.derivedTitle ?? session.key)));
    output.line(
      `${session.key} · ${session.status ?? 'idle'} · ${session.modelProvider}/${session.model} · ${timeText(session.updatedAt)}`,
    );
    for (const item of items) output.line(`\n${itemText(item, output.paint)}`);
    return EXIT.ok;
  });
}

const FOUND_COLUMNS: readonly Column[] = [{ title: 'SAID' }, { title: 'BY' }, { title: 'SESSION' }, { title: 'WORDS' }];

function search(context: CommandContext): Promise<ExitCode> {
  return withGateway(context, async (client) => {
    const { results, truncated = false } = await client.request('sessions.search', {
      query: context.operands.join(' '),
      limit: countOption(context, 'limit', DEFAULT_LIMIT),
      ...(hasFlag(context, 'archived') ? { archived: true } : {}),
    });
    context.output.json({ ok: true, results, truncated });
    const rows = results.map(({ timestamp, role, sessionKey, snippet }) => [
      timeText(timestamp),
      role,
      sessionKey,
      snippet,
    ]);
    if (rows.length === 0) context.output.line('Nothing was found.');
    else context.output.table(FOUND_COLUMNS, rows);
    if (truncated) context.output.note('There is more; --limit shows it.');
    return EXIT.ok;
  });
}

function archive(context: CommandContext): Promise<ExitCode> {
  return withGateway(context, async (client) => {
    const { key } = await client.request('sessions.patch', { key: operand(context, 0), archived: true });
    context.output.json({ ok: true, key });
    context.output.line(`${key} is in the archive.`);
    return EXIT.ok;
  });
}

function restore(context: CommandContext): Promise<ExitCode> {
  return withGateway(context, async (client) => {
    const key = operand(context, 0);
    const { session } = await client.request('sessions.describe', { key });
    if (session === null) await client.request('sessions.restore', { key });
    else await client.request('sessions.patch', { key, archived: false });
    context.output.json({ ok: true, key: session?.key ?? key });
    context.output.line(`${session?.key ?? key} is back.`);
    return EXIT.ok;
  });
}

function remove(context: CommandContext): Promise<ExitCode> {
  return withGateway(context, async (client) => {
    const { key, label, derivedTitle } = await describe(client, operand(context, 0));
    const title = plainLine(label ?? derivedTitle ?? key);
    await confirm(context, `Delete "${title}" (${key})?`);
    await client.request('sessions.delete', { key });
    context.output.json({ ok: true, key });
    context.output.line(`Deleted. "gatehouse sessions restore ${key}" brings it back.`);
    return EXIT.ok;
  });
}

async function describe(client: GatewayClient, key: string): Promise<SessionRow> {
  const { session } = await client.request('sessions.describe', { key });
  if (session !== null) return session;
  throw new CommandError(EXIT.failed, `there is no session "${key}"; see "gatehouse sessions list"`);
}
