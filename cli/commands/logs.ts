// `gatehouse logs`: the end of the log, and with --follow new lines.
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { countOption, defineCommand, optionAs, hasFlag, textOption, type CommandContext } from '../parser/command.ts';
import { EXIT, type ExitCode } from '../output/exit-codes.ts';
import { untilInterrupted, withClient } from '../connection/gateway-connection.ts';
import { interrupted } from '../terminal/interrupt.ts';
import { LOG_LEVELS, printLog } from '../output/print-log.ts';

const DEFAULT_LINES = 200;

export const logs = defineCommand({
  name: 'logs',
  summary: "Print the gateway's log",
  examples: ['gatehouse logs --follow --level warn', 'gatehouse logs --grep anthropic --lines 1000'],
  options: {
    lines: { value: 'n', help: `Number of lines (default: ${DEFAULT_LINES})` },
    follow: { short: 'f', help: 'Print new lines until Ctrl+C' },
    level: { value: 'level', help: 'Minimum log level', choices: LOG_LEVELS },
    grep: { value: 'text', help: 'Only lines that contain this text, ignoring case' },
    run: { value: 'run', help: 'Only lines of this run' },
    session: { value: 'key', help: 'Only lines of this session' },
    agent: { value: 'agent', help: 'Only lines of this agent' },
  },
  run: withClient(printLogs),
});

async function printLogs(context: CommandContext, client: GatewayClient): Promise<ExitCode> {
  const { output } = context;
  const limit = countOption(context, 'lines', DEFAULT_LINES);
  const filter = {
    level: LOG_LEVELS.find((level) => level === textOption(context, 'level')) ?? 'debug',
    text: textOption(context, 'grep') ?? '',
    ...optionAs(context, 'run', 'run'),
    ...optionAs(context, 'session', 'sessionKey'),
    ...optionAs(context, 'agent', 'agentId'),
  };
  if (!hasFlag(context, 'follow')) {
    await printLog(client, { limit, filter }, output);
    return EXIT.ok;
  }
  const stop = new AbortController();
  const stopped = interrupted();
  try {
    return await Promise.race([
      printLog(client, { limit, filter, follow: stop.signal }, output).then(() => EXIT.canceled),
      untilInterrupted(client, stopped),
    ]);
  } finally {
    stop.abort();
  }
}
