// `gatehouse sessions`
import type { SessionRow } from '#contract/types/sessions.ts';

import { findSession } from '../connection/find.ts';
import { withGateway } from '../connection/gateway-connection.ts';
import { sessionTitle } from '../output/display-names.ts';
import { EXIT, type ExitCode } from '../output/exit-codes.ts';
import { formatTime } from '../output/format-time.ts';
import { plainLine } from '../output/plain-text.ts';
import type { Column } from '../output/table.ts';
import { formatItem, readItems } from '../output/transcript.ts';
import { argument, countOption, defineCommand, hasFlag, optionAs, type CommandContext } from '../parser/command.ts';
import { confirm, YES_OPTION } from '../terminal/confirm.ts';
import { exportSession, EXPORT_FORMATS } from './sessions-export.ts';

const DEFAULT_LIMIT = 20;
const DEFAULT_ITEMS = 20;

const SESSION = [{ name: 'session', completes: 'session' }] as const;

export const sessions = defineCommand({
  name: 'sessions',
  summary: 'Manage sessions',
  examples: [
    'gatehouse sessions list --search "release notes"',
    'gatehouse sessions show agent:main:release --limit 50',
    'gatehouse sessions export agent:main:release --out release.md',
  ],
  subcommands: [
    {
      name: 'list',
      summary: 'List sessions, most recently updated first',
      options: {
        search: { value: 'text', help: 'Filter by text in the title or messages' },
        agent: { value: 'agent', help: 'Filter by agent', completes: 'agent' },
        archived: { help: 'List archived sessions instead' },
        limit: { value: 'n', help: `Maximum number of sessions (default: ${DEFAULT_LIMIT})` },
      },
      run: list,
    },
    {
      name: 'show',
      summary: 'Show the latest messages of a session',
      args: SESSION,
      options: { limit: { value: 'n', help: `Number of messages (default: ${DEFAULT_ITEMS})` } },
      run: show,
    },
    {
      name: 'search',
      summary: 'Search messages',
      args: [{ name: 'text', isVariadic: true }],
      options: {
        archived: { help: 'Include archived sessions and earlier conversations' },
        limit: { value: 'n', help: `Maximum number of results (default: ${DEFAULT_LIMIT})` },
      },
      run: search,
    },
    { name: 'archive', summary: 'Archive a session; it stays readable', args: SESSION, run: archive },
    { name: 'restore', summary: 'Restore an archived or deleted session', args: SESSION, run: restore },
    {
      name: 'export',
      summary: 'Export a session to a file or stdout',
      args: SESSION,
      options: {
        format: { value: 'format', help: 'Output format (default: markdown)', choices: EXPORT_FORMATS },
        out: { value: 'file', help: 'Write to this file, which must not exist' },
      },
      run: exportSession,
    },
    {
      name: 'delete',
      summary: 'Delete a session; it can be restored for 30 days',
      args: SESSION,
      options: YES_OPTION,
      run: remove,
    },
  ],
});

const COLUMNS: readonly Column[] = [
  { title: 'UPDATED' },
  { title: 'STATUS', color: (state) => (state === 'running' ? 'cyan' : state === 'failed' ? 'red' : 'dim') },
  { title: 'SESSION' },
  { title: 'TITLE' },
];

function list(context: CommandContext): Promise<ExitCode> {
  return withGateway(context, async (client) => {
    const { output } = context;
    const found = await client.request('sessions.list', {
      limit: countOption(context, 'limit', DEFAULT_LIMIT),
      includeDerivedTitles: true,
      ...optionAs(context, 'search', 'search'),
      ...optionAs(context, 'agent', 'agentId'),
      ...(hasFlag(context, 'archived') ? { archived: true } : {}),
    });
    output.json({ ok: true, sessions: found.sessions, totalCount: found.totalCount });
    output.table(COLUMNS, found.sessions.map(sessionCells), 'No sessions.');
    if (found.hasMore)
      output.note(`Showing ${found.sessions.length} of ${found.totalCount} sessions. Use --limit to show more.`);
    return EXIT.ok;
  });
}

function sessionCells(session: SessionRow): readonly string[] {
  const { updatedAt, status = 'idle', key } = session;
  return [formatTime(updatedAt), status, key, sessionTitle(session)];
}

function show(context: CommandContext): Promise<ExitCode> {
  return withGateway(context, async (client) => {
    const { output } = context;
    const session = await findSession(client, argument(context, 0));
    const items = await readItems(client, session.key, countOption(context, 'limit', DEFAULT_ITEMS));
    output.json({ ok: true, session, items });
    output.line(output.colorize('bold', plainLine(sessionTitle(session, session.key))));
    output.line(
      `${session.key} · ${session.status ?? 'idle'} · ${session.modelProvider}/${session.model} · ${formatTime(session.updatedAt)}`,
    );
    for (const item of items) output.line(`\n${formatItem(item, output.colorize)}`);
    return EXIT.ok;
  });
}

const MATCH_COLUMNS: readonly Column[] = [
  { title: 'TIME' },
  { title: 'ROLE' },
  { title: 'SESSION' },
  { title: 'TEXT' },
];

function search(context: CommandContext): Promise<ExitCode> {
  return withGateway(context, async (client) => {
    const { results, truncated = false } = await client.request('sessions.search', {
      query: context.args.join(' '),
      limit: countOption(context, 'limit', DEFAULT_LIMIT),
      ...(hasFlag(context, 'archived') ? { archived: true } : {}),
    });
    context.output.json({ ok: true, results, truncated });
    const rows = results.map(({ timestamp, role, sessionKey, snippet }) => [
      formatTime(timestamp),
      role,
      sessionKey,
      snippet,
    ]);
    context.output.table(MATCH_COLUMNS, rows, 'No matches.');
    if (truncated) context.output.note('More matches exist. Use --limit to show more.');
    return EXIT.ok;
  });
}

function archive(context: CommandContext): Promise<ExitCode> {
  return withGateway(context, async (client) => {
    const { key } = await client.request('sessions.patch', { key: argument(context, 0), archived: true });
    context.output.json({ ok: true, key });
    context.output.line(`Archived ${key}.`);
    return EXIT.ok;
  });
}

function restore(context: CommandContext): Promise<ExitCode> {
  return withGateway(context, async (client) => {
    const key = argument(context, 0);
    const { session } = await client.request('sessions.describe', { key });
    if (session === null) await client.request('sessions.restore', { key });
    else await client.request('sessions.patch', { key, archived: false });
    context.output.json({ ok: true, key: session?.key ?? key });
    context.output.line(`Restored ${session?.key ?? key}.`);
    return EXIT.ok;
  });
}

function remove(context: CommandContext): Promise<ExitCode> {
  return withGateway(context, async (client) => {
    const session = await findSession(client, argument(context, 0));
    const { key } = session;
    await confirm(context, `Delete session "${plainLine(sessionTitle(session, key))}" (${key})?`);
    await client.request('sessions.delete', { key });
    context.output.json({ ok: true, key });
    context.output.line(`Deleted ${key}. To undo, run "gatehouse sessions restore ${key}".`);
    return EXIT.ok;
  });
}
