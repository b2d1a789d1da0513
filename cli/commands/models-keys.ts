// `gatehouse models keys`: the API key that each provider uses, and stored keys.
import { defined } from '#contract/types/defined.ts';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import type { KeySource, ProviderStatus } from '#contract/types/providers.ts';
import { withClient } from '../connection/gateway-connection.ts';
import { argument, hasFlag, type CommandContext, type Subcommand } from '../parser/command.ts';
import { confirm, YES_OPTION } from '../terminal/confirm.ts';
import { readSecret } from '../terminal/read-secret.ts';

const PROVIDER = { name: 'provider' } as const;
const PERSONAL = { personal: { help: 'Your personal key, which overrides the shared key in your sessions' } } as const;
const ORDER = 'The first key found is used: personal, shared, configuration file, environment.';

/** Subcommands of `models`. */
export const MODEL_KEY_SUBCOMMANDS: readonly Subcommand[] = [
  {
    name: 'keys list',
    summary: 'Show which API key each provider uses and which keys it overrides',
    run: withClient(list),
  },
  {
    name: 'keys set',
    summary: 'Store an API key (encrypted), read from a prompt or stdin',
    args: [PROVIDER],
    options: PERSONAL,
    run: withClient(set),
  },
  {
    name: 'keys remove',
    summary: 'Remove a stored API key',
    args: [PROVIDER],
    options: { ...PERSONAL, ...YES_OPTION },
    run: withClient(remove),
  },
];

async function list({ output }: CommandContext, client: GatewayClient): Promise<void> {
  const { providers } = await client.request('providers.list', {});
  const rows = providers.filter(({ key }) => key !== 'none-needed');
  output.json({ ok: true, keys: rows.map(({ id, key, keys = [] }) => ({ provider: id, key, keys })) });
  output.table(
    [
      { title: 'PROVIDER', cell: ({ id }) => id },
      {
        title: 'KEY',
        cell: (provider) => listKeys(provider)[0] ?? provider.key,
        color: (text) => (text === 'missing' ? 'yellow' : undefined),
      },
      { title: 'OVERRIDES', cell: (provider) => listKeys(provider).slice(1).join(', ') || '-' },
    ],
    rows,
    'No provider needs an API key.',
  );
  output.note(ORDER);
}

/** The keys that apply, the one in use first. */
function listKeys({ keys = [], environment }: ProviderStatus): readonly string[] {
  const names: Partial<Record<KeySource, string>> = defined({ environment });
  return keys.map((source) => names[source] ?? source);
}

async function set(context: CommandContext, client: GatewayClient): Promise<void> {
  const id = argument(context, 0);
  const apiKey = await readSecret(context, `API key for ${id}: `);
  await change(context, client, apiKey, 'Stored');
}

async function remove(context: CommandContext, client: GatewayClient): Promise<void> {
  await confirm(context, `Remove the stored key for ${argument(context, 0)}?`);
  await change(context, client, '', 'Removed');
}

async function change(
  context: CommandContext,
  client: GatewayClient,
  apiKey: string,
  done: 'Stored' | 'Removed',
): Promise<void> {
  const { output } = context;
  const personal = hasFlag(context, 'personal');
  const { provider } = await client.request('providers.set', {
    id: argument(context, 0),
    apiKey,
    ...(personal ? { personal } : {}),
  });
  const { id, key, keys = [] } = provider;
  output.json({ ok: true, provider: id, key, keys });
  const [first] = listKeys(provider);
  const inUse = first === undefined ? 'No key is left.' : `Key in use: ${first}.`;
  output.line(`${done} the ${personal ? 'personal' : 'shared'} key for ${id}. ${inUse}`);
}
