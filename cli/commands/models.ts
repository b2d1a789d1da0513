// `gatehouse models`: available models, the status of their providers, and their limits and prices.
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { MODEL_TABLE_TIMEOUT_MS } from '#contract/wire/client-timeouts.ts';
import type { ModelTableStatus } from '#contract/types/models.ts';
import type { ProviderStatus, ProviderTest } from '#contract/types/providers.ts';

import { defineCommand, optionAs, hasFlag, argument, type CommandContext } from '../parser/command.ts';
import { EXIT, type ExitCode } from '../output/exit-codes.ts';
import { withClient } from '../connection/gateway-connection.ts';
import { MODEL_KEY_SUBCOMMANDS } from './models-keys.ts';
import { modelRef } from '../output/display-names.ts';
import { plainLine } from '../output/plain-text.ts';
import type { Column } from '../output/table.ts';

const PROBE_TIMEOUT_MS = 120_000;

export const models = defineCommand({
  name: 'models',
  summary: 'List models, check providers, manage API keys, and refresh limits and prices',
  examples: ['gatehouse models list --refresh', 'gatehouse models probe anthropic', 'gatehouse models refresh'],
  subcommands: [
    {
      name: 'list',
      summary: 'List available models',
      options: {
        agent: { value: 'agent', help: 'Models available to this agent', completes: 'agent' },
        refresh: { help: 'Reload the lists from the providers' },
      },
      run: withClient(list),
    },
    { name: 'status', summary: 'List providers with their key, URL, and reachability', run: withClient(printStatus) },
    {
      name: 'probe',
      summary: 'Send a small test request to a provider, or to all with a key',
      args: [{ name: 'provider', isOptional: true }],
      run: withClient(probe),
    },
    ...MODEL_KEY_SUBCOMMANDS,
    {
      name: 'table',
      summary: 'Show the date and source of model limits and prices',
      run: tableCommand('models.table'),
    },
    { name: 'refresh', summary: 'Download the latest model limits and prices', run: tableCommand('models.refresh') },
    { name: 'reset', summary: 'Restore the built-in model limits and prices', run: tableCommand('models.reset') },
  ],
});

async function list(context: CommandContext, client: GatewayClient): Promise<void> {
  const { output } = context;
  const refresh = hasFlag(context, 'refresh') ? { refresh: true } : {};
  const found = await client.request('models.list', { ...refresh, ...optionAs(context, 'agent', 'agentId') });
  output.json({ ok: true, ...found });
  output.table(
    [
      { title: 'MODEL', cell: modelRef },
      { title: 'CONTEXT', alignsRight: true, cell: ({ contextWindow }) => String(contextWindow ?? '-') },
      { title: 'NAME', cell: ({ name }) => name },
    ],
    found.models,
    'No models. Add a provider key in the app; "gatehouse models status" lists providers.',
  );
}

const PROVIDER_COLUMNS: readonly Column<ProviderStatus>[] = [
  { title: 'PROVIDER', cell: ({ id }) => id },
  { title: 'KEY', cell: ({ key }) => key, color: (key) => (key === 'missing' ? 'yellow' : undefined) },
  { title: 'ENABLED', cell: ({ enabled }) => (enabled ? 'yes' : 'no') },
  { title: 'MODELS', alignsRight: true, cell: ({ models: count }) => String(count) },
  {
    title: 'REACHABLE',
    cell: ({ reachable }) => reachable,
    color: (state) => (state === 'no' ? 'red' : state === 'yes' ? 'green' : 'dim'),
  },
  { title: 'URL', cell: ({ baseUrl, defaultBaseUrl }) => baseUrl ?? defaultBaseUrl ?? '-' },
];

async function printStatus({ output }: CommandContext, client: GatewayClient): Promise<void> {
  const { providers } = await client.request('providers.list', {});
  output.json({ ok: true, providers });
  output.table(PROVIDER_COLUMNS, providers);
}

async function probe(context: CommandContext, client: GatewayClient): Promise<ExitCode> {
  const { output } = context;
  const { providers } = await client.request('providers.list', {});
  const provider = argument(context, 0);
  const ids = provider === '' ? providers.filter(isReady).map(({ id }) => id) : [provider];
  const results = await Promise.all(
    ids.map(async (id) => ({
      id,
      ...(await client.request('providers.test', { id }, { timeoutMs: PROBE_TIMEOUT_MS })),
    })),
  );
  const isOk = results.every(({ ok }) => ok);
  output.json({ ok: isOk, results });
  for (const result of results) output.line(probeLine(context, result));
  if (results.length === 0) output.line('No provider has an API key.');
  return isOk ? EXIT.ok : EXIT.failed;
}

function isReady({ enabled, key }: ProviderStatus): boolean {
  return enabled && key !== 'missing';
}

function probeLine({ output }: CommandContext, { id, ok, latencyMs, error }: ProviderTest & { readonly id: string }) {
  const mark = ok ? output.colorize('green', '✓') : output.colorize('red', '✗');
  const text = ok
    ? `responded in ${Math.round(latencyMs)} ms`
    : `${error?.message ?? 'no response'} ${error?.hint ?? ''}`;
  return `${mark} ${id}: ${plainLine(text)}`;
}

function tableCommand(method: 'models.table' | 'models.refresh' | 'models.reset') {
  return withClient(async ({ output }, client) => {
    const table = await client.request(method, {}, { timeoutMs: MODEL_TABLE_TIMEOUT_MS });
    output.json({ ok: true, ...table });
    output.line(plainLine(describeTable(table)));
  });
}

function describeTable({ date, origin, source, models: count = 0, url }: ModelTableStatus): string {
  if (origin === 'downloaded') return `Limits and prices of ${count} models, downloaded from ${source} on ${date}.`;
  return `Built-in limits and prices as of ${date}. Run "gatehouse models refresh" to download the latest from ${url}.`;
}
