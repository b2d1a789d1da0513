// `gatehouse outbound`: hosts that were contacted, blocks, and credentials for machines.
import { CALLER_KINDS, CREDENTIAL_USES, OUTBOUND_PERIODS, type OutboundCaller } from '#contract/types/outbound.ts';
import type { OutboundDestination } from '#contract/types/outbound.ts';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { defined } from '#contract/types/defined.ts';
import { withClient } from '../connection/gateway-connection.ts';
import { CommandError, EXIT } from '../output/exit-codes.ts';
import { formatBytes } from '../output/format-bytes.ts';
import { formatTime } from '../output/format-time.ts';
import { plainLine } from '../output/plain-text.ts';
import type { Column } from '../output/table.ts';
import { argument, defineCommand, hasFlag, textOption, type CommandContext } from '../parser/command.ts';
import { confirm, YES_OPTION } from '../terminal/confirm.ts';
import { readSecret } from '../terminal/read-secret.ts';

const HOST = [{ name: 'host' }] as const;

export const outbound = defineCommand({
  name: 'outbound',
  summary: 'Show which hosts were contacted, and block hosts',
  description:
    "A host can be followed by a port, such as example.com:8080. Commands that run on this computer without isolation or on SSH hosts, and containers with an open network, connect directly: the list shows how often they ran, but not which hosts they contacted, and their connections can't be blocked.",
  examples: [
    'gatehouse outbound list --period today',
    'gatehouse outbound block tracker.example',
    'gatehouse outbound credentials add github.com --use git --path /my-org --user x-access-token',
  ],
  subcommands: [
    {
      name: 'list',
      summary: 'List contacted hosts, the latest first',
      args: [{ name: 'search', isOptional: true }],
      options: {
        period: { value: 'period', help: 'Time range (default: week)', choices: OUTBOUND_PERIODS },
        source: { value: 'source', help: 'Kind of source', choices: CALLER_KINDS },
      },
      run: withClient(list),
    },
    { name: 'block', summary: 'Block a host and close connections to it', args: HOST, run: withClient(block) },
    { name: 'unblock', summary: 'Remove a block', args: HOST, run: withClient(unblock) },
    { name: 'blocks', summary: 'List blocked hosts', run: withClient(listBlocks) },
    { name: 'clear', summary: 'Delete the list of contacted hosts', options: YES_OPTION, run: withClient(clear) },
    { name: 'credentials list', summary: 'List credentials for machines', run: withClient(listCredentials) },
    {
      name: 'credentials add',
      summary:
        'Store a credential (encrypted) that the gateway adds to requests of machines, read from a prompt or stdin',
      args: HOST,
      options: {
        use: { value: 'use', help: 'What the credential is for (default: git)', choices: CREDENTIAL_USES },
        path: { value: 'path', help: 'Only requests below this path get the credential (default: /)' },
        user: { value: 'name', help: 'Send the secret as the password of this user, not as a bearer token' },
        write: { help: 'Also allow changes, such as git push or npm publish' },
        agent: { value: 'agent', help: 'Only for machines of this agent (default: all agents)', completes: 'agent' },
      },
      run: withClient(addCredential),
    },
    {
      name: 'credentials remove',
      summary: 'Delete a credential',
      args: [{ name: 'credential' }],
      options: YES_OPTION,
      run: withClient(removeCredential),
    },
  ],
});

const COLUMNS: readonly Column<OutboundDestination>[] = [
  { title: 'HOST', cell: formatHost },
  { title: 'SOURCES', cell: ({ callers }) => formatCallers(callers) },
  { title: 'CONNECTIONS', alignsRight: true, cell: ({ count }) => count.toLocaleString('en-US') },
  { title: 'REFUSED', alignsRight: true, cell: ({ refused }) => refused.toLocaleString('en-US') },
  { title: 'SENT', alignsRight: true, cell: ({ sent }) => formatBytes(sent) },
  { title: 'RECEIVED', alignsRight: true, cell: ({ received }) => formatBytes(received) },
  { title: 'LAST', cell: ({ lastAt }) => formatTime(lastAt) },
  { title: 'STATUS', cell: ({ isBlocked }) => (isBlocked ? 'blocked' : ''), color: () => 'red' },
];
const MAX_SOURCES = 3;

async function list(context: CommandContext, client: GatewayClient): Promise<void> {
  const { output } = context;
  const period = pick(context, 'period', OUTBOUND_PERIODS) ?? 'week';
  const kind = pick(context, 'source', CALLER_KINDS);
  const search = argument(context, 0);
  const found = await client.request('outbound.list', { period, search, ...defined({ kind }) });
  output.json({ ok: true, ...found });
  output.table(COLUMNS, found.destinations, 'No connections.');
  for (const { caller, count, lastAt } of found.untracked)
    output.note(`Untracked: ${formatCount(count)} on ${formatPlace(caller)}, last started ${formatTime(lastAt)}`);
  if (found.isTruncated) output.note('Only the latest hosts are shown. Pass a search text to find others.');
}

function formatPlace({ name, agentId }: OutboundCaller): string {
  return plainLine(`${name}${agentId === undefined ? '' : ` (${agentId})`}`);
}

function formatCount(count: number): string {
  return count === 1 ? '1 program' : `${count.toLocaleString('en-US')} programs`;
}

function formatHost({ host, port }: { readonly host: string; readonly port?: number | undefined }): string {
  return plainLine(port === undefined ? host : `${host}:${port}`);
}

function formatCallers(callers: OutboundDestination['callers']): string {
  const names = [...new Set(callers.map(({ caller }) => formatCaller(caller)))];
  const more = names.length > MAX_SOURCES ? ` +${names.length - MAX_SOURCES}` : '';
  return plainLine(`${names.slice(0, MAX_SOURCES).join(', ')}${more}`);
}

function formatCaller(caller: OutboundCaller): string {
  return `${caller.kind} ${formatPlace(caller)}`;
}

async function block(context: CommandContext, client: GatewayClient): Promise<void> {
  const target = readTarget(context);
  const result = await client.request('outbound.block', target);
  context.output.result({ ok: true, ...result }, `Blocked ${formatHost(result.block)}.`);
}

async function unblock(context: CommandContext, client: GatewayClient): Promise<void> {
  const target = readTarget(context);
  const { removed } = await client.request('outbound.unblock', target);
  if (!removed) throw new CommandError(EXIT.failed, `${formatHost(target)} isn't blocked`);
  context.output.result({ ok: true, removed }, `Unblocked ${formatHost(target)}.`);
}

async function listBlocks({ output }: CommandContext, client: GatewayClient): Promise<void> {
  const { blocks } = await client.request('outbound.list', { period: 'today' });
  output.json({ ok: true, blocks });
  output.table(
    [
      { title: 'HOST', cell: formatHost },
      { title: 'BLOCKED BY', cell: ({ by }) => by },
      { title: 'TIME', cell: ({ at }) => formatTime(at) },
    ],
    blocks,
    'No blocked hosts.',
  );
}

async function clear(context: CommandContext, client: GatewayClient): Promise<void> {
  await confirm(context, 'Delete the list of contacted hosts?');
  await client.request('outbound.clear', {});
  context.output.result({ ok: true }, 'Deleted the list of contacted hosts.');
}

async function listCredentials({ output }: CommandContext, client: GatewayClient): Promise<void> {
  const { credentials } = await client.request('outbound.credentials.list', {});
  output.json({ ok: true, credentials });
  output.table(
    [
      { title: 'CREDENTIAL', cell: ({ id }) => plainLine(id) },
      { title: 'USER', cell: ({ user = '-' }) => plainLine(user) },
      { title: 'ACCESS', cell: ({ access }) => access },
      { title: 'AGENTS', cell: ({ agents }) => (agents.length === 0 ? 'all' : agents.join(', ')) },
    ],
    credentials,
    'No credentials.',
  );
}

async function addCredential(context: CommandContext, client: GatewayClient): Promise<void> {
  const target = readTarget(context);
  const use = pick(context, 'use', CREDENTIAL_USES) ?? 'git';
  const agent = textOption(context, 'agent');
  const given = defined({ path: textOption(context, 'path'), user: textOption(context, 'user') });
  const secret = await readSecret(context, `Password or token for ${formatHost(target)}: `);
  const { credential } = await client.request('outbound.credentials.set', {
    ...target,
    ...given,
    use,
    access: hasFlag(context, 'write') ? 'write' : 'read',
    ...(agent === undefined ? {} : { agents: [agent] }),
    secret,
  });
  context.output.result({ ok: true, credential }, `Stored the credential "${plainLine(credential.id)}".`);
}

async function removeCredential(context: CommandContext, client: GatewayClient): Promise<void> {
  const id = argument(context, 0);
  await confirm(context, `Delete the credential "${plainLine(id)}"?`);
  const { removed } = await client.request('outbound.credentials.delete', { id });
  if (!removed)
    throw new CommandError(EXIT.failed, 'no such credential. To list them, run: gatehouse outbound credentials list');
  context.output.result({ ok: true, removed }, 'Deleted the credential.');
}

/** The host of the first argument, with its port. */
function readTarget(context: CommandContext): { readonly host: string; readonly port?: number } {
  const [, host = '', port] = /^(\[[^\]]+\]|[^:]+):(\d{1,5})$/.exec(argument(context, 0)) ?? [];
  return port === undefined ? { host: argument(context, 0) } : { host, port: Number(port) };
}

/** An option whose value the parser has checked. */
function pick<T extends string>(context: CommandContext, name: string, values: readonly T[]): T | undefined {
  const typed = textOption(context, name);
  return values.find((value) => value === typed);
}
