// `gatehouse errors`: what went wrong lately: sessions whose last run failed, and the log's errors.
import type { SessionRow } from '#contract/types/sessions.ts';

import { countOption, defineCommand, type CommandContext } from '../parser/command.ts';
import { EXIT, type ExitCode } from '../output/exit-codes.ts';
import { withGateway } from '../connection/gateway-connection.ts';
import { printLog } from '../output/print-log.ts';
import { plainLine } from '../output/plain-text.ts';
import { timeText } from '../output/format-time.ts';

const DEFAULT_LINES = 20;
/** Sessions that are looked at, the newest. */
const MAX_SESSIONS = 200;

export const errors = defineCommand({
  name: 'errors',
  summary: 'Show what went wrong lately: failed runs, and errors of the log.',
  actions: [
    {
      name: '',
      summary: 'Shows it.',
      options: { lines: { value: 'n', help: `so many of each (default: ${DEFAULT_LINES})` } },
      run: printErrors,
    },
  ],
});

function printErrors(context: CommandContext): Promise<ExitCode> {
  return withGateway(context, async (client) => {
    const { output } = context;
    const limit = countOption(context, 'lines', DEFAULT_LINES);
    const { sessions } = await client.request('sessions.list', { limit: MAX_SESSIONS, includeDerivedTitles: true });
    const failed = sessions.filter(({ status }) => status === 'failed').slice(0, limit);
    for (const session of failed) {
      output.json({ kind: 'run', sessionKey: session.key, runId: session.lastRunId, error: session.lastRunError });
      output.line(failureLine(session));
    }
    if (failed.length > 0) output.line('');
    await printLog(client, { limit, filter: { level: 'error', text: '' } }, output);
    if (failed.length === 0) output.note('No session’s last run failed.');
    return EXIT.ok;
  });
}

function failureLine({ updatedAt, key, lastRunError }: SessionRow): string {
  return `${timeText(updatedAt)} ${key}: ${plainLine(lastRunError ?? 'it was interrupted')}`;
}
