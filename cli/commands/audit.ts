// `gatehouse audit`: the record of what was decided and changed, whole as JSON lines, and whether its chain of hashes holds.
import type { GatewayClient } from '#contract/client-api.ts';
import type { AuditEntry } from '#contract/methods/system.ts';

import { CommandError, defineCommand, EXIT, textOption, type CommandContext, type ExitCode } from '../command.ts';
import { withGateway } from '../gateway-connection.ts';

const DEFAULT_LINES = 50;
const PAGE = 1000;

export const audit = defineCommand({
  name: 'audit',
  summary: 'Show, export or verify the audit log: audit list | export | verify.',
  operands: 'list | export | verify',
  options: { token: { type: 'string' }, lines: { type: 'string' }, action: { type: 'string' } },
  optionHelp: {
    lines: `list: so many lines (default: ${DEFAULT_LINES})`,
    action: 'list and export: only this action, such as approval.resolved',
    token: 'gateway token (default: GATEHOUSE_TOKEN, or the file in the home folder)',
  },
  async run(context) {
    const [what = 'list'] = context.operands;
    if (what === 'list') return list(context);
    if (what === 'export') return exportAll(context);
    if (what === 'verify') return verify(context);
    throw new CommandError(EXIT.usage, 'say "audit list", "audit export" or "audit verify"');
  },
});

function list(context: CommandContext): Promise<ExitCode> {
  return withGateway(context, async (client) => {
    const limit = Number(textOption(context.options, 'lines') ?? DEFAULT_LINES);
    const { entries } = await client.request('audit.entries', { limit, ...actionOf(context) });
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
    const { entries } = await client.request('audit.entries', { limit: PAGE, ...before, ...actionOf(context) });
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

function actionOf({ options }: CommandContext): { readonly action?: string } {
  const action = textOption(options, 'action');
  return action === undefined ? {} : { action };
}

function readable({ seq, ts, actor, action, subject, details }: AuditEntry): string {
  return `${String(seq).padStart(6)} ${new Date(ts).toISOString()} ${action.padEnd(20)} ${actor}: ${subject} ${JSON.stringify(details)}`;
}
