// `gatehouse network`: where the gateway can be reached, and whether apps on the local network can find it.
import { DISCOVERY_MODES, type NetworkAccessStatus, type RevealedFact } from '#contract/types/network-access.ts';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { withClient } from '../connection/gateway-connection.ts';
import { CommandError, EXIT } from '../output/exit-codes.ts';
import { plainLine } from '../output/plain-text.ts';
import { argument, defineCommand, type CommandContext } from '../parser/command.ts';
import { confirm, YES_OPTION } from '../terminal/confirm.ts';

export const network = defineCommand({
  name: 'network',
  summary: 'Show where the gateway can be reached, and let apps on the local network find it',
  examples: ['gatehouse network', 'gatehouse network discovery minimal'],
  subcommands: [
    { name: 'status', summary: 'Show addresses, certificate, and what is announced', run: withClient(printStatus) },
    {
      name: 'discovery',
      summary: 'Choose what is announced with mDNS: off, minimal, or full, which also reveals names',
      args: [{ name: 'mode', choices: DISCOVERY_MODES }],
      options: YES_OPTION,
      run: withClient(setDiscovery),
    },
  ],
});

async function printStatus({ output }: CommandContext, client: GatewayClient): Promise<void> {
  const status = await client.request('network.status', {});
  output.json({ ok: true, ...status });
  const { mode, addresses, fingerprint } = status;
  const listening = addresses.flatMap(({ url }) => (url === undefined ? [] : [url]));
  output.line(mode === 'loopback' ? 'Only this computer can connect.' : `Network access: ${mode}`);
  for (const url of listening) output.line(`  ${url}`);
  if (fingerprint !== undefined) output.line(`Certificate (SHA-256): ${fingerprint}`);
  for (const line of describeDiscovery(status)) output.line(line);
}

async function setDiscovery(context: CommandContext, client: GatewayClient): Promise<void> {
  const mode = DISCOVERY_MODES.find((name) => name === argument(context, 0));
  if (mode === undefined) throw new CommandError(EXIT.usage, `unknown mode. Use one of: ${DISCOVERY_MODES.join(', ')}`);
  if (mode === 'full') await confirmFull(context, await client.request('network.status', {}));
  const status = await client.request('network.discovery.set', { mode });
  context.output.json({ ok: true, ...status });
  for (const line of describeDiscovery(status)) context.output.line(line);
}

async function confirmFull(context: CommandContext, { discovery }: NetworkAccessStatus): Promise<void> {
  context.output.note('Everyone on the local network will be able to read:');
  for (const line of listFacts(discovery?.reveals.full ?? [])) context.output.note(line);
  await confirm(context, 'Announce all of this?');
}

function describeDiscovery({ discovery }: NetworkAccessStatus): readonly string[] {
  if (discovery === undefined) return [];
  const { mode, isAnnounced, type, error, reveals } = discovery;
  if (mode === 'off') return ['Discovery: off'];
  if (error !== undefined) return [`Discovery: ${mode}, but it failed: ${plainLine(error)}`];
  if (!isAnnounced) return [`Discovery: ${mode}. Nothing is announced while only this computer can connect.`];
  return [
    `Discovery: ${mode}. Announced as ${type}; everyone on the local network can read:`,
    ...listFacts(reveals[mode]),
  ];
}

function listFacts(facts: readonly RevealedFact[]): readonly string[] {
  return facts.map(({ name, value }) => `  ${name.padEnd(22)} ${plainLine(value)}`);
}
