// `gatehouse sessions`
import type { GatewayClient } from '#contract/wire/client-api.ts';
import type { SessionRow } from '#contract/types/sessions.ts';

import { findSession } from '../connection/find.ts';
import { withClient } from '../connection/gateway-connection.ts';
import { sessionTitle } from '../output/display-names.ts';
import { formatTime } from '../output/format-time.ts';
import { plainLine } from '../output/plain-text.ts';
import type { Column } from '../output/table.ts';
import { readItems } from '#contract/sessions/session-export.ts';
import { formatItem, formatRow } from '../output/transcript.ts';
import { argument, countOption, defineCommand, hasFlag, optionAs, type CommandContext } from '../parser/command.ts';
import { confirm, YES_OPTION } from '../terminal/confirm.ts';
import { contextOfSession, CONTEXT_OPTIONS } from './sessions-context.ts';
import { sessionMachine } from './sessions-machine.ts';
import { MODE_CHOICES, sessionMode } from './sessions-mode.ts';
import { listShares, revokeShare, shareSession } from './sessions-share.ts';
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
    'gatehouse sessions export agent:main:release --format html --out release.html',
    'gatehouse sessions share agent:main:release --expires 2h',
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
      run: withClient(list),
    },
    {
      name: 'show',
      summary: 'Show the latest messages of a session',
      args: SESSION,
      options: { limit: { value: 'n', help: `Number of messages (default: ${DEFAULT_ITEMS})` } },
      run: withClient(show),
    },
    {
      name: 'search',
      summary: 'Search messages',
      args: [{ name: 'text', isVariadic: true }],
      options: {
        archived: { help: 'Include archived sessions and earlier conversations' },
        limit: { value: 'n', help: `Maximum number of results (default: ${DEFAULT_LIMIT})` },
      },
      run: withClient(search),
    },
    {
      name: 'conversations',
      summary: 'List the earlier conversations of a session, or show one',
      args: SESSION,
      options: {
        show: { value: 'id', help: 'Show this conversation' },
        limit: { value: 'n', help: `Number of messages (default: ${DEFAULT_ITEMS})` },
      },
      run: withClient(conversations),
    },
    {
      name: 'mode',
      summary: 'Show or set the approval mode of a session',
      args: [...SESSION, { name: 'mode', isOptional: true, choices: MODE_CHOICES }],
      options: YES_OPTION,
      run: withClient(sessionMode),
    },
    {
      name: 'machine',
      summary: 'Show or change the machine of a session',
      args: [...SESSION, { name: 'machine', isOptional: true }],
      options: YES_OPTION,
      run: withClient(sessionMachine),
    },
    {
      name: 'context',
      summary: 'Show what the model sees or the text of one part, or change the limits for collected parts',
      args: [...SESSION, { name: 'part', isOptional: true }],
      options: CONTEXT_OPTIONS,
      run: withClient(contextOfSession),
    },
    { name: 'archive', summary: 'Archive a session; it stays readable', args: SESSION, run: withClient(archive) },
    { name: 'restore', summary: 'Restore an archived or deleted session', args: SESSION, run: withClient(restore) },
    {
      name: 'export',
      summary: 'Export a session to a file or stdout',
      args: SESSION,
      options: {
        format: { value: 'format', help: 'Output format (default: markdown)', choices: EXPORT_FORMATS },
        out: { value: 'file', help: 'Write to this file, which must not exist' },
      },
      run: withClient(exportSession),
    },
    {
      name: 'share',
      summary: 'Create a link that lets others on the network read a session',
      args: SESSION,
      options: {
        expires: { value: 'time', help: 'Expire after this time, such as 30m, 12h, or 7d (default: 1d)' },
        'with-tools': { help: 'Include commands and their output' },
      },
      run: withClient(shareSession),
    },
    {
      name: 'shares',
      summary: 'List active share links',
      args: [{ name: 'session', completes: 'session', isOptional: true }],
      run: withClient(listShares),
    },
    { name: 'unshare', summary: 'Revoke a share link', args: [{ name: 'id' }], run: withClient(revokeShare) },
    {
      name: 'delete',
      summary: 'Delete a session; it can be restored for 30 days',
      args: SESSION,
      options: YES_OPTION,
      run: withClient(remove),
    },
  ],
});

const COLUMNS: readonly Column<SessionRow>[] = [
  { title: 'UPDATED', cell: ({ updatedAt }) => formatTime(updatedAt) },
  {
    title: 'STATUS',
    cell: describeState,
    color: (state) =>
      state === 'running' || state.startsWith('waiting') ? 'cyan' : state === 'failed' ? 'red' : 'dim',
  },
  { title: 'SESSION', cell: ({ key }) => key },
  { title: 'TITLE', cell: (session) => sessionTitle(session) },
];

function describeState({ status, isQueued, quota }: SessionRow): string {
  if (quota !== undefined) return `waiting until ${formatTime(quota.resumesAtMs)}`;
  return isQueued === true ? 'queued' : (status ?? 'idle');
}

async function list(context: CommandContext, client: GatewayClient): Promise<void> {
  const { output } = context;
  const found = await client.request('sessions.list', {
    limit: countOption(context, 'limit', DEFAULT_LIMIT),
    includeDerivedTitles: true,
    ...optionAs(context, 'search', 'search'),
    ...optionAs(context, 'agent', 'agentId'),
    ...(hasFlag(context, 'archived') ? { archived: true } : {}),
  });
  output.json({ ok: true, sessions: found.sessions, totalCount: found.totalCount });
  output.table(COLUMNS, found.sessions, 'No sessions.');
  if (found.hasMore)
    output.note(`Showing ${found.sessions.length} of ${found.totalCount} sessions. Use --limit to show more.`);
}

async function show(context: CommandContext, client: GatewayClient): Promise<void> {
  const { output } = context;
  const session = await findSession(client, argument(context, 0));
  const items = await readItems(client, session.key, countOption(context, 'limit', DEFAULT_ITEMS));
  output.json({ ok: true, session, items });
  output.line(output.colorize('bold', plainLine(sessionTitle(session, session.key))));
  output.line(
    `${session.key} · ${describeState(session)} · ${session.modelProvider}/${session.model} · ${formatTime(session.updatedAt)}`,
  );
  for (const item of items) output.line(`\n${formatItem(item, output.colorize)}`);
}

async function conversations(context: CommandContext, client: GatewayClient): Promise<void> {
  const { output } = context;
  const { key } = await findSession(client, argument(context, 0));
  const { show: sessionId } = optionAs(context, 'show', 'show');
  if (sessionId !== undefined) return showConversation(context, client, { key, sessionId });
  const found = await client.request('sessions.conversations.list', { key });
  output.json({ ok: true, key, conversations: found.conversations });
  output.table(
    [
      { title: 'ENDED', cell: ({ endedAt }) => formatTime(endedAt) },
      { title: 'MESSAGES', cell: ({ messageCount }) => String(messageCount) },
      { title: 'ID', cell: ({ sessionId: id }) => id },
      { title: 'FIRST MESSAGE', cell: ({ headline }) => headline },
    ],
    found.conversations,
    'No earlier conversations.',
  );
}

async function showConversation(
  context: CommandContext,
  client: GatewayClient,
  { key: sessionKey, sessionId }: { readonly key: string; readonly sessionId: string },
): Promise<void> {
  const { output } = context;
  const limit = countOption(context, 'limit', DEFAULT_ITEMS);
  const { messages } = await client.request('chat.history', { sessionKey, sessionId, limit });
  output.json({ ok: true, sessionKey, sessionId, messages });
  for (const message of messages) {
    const text = formatRow(message, output.colorize);
    if (text !== undefined) output.line(`${text}\n`);
  }
}

async function search(context: CommandContext, client: GatewayClient): Promise<void> {
  const { output } = context;
  const { results, truncated = false } = await client.request('sessions.search', {
    query: context.args.join(' '),
    limit: countOption(context, 'limit', DEFAULT_LIMIT),
    ...(hasFlag(context, 'archived') ? { archived: true } : {}),
  });
  output.json({ ok: true, results, truncated });
  output.table(
    [
      { title: 'TIME', cell: ({ timestamp }) => formatTime(timestamp) },
      { title: 'ROLE', cell: ({ role }) => role },
      { title: 'SESSION', cell: ({ sessionKey }) => sessionKey },
      { title: 'TEXT', cell: ({ snippet }) => snippet },
    ],
    results,
    'No matches.',
  );
  if (truncated) output.note('More matches exist. Use --limit to show more.');
}

async function archive(context: CommandContext, client: GatewayClient): Promise<void> {
  const { key } = await client.request('sessions.patch', { key: argument(context, 0), archived: true });
  context.output.result({ ok: true, key }, `Archived ${key}.`);
}

async function restore(context: CommandContext, client: GatewayClient): Promise<void> {
  const key = argument(context, 0);
  const { session } = await client.request('sessions.describe', { key });
  if (session === null) await client.request('sessions.restore', { key });
  else await client.request('sessions.patch', { key, archived: false });
  context.output.result({ ok: true, key: session?.key ?? key }, `Restored ${session?.key ?? key}.`);
}

async function remove(context: CommandContext, client: GatewayClient): Promise<void> {
  const session = await findSession(client, argument(context, 0));
  const { key } = session;
  await confirm(context, `Delete session "${plainLine(sessionTitle(session, key))}" (${key})?`);
  await client.request('sessions.delete', { key });
  context.output.result({ ok: true, key }, `Deleted ${key}. To undo, run "gatehouse sessions restore ${key}".`);
}
