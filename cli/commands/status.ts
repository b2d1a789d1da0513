// `gatehouse status`: is it running, where, and how is it?
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { hasScope } from '#contract/wire/scopes.ts';

import { defineCommand, type CommandContext } from '../parser/command.ts';
import { EXIT, type ExitCode } from '../output/exit-codes.ts';
import { withGateway } from '../connection/gateway-connection.ts';
import { durationText } from '../output/format-time.ts';

export const status = defineCommand({
  name: 'status',
  summary: 'Tell whether the gateway runs, where, and how its parts are.',
  actions: [{ name: '', summary: 'Asks it.', run: printStatus }],
});

function printStatus(context: CommandContext): Promise<ExitCode> {
  return withGateway(context, async (client, origin) => {
    const [info, report, health, waiting] = await Promise.all([
      client.request('system.info', {}),
      client.request('status', {}),
      client.request('health', {}),
      pendingApprovals(client),
    ]);
    const version = client.hello()?.server.version ?? 'unknown';
    const { output } = context;
    output.json({
      ok: true,
      origin,
      version,
      pid: info.pid,
      uptimeMs: info.uptimeMs,
      pendingApprovals: waiting,
      health,
      status: report,
    });
    output.line(`${output.paint('green', '●')} Gatehouse ${version} is running at ${origin}`);
    output.line(`  process   ${info.pid}, up ${durationText(info.uptimeMs)}, Node ${info.nodeVersion}`);
    output.line(`  memory    ${megabytes(health['memoryBytes'])} MB, runs ${String(health['activeRuns'])}`);
    for (const problem of listOf(health['problems'])) output.line(`  ${output.paint('red', 'problem')}   ${problem}`);
    output.line(
      `  approvals ${waiting === 0 ? 'none waiting' : waiting === undefined ? 'not for this login' : `${waiting} waiting for you`}`,
    );
    return EXIT.ok;
  });
}

/** How many wait; undefined when this login may not know. */
async function pendingApprovals(client: GatewayClient): Promise<number | undefined> {
  if (!hasScope(client.hello()?.scopes ?? [], 'operator.approvals')) return undefined;
  return (await client.request('approvals.list', { status: 'pending' })).approvals.length;
}

function megabytes(bytes: unknown): string {
  return typeof bytes === 'number' ? String(Math.round(bytes / 1_048_576)) : '?';
}

function listOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
