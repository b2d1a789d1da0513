// `gatehouse status`: is it running, where, and how is it?
import { defineCommand, EXIT } from '../command.ts';
import { withGateway } from '../gateway-connection.ts';

export const status = defineCommand({
  name: 'status',
  summary: 'Tell whether the gateway runs, where, and how its parts are.',
  options: { token: { type: 'string' } },
  optionHelp: { token: 'gateway token (default: GATEHOUSE_TOKEN, or the file in the home folder)' },
  run: (context) =>
    withGateway(context, async (client, origin) => {
      const [info, report, pending, health] = await Promise.all([
        client.request('system.info', {}),
        client.request('status', {}),
        client.request('approvals.list', { status: 'pending' }),
        client.request('health', {}),
      ]);
      const version = client.hello()?.server.version ?? 'unknown';
      const waiting = pending.approvals.length;
      context.output.json({
        ok: true,
        origin,
        version,
        pid: info.pid,
        uptimeMs: info.uptimeMs,
        pendingApprovals: waiting,
        health,
        status: report,
      });
      context.output.line(`Gatehouse ${version} is running at ${origin}`);
      context.output.line(`  process   ${info.pid}, up ${duration(info.uptimeMs)}, Node ${info.nodeVersion}`);
      context.output.line(`  memory    ${megabytes(health['memoryBytes'])} MB, runs ${String(health['activeRuns'])}`);
      for (const problem of listOf(health['problems'])) context.output.line(`  problem   ${problem}`);
      context.output.line(`  approvals ${waiting === 0 ? 'none waiting' : `${waiting} waiting for you`}`);
      return EXIT.ok;
    }),
});

function megabytes(bytes: unknown): string {
  return typeof bytes === 'number' ? String(Math.round(bytes / 1_048_576)) : '?';
}

function listOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function duration(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  const parts = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24, minutes % 60];
  const names = ['d', 'h', 'min'];
  const words = parts.flatMap((part, index) => (part > 0 ? [`${part} ${names[index] ?? ''}`] : []));
  return words.join(' ') || 'less than a minute';
}
