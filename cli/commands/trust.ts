// `gatehouse trust`: folders whose content may take effect.
import type { GatewayClient } from '#contract/wire/client-api.ts';
import type { TrustDecision } from '#contract/types/folder-trust.ts';
import { withClient } from '../connection/gateway-connection.ts';
import { formatTime } from '../output/format-time.ts';
import { plainLine } from '../output/plain-text.ts';
import type { Column } from '../output/table.ts';
import { argument, defineCommand, hasFlag, optionAs, type CommandContext } from '../parser/command.ts';
import { confirm, YES_OPTION } from '../terminal/confirm.ts';

const PLACE = {
  session: { short: 's', value: 'session', help: 'The folder of this session', completes: 'session' },
  agent: {
    short: 'a',
    value: 'agent',
    help: 'The workspace of this agent (default: the default agent)',
    completes: 'agent',
  },
} as const;

export const trust = defineCommand({
  name: 'trust',
  summary: 'Manage trusted folders',
  description:
    'In a folder that is not trusted, commands beyond the read-only ones require approval, and its agent files have no effect.',
  examples: ['gatehouse trust show --agent main', 'gatehouse trust add --session release', 'gatehouse trust list'],
  subcommands: [
    { name: 'list', summary: 'List the folders that you decided about', run: withClient(list) },
    { name: 'show', summary: 'Show the files of a folder that can take effect', options: PLACE, run: withClient(show) },
    {
      name: 'add',
      summary: 'Trust a folder, or decide not to',
      options: { ...PLACE, deny: { help: "Don't trust it, and stop asking" }, ...YES_OPTION },
      run: withClient(add),
    },
    {
      name: 'remove',
      summary: 'Forget the decision about a folder',
      args: [{ name: 'folder' }],
      run: withClient(remove),
    },
  ],
});

const COLUMNS: readonly Column<TrustDecision>[] = [
  { title: 'TRUSTED', cell: ({ trusted }) => (trusted ? 'yes' : 'no') },
  { title: 'DECIDED', cell: ({ decidedAtMs }) => formatTime(decidedAtMs) },
  { title: 'BY', cell: ({ decidedBy }) => decidedBy },
  { title: 'FOLDER', cell: ({ folder }) => folder },
];

async function list({ output }: CommandContext, client: GatewayClient): Promise<void> {
  const { folders } = await client.request('trust.list', {});
  output.json({ ok: true, folders });
  output.table(COLUMNS, folders, 'No decisions yet.');
}

async function show(context: CommandContext, client: GatewayClient): Promise<void> {
  await describe(context, client);
}

async function add(context: CommandContext, client: GatewayClient): Promise<void> {
  const trusted = !hasFlag(context, 'deny');
  const { folder, files } = await describe(context, client);
  if (trusted) await confirm(context, `Trust ${plainLine(folder)}?`);
  const seen = files.map(({ path, hash }) => ({ path, hash }));
  const result = await client.request('trust.set', { ...place(context), trusted, files: seen });
  context.output.result(
    { ok: true, ...result },
    trusted ? `Trusted ${plainLine(folder)}.` : `Not trusted: ${plainLine(folder)}.`,
  );
}

async function remove(context: CommandContext, client: GatewayClient): Promise<void> {
  const folder = argument(context, 0);
  await client.request('trust.remove', { folder });
  context.output.result({ ok: true, folder }, `Forgot the decision about ${plainLine(folder)}.`);
}

async function describe(context: CommandContext, client: GatewayClient) {
  const { output } = context;
  const found = await client.request('trust.describe', place(context));
  output.note(`${plainLine(found.folder)}: ${found.state}`);
  output.table(
    [
      { title: 'EFFECT', cell: ({ effect }) => effect },
      { title: 'FILE', cell: ({ path }) => `${path}${found.changed.includes(path) ? ' (changed)' : ''}` },
    ],
    found.files,
    'No files that can take effect.',
  );
  return found;
}

function place(context: CommandContext) {
  return { ...optionAs(context, 'session', 'sessionKey'), ...optionAs(context, 'agent', 'agentId') };
}
