// `gatehouse audit`: the tamper-evident log of decisions and changes.
import type { AuditEntry } from '#contract/types/audit.ts';
import type { GatewayClient } from '#contract/wire/client-api.ts';

import { withClient } from '../connection/gateway-connection.ts';
import { EXIT, type ExitCode } from '../output/exit-codes.ts';
import { plainLine } from '../output/plain-text.ts';
import { countOption, defineCommand, optionAs, type CommandContext } from '../parser/command.ts';

const DEFAULT_LINES = 50;
const PAGE_SIZE = 1000;

const ACTION_OPTION = { action: { value: 'action', help: 'Only this action, such as approval.resolved' } } as const;

export const audit = defineCommand({
  name: 'audit',
  summary: 'Show, export, or verify the audit log',
  examples: ['gatehouse audit list --action approval.resolved', 'gatehouse audit export > audit.jsonl'],
  subcommands: [
    {
      name: 'list',
      summary: 'Print the latest entries, oldest first',
      options: { ...ACTION_OPTION, lines: { value: 'n', help: `Number of entries (default: ${DEFAULT_LINES})` } },
      run: withClient(list),
    },
    { name: 'export', summary: 'Print all entries as JSON Lines', options: ACTION_OPTION, run: withClient(exportAll) },
    { name: 'verify', summary: "Verify the log's hash chain", run: withClient(verify) },
  ],
});

async function list(context: CommandContext, client: GatewayClient): Promise<void> {
  const { output } = context;
  const limit = countOption(context, 'lines', DEFAULT_LINES);
  const { entries } = await client.request('audit.entries', { limit, ...optionAs(context, 'action', 'action') });
  output.json({ ok: true, entries });
  for (const entry of entries.toReversed()) output.line(formatEntry(entry));
}

/** Oldest first, one JSON object per line with its hash, so that the output can be verified without Gatehouse. */
async function exportAll(context: CommandContext, client: GatewayClient): Promise<void> {
  for (const entry of await allEntries(client, context)) {
    context.output.result(entry, JSON.stringify(entry));
  }
}

async function allEntries(client: GatewayClient, context: CommandContext): Promise<readonly AuditEntry[]> {
  const newestFirst: AuditEntry[] = [];
  for (;;) {
    const last = newestFirst.at(-1);
    const before = last === undefined ? {} : { before: last.seq };
    const { entries } = await client.request('audit.entries', {
      limit: PAGE_SIZE,
      ...before,
      ...optionAs(context, 'action', 'action'),
    });
    newestFirst.push(...entries);
    if (entries.length < PAGE_SIZE) return newestFirst.toReversed();
  }
}

async function verify({ output }: CommandContext, client: GatewayClient): Promise<ExitCode> {
  const result = await client.request('audit.verify', {});
  output.result(
    result,
    result.ok
      ? `Verified ${result.entries} entries. The audit log is intact.`
      : `The audit log has been modified: the hash chain breaks at entry ${result.brokenAt ?? '?'} of ${result.entries}.`,
  );
  return result.ok ? EXIT.ok : EXIT.failed;
}

function formatEntry({ seq, ts, actor, action, subject, details }: AuditEntry): string {
  return plainLine(
    `${String(seq).padStart(6)} ${new Date(ts).toISOString()} ${action.padEnd(20)} ${actor}: ${subject} ${JSON.stringify(details)}`,
  );
}
