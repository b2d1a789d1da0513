// `gatehouse models`: which models can be asked, how their providers are, and whether one really answers.
import type { ProviderStatus, ProviderTest } from '#contract/types/providers.ts';

import { defineCommand, given, hasFlag, operand, type CommandContext } from '../parser/command.ts';
import { EXIT, type ExitCode } from '../output/exit-codes.ts';
import { withGateway } from '../connection/gateway-connection.ts';
import { plainLine } from '../output/plain-text.ts';
import type { Column } from '../output/table.ts';

/** A provider may take its time before it answers or gives up. */
const PROBE_TIMEOUT_MS = 120_000;

export const models = defineCommand({
  name: 'models',
  summary: 'List models, see how their providers are, try one.',
  actions: [
    {
      name: 'list',
      summary: 'models that can be asked',
      options: {
        agent: { value: 'agent', help: 'as this agent sees them', ids: 'agent' },
        refresh: { help: 'ask the providers anew' },
      },
      run: list,
    },
    { name: 'status', summary: 'providers: key, address, whether they answered', run: printStatus },
    {
      name: 'probe',
      summary: 'one small real call to a provider, or to all that have a key',
      operands: [{ name: 'provider', isOptional: true }],
      run: probe,
    },
  ],
});

const COLUMNS: readonly Column[] = [{ title: 'MODEL' }, { title: 'CONTEXT', alignsRight: true }, { title: 'NAME' }];

function list(context: CommandContext): Promise<ExitCode> {
  return withGateway(context, async (client) => {
    const refresh = hasFlag(context, 'refresh') ? { refresh: true } : {};
    const found = await client.request('models.list', { ...refresh, ...given(context, 'agent', 'agentId') });
    context.output.json({ ok: true, ...found });
    const rows = found.models.map(({ provider, id, name, contextWindow }) => [
      id.startsWith(`${provider}/`) ? id : `${provider}/${id}`,
      contextWindow === undefined ? '-' : String(contextWindow),
      name,
    ]);
    if (rows.length === 0) context.output.line('No models: store a key in the app, or see "gatehouse models status".');
    else context.output.table(COLUMNS, rows);
    return EXIT.ok;
  });
}

const PROVIDER_COLUMNS: readonly Column[] = [
  { title: 'PROVIDER' },
  { title: 'KEY', tone: (key) => (key === 'missing' ? 'yellow' : undefined) },
  { title: 'ON' },
  { title: 'MODELS', alignsRight: true },
  { title: 'ANSWERS', tone: (answers) => (answers === 'no' ? 'red' : answers === 'yes' ? 'green' : 'dim') },
  { title: 'ADDRESS' },
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
    const asked = operand(context, 0);
    const ids = asked === '' ? providers.filter(isReady).map(({ id }) => id) : [asked];
    const results = await Promise.all(
      ids.map(async (id) => ({
        id,
        ...(await client.request('providers.test', { id }, { timeoutMs: PROBE_TIMEOUT_MS })),
      })),
    );
    const isWell = results.every(({ ok }) => ok);
    context.output.json({ ok: isWell, results });
    for (const result of results) context.output.line(probeLine(context, result));
    if (results.length === 0) context.output.line('No provider has a key.');
    return isWell ? EXIT.ok : EXIT.failed;
  });
}

function isReady({ enabled, key }: ProviderStatus): boolean {
  return enabled && key !== 'missing';
}

function probeLine({ output }: CommandContext, { id, ok, latencyMs, error }: ProviderTest & { readonly id: string }) {
  const mark = ok ? output.paint('green', '✓') : output.paint('red', '✗');
  const words = ok
    ? `answered after ${Math.round(latencyMs)} ms`
    : `${error?.message ?? 'no answer'} ${error?.hint ?? ''}`;
  return `${mark} ${id}: ${plainLine(words)}`;
}
