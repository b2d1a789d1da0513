// `gatehouse logs`: the end of the log, and with --follow what comes after it.
import { setTimeout as pause } from 'node:timers/promises';

import type { GatewayClient } from '#contract/client-api.ts';

import { CommandError, defineCommand, EXIT, textOption, type CommandContext, type Output } from '../command.ts';
import { withGateway } from '../gateway-connection.ts';

const DEFAULT_LINES = 200;
const MAX_BYTES = 500_000;
const FOLLOW_EVERY_MS = 1000;
/** By weight. */
const LEVELS: readonly [string, ...string[]] = ['debug', 'info', 'warn', 'error'];

export const logs = defineCommand({
  name: 'logs',
  summary: 'Print the end of the gateway’s log.',
  options: {
    token: { type: 'string' },
    lines: { type: 'string' },
    follow: { type: 'boolean', short: 'f' },
    level: { type: 'string' },
    text: { type: 'string' },
    run: { type: 'string' },
  },
  optionHelp: {
    lines: `so many lines (default: ${DEFAULT_LINES})`,
    follow: 'go on as lines are written',
    level: 'only lines of this weight or more: debug, info, warn, error',
    text: 'only lines that contain this text, in any case',
    run: 'only lines of the run with this id',
    token: 'gateway token (default: GATEHOUSE_TOKEN, or the file in the home folder)',
  },
  run: (context) =>
    withGateway(context, async (client) => {
      const limit = Number(textOption(context.options, 'lines') ?? DEFAULT_LINES);
      const wanted = filterOf(context);
      let cursor = await printFrom(client, { limit, maxBytes: MAX_BYTES }, wanted, context.output);
      while (context.options['follow'] === true) {
        await pause(FOLLOW_EVERY_MS);
        cursor = await printFrom(client, { cursor, maxBytes: MAX_BYTES }, wanted, context.output);
      }
      return EXIT.ok;
    }),
});

type Filter = (line: string, parsed: Readonly<Record<string, unknown>> | undefined) => boolean;

/** What the options ask for. A line without a level counts as `info`. */
function filterOf({ options }: CommandContext): Filter {
  const level = textOption(options, 'level') ?? LEVELS[0];
  const least = LEVELS.indexOf(level);
  if (least < 0) throw new CommandError(EXIT.usage, `--level is one of ${LEVELS.join(', ')}, not "${level}"`);
  const text = textOption(options, 'text')?.toLowerCase() ?? '';
  const run = textOption(options, 'run');
  return (line, parsed) => {
    const weight = LEVELS.indexOf(String(parsed?.['level'] ?? 'info'));
    const fields = parsed?.['fields'];
    const isOfRun = typeof fields === 'object' && fields !== null && 'runId' in fields && fields.runId === run;
    return weight >= least && line.toLowerCase().includes(text) && (run === undefined || isOfRun);
  };
}

/** Prints what the query gives; returns the cursor after it. With --json each line is the log's own JSON. */
async function printFrom(
  client: GatewayClient,
  query: { readonly cursor?: number; readonly limit?: number; readonly maxBytes: number },
  wanted: Filter,
  output: Output,
): Promise<number> {
  const tail = await client.request('logs.tail', query);
  for (const line of tail.lines) {
    const parsed = parseLine(line);
    if (!wanted(line, parsed)) continue;
    output.json(parsed ?? { message: line });
    output.line(parsed === undefined ? line : readable(parsed));
  }
  return tail.cursor;
}

function parseLine(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    // An object that JSON.parse made has string keys.
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    // Not every line need be JSON; it is printed as it stands.
    return undefined;
  }
}

function readable(line: Readonly<Record<string, unknown>>): string {
  const time =
    typeof line['ts'] === 'number' ? new Date(line['ts']).toISOString() : String(line['ts'] ?? line['time'] ?? '');
  const fields = line['fields'] === undefined ? '' : ` ${JSON.stringify(line['fields'])}`;
  return `${time} ${String(line['level'] ?? '').padEnd(5)} ${String(line['part'] ?? '')}: ${String(line['message'] ?? '')}${fields}`;
}
