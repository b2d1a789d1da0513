// `gatehouse logs`: the end of the log, and with --follow what comes after it.
import { countOption, defineCommand, given, hasFlag, textOption, type CommandContext } from '../parser/command.ts';
import { EXIT, type ExitCode } from '../output/exit-codes.ts';
import { lostConnection, withGateway } from '../connection/gateway-connection.ts';
import { interrupted } from '../terminal/interrupt.ts';
import { LOG_LEVELS, printLog } from '../output/print-log.ts';

const DEFAULT_LINES = 200;

export const logs = defineCommand({
  name: 'logs',
  summary: 'Print the end of the gateway’s log.',
  actions: [
    {
      name: '',
      summary: 'Prints it.',
      options: {
        lines: { value: 'n', help: `so many lines (default: ${DEFAULT_LINES})` },
        follow: { short: 'f', help: 'go on as lines are written, until Ctrl+C' },
        level: { value: 'level', help: 'only lines of this weight or more', choices: LOG_LEVELS },
        grep: { value: 'text', help: 'only lines that contain this text, in any case' },
        run: { value: 'run', help: 'only lines of the run with this id' },
      },
      run: printLogs,
    },
  ],
});

function printLogs(context: CommandContext): Promise<ExitCode> {
  return withGateway(context, async (client) => {
    const limit = countOption(context, 'lines', DEFAULT_LINES);
    const filter = {
      level: LOG_LEVELS.find((level) => level === textOption(context, 'level')) ?? 'debug',
      text: textOption(context, 'grep') ?? '',
      ...given(context, 'run', 'run'),
    };
    if (!hasFlag(context, 'follow')) {
      await printLog(client, { limit, filter }, context.output);
      return EXIT.ok;
    }
    const stop = new AbortController();
    const stopped = interrupted().then(() => stop.abort());
    await Promise.race([
      printLog(client, { limit, filter, follow: stop.signal }, context.output),
      stopped,
      lostConnection(client),
    ]).finally(() => stop.abort());
    return EXIT.aborted;
  });
}
