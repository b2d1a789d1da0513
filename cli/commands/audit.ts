// `gatehouse audit`: the record of what was decided and changed, whole as JSON lines, and whether its chain of hashes holds.
import type { GatewayClient } from '#contract/wire/client-api.ts';
import type { AuditEntry } from '#contract/types/audit.ts';

import { countOption, defineCommand, given, type CommandContext } from '../parser/command.ts';
import { EXIT, type ExitCode } from '../output/exit-codes.ts';
import { withGateway } from '../connection/gateway-connection.ts';
import { plainLine } from '../output/plain-text.ts';

const DEFAULT_LINES = 50;
const PAGE = 1000;

const OF_ACTION = { action: { value: 'action', help: 'only this action, such as approval.resolved' } } as const;

export const audit = defineCommand({
  name: 'audit',
  summary: 'Show, export or verify the record of what was decided and changed.',
  actions: [
    {
      name: 'list',
      summary: 'the newest entries, oldest first',
      options: { ...OF_ACTION, lines: { value: 'n', help: `so many (default: ${DEFAULT_LINES})` } },
      run: list,
    },
    { name: 'export', summary: 'all of it as JSON lines', options: OF_ACTION, run: exportAll },
    { name: 'verify', summary: 'whether its chain of hashes holds', run: verify },
  ],
});

function list(context: CommandContext): Promise<ExitCode> {
  return withGateway(context, async (client) => {
    const limit = countOption(context, 'lines', DEFAULT_LINES);
    const { entries } = await client.request('audit.entries', { limit, ...given(context, 'action', 'action') });
    context.output.json({ ok: true, entries });
    for (const entry of entries.toReversed()) context.output.line(readable(entry));
    return EXIT.ok;
  });
}

/** Oldest first, one JSON object per line, each with its hash: what it prints can be verified without Gatehouse. */
function exportAll(context: CommandContext): Promise<ExitCode> {
  return withGateway(context, async (client) => {
    for (const entry of await allEntries(client, context)) {
      context.output.json(entry);
      context.output.line(JSON.stringify(entry));
    }
    return EXIT.ok;
  });
}

async function allEntries(client: GatewayClient, context: CommandContext): Promise<readonly AuditEntry[]> {
  const newestFirst: AuditEntry[] = [];
  for (;;) {
    const last = newestFirst.at(-1);
    const before = last === undefined ? {} : { before: last.seq };
    const { entries } = await client.request('audit.entries', {
      limit: PAGE,
      ...before,
      ...given(context, 'action', 'action'),
    });
    newestFirst.push(...entries);
    if (entries.length < PAGE) return newestFirst.toReversed();
  }
}

function verify(context: CommandContext): Promise<ExitCode> {
  return withGateway(context, async (client) => {
    const result = await client.request('audit.verify', {});
    context.output.json(result);
    context.output.line(
      result.ok
        ? `${result.entries} entries, none was changed.`
        : `The audit log was changed: it breaks at entry ${result.brokenAt ?? '?'} of ${result.entries}.`,
    );
    return result.ok ? EXIT.ok : EXIT.failed;
  });
}

function readable({ seq, ts, actor, action, subject, details }: AuditEntry): string {
  return plainLine(
    `${String(seq).padStart(6)} ${new Date(ts).toISOString()} ${action.padEnd(20)} ${actor}: ${subject} ${JSON.stringify(details)}`,
  );
}
