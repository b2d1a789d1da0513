// `gatehouse models`: available models and the state of their providers.
import type { ProviderStatus, ProviderTest } from '#contract/types/providers.ts';

import { defineCommand, optionAs, hasFlag, argument, type CommandContext } from '../parser/command.ts';
import { EXIT, type ExitCode } from '../output/exit-codes.ts';
import { withGateway } from '../connection/gateway-connection.ts';
import { modelRef } from '../output/display-names.ts';
import { plainLine } from '../output/plain-text.ts';
import type { Column } from '../output/table.ts';

const PROBE_TIMEOUT_MS = 120_000;

export const models = defineCommand({
  name: 'models',
  summary: 'List models and check their providers',
  examples: ['gatehouse models list --refresh', 'gatehouse models probe anthropic'],
  subcommands: [
    {
      name: 'list',
      summary: 'List available models',
      options: {
        agent: { value: 'agent', help: 'Models available to this agent', completes: 'agent' },
        refresh: { help: 'Reload the lists from the providers' },
      },
      run: list,
    },
    { name: 'status', summary: 'List providers with their key, URL and reachability', run: printStatus },
    {
      name: 'probe',
      summary: 'Send a small test request to a provider, or to all with a key',
      args: [{ name: 'provider', isOptional: true }],
      run: probe,
    },
  ],
});

const COLUMNS: readonly Column[] = [{ title: 'MODEL' }, { title: 'CONTEXT', alignsRight: true }, { title: 'NAME' }];

function list(context: CommandContext): Promise<ExitCode> {
  return withGateway(context, async (client) => {
    const refresh = hasFlag(context, 'refresh') ? { refresh: true } : {};
    const found = await client.request('models.list', { ...refresh, ...optionAs(context, 'agent', 'agentId') });
    context.output.json({ ok: true, ...found });
    const rows = found.models.map((model) => [modelRef(model), String(model.contextWindow ?? '-'), model.name]);
    context.output.table(
      COLUMNS,
      rows,
      'No models. Add a provider key in the app; "gatehouse models status" lists providers.',
    );
    return EXIT.ok;
  });
}

const PROVIDER_COLUMNS: readonly Column[] = [
  { title: 'PROVIDER' },
  { title: 'KEY', color: (key) => (key === 'missing' ? 'yellow' : undefined) },
  { title: 'ENABLED' },
  { title: 'MODELS', alignsRight: true },
  { title: 'REACHABLE', color: (state) => (state === 'no' ? 'red' : state === 'yes' ? 'green' : 'dim') },
  { title: 'URL' },
];

function printStatus(context: CommandContext): Promise<ExitCode> {
  return withGateway(context, async (client) => {
    const { providers } = await client.request('providers.list', {});
    context.output.json({ ok: true, providers });
    context.output.table(PROVIDER_COLUMNS, providers.map(providerCells));
    return EXIT.ok;
  });
}

function providerCells({ id, key, enabled, models: count, reachable, baseUrl, defaultBaseUrl }: ProviderStatus) {
  return [id, key, enabled ? 'yes' : 'no', String(count), reachable, baseUrl ?? defaultBaseUrl ?? '-'];
}

function probe(context: CommandContext): Promise<ExitCode> {
  return withGateway(context, async (client) => {
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
    context.output.json({ ok: isOk, results });
    for (const result of results) context.output.line(probeLine(context, result));
    if (results.length === 0) context.output.line('No provider has an API key.');
    return isOk ? EXIT.ok : EXIT.failed;
  });
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
