// `gatehouse errors`: failed runs and errors from the log.
import type { GatewayClient } from '#contract/wire/client-api.ts';
import type { SessionRow } from '#contract/types/sessions.ts';

import { countOption, defineCommand, type CommandContext } from '../parser/command.ts';
import { withClient } from '../connection/gateway-connection.ts';
import { printLog } from '../output/print-log.ts';
import { plainLine } from '../output/plain-text.ts';
import { formatTime } from '../output/format-time.ts';

const DEFAULT_LINES = 20;
/** Number of recent sessions to check. */
const MAX_SESSIONS = 200;

export const errors = defineCommand({
  name: 'errors',
  summary: 'Show recent failed runs and errors from the log',
  examples: ['gatehouse errors --lines 50'],
  options: { lines: { value: 'n', help: `Maximum number of each (default: ${DEFAULT_LINES})` } },
  run: withClient(printErrors),
});

async function printErrors(context: CommandContext, client: GatewayClient): Promise<void> {
  const { output } = context;
  const limit = countOption(context, 'lines', DEFAULT_LINES);
  const { sessions } = await client.request('sessions.list', { limit: MAX_SESSIONS, includeDerivedTitles: true });
  const failed = sessions.filter(({ status }) => status === 'failed').slice(0, limit);
  for (const session of failed) {
    output.result(
      { kind: 'run', sessionKey: session.key, runId: session.lastRunId, error: session.lastRunError },
      formatFailure(session),
    );
  }
  if (failed.length > 0) output.line('');
  await printLog(client, { limit, filter: { level: 'error', text: '' } }, output);
  if (failed.length === 0) output.note('No failed runs.');
}

function formatFailure({ updatedAt, key, lastRunError }: SessionRow): string {
  return `${formatTime(updatedAt)} ${key}: ${plainLine(lastRunError ?? 'interrupted')}`;
}
