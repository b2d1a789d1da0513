// `gatehouse status`: whether the gateway is running, where, and its health.
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { hasScope } from '#contract/wire/scopes.ts';

import { defineCommand, type CommandContext } from '../parser/command.ts';
import { withClient } from '../connection/gateway-connection.ts';
import { formatDuration } from '../output/format-time.ts';

export const status = defineCommand({
  name: 'status',
  summary: 'Show the status and health of the gateway',
  examples: ['gatehouse status --json'],
  run: withClient(printStatus),
});

async function printStatus({ output }: CommandContext, client: GatewayClient, origin: string): Promise<void> {
  const [info, report, health, pending] = await Promise.all([
    client.request('system.info', {}),
    client.request('status', {}),
    client.request('health', {}),
    pendingApprovals(client),
  ]);
  const version = client.hello()?.server.version ?? 'unknown';
  output.json({
    ok: true,
    origin,
    version,
    pid: info.pid,
    uptimeMs: info.uptimeMs,
    pendingApprovals: pending,
    health,
    status: report,
  });
  output.line(`${output.colorize('green', '●')} Gatehouse ${version} is running at ${origin}`);
  output.line(`  process   PID ${info.pid}, up ${formatDuration(info.uptimeMs)}, Node ${info.nodeVersion}`);
  output.line(`  memory    ${megabytes(health['memoryBytes'])} MB\n  runs      ${String(health['activeRuns'])} active`);
  for (const problem of toStrings(health['problems']))
    output.line(`  ${output.colorize('red', 'problem')}   ${problem}`);
  output.line(
    `  approvals ${pending === undefined ? 'not visible without the approvals scope' : `${pending} pending`}`,
  );
}

/** Number of pending approvals; undefined without the scope to see them. */
async function pendingApprovals(client: GatewayClient): Promise<number | undefined> {
  if (!hasScope(client.hello()?.scopes ?? [], 'operator.approvals')) return undefined;
  return (await client.request('approvals.list', { status: 'pending' })).approvals.length;
}

function megabytes(bytes: unknown): string {
  return typeof bytes === 'number' ? String(Math.round(bytes / 1_048_576)) : '?';
}

function toStrings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
