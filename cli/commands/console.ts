// `gatehouse console`: live activity of all agents, and the output of their commands.
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { CAP_SESSION_FEED } from '#contract/wire/limits.ts';

import { findSession } from '../connection/find.ts';
import { untilInterrupted, withClient } from '../connection/gateway-connection.ts';
import { ConsolePrinter } from '../output/console-printer.ts';
import type { ExitCode } from '../output/exit-codes.ts';
import { argument, defineCommand, type CommandContext } from '../parser/command.ts';
import { OUTPUT_SUBCOMMANDS } from './console-output.ts';
import { interrupted } from '../terminal/interrupt.ts';

export const console = defineCommand({
  name: 'console',
  summary: 'Print the live activity of agents, and the output of their commands',
  examples: ['gatehouse console', 'gatehouse console output --errors', 'gatehouse console fix 3c9f'],
  subcommands: [
    {
      name: 'watch',
      summary: 'Print the live activity of all agents, or of one session',
      args: [{ name: 'session', isOptional: true, completes: 'session' }],
      run: withClient(watch, { caps: [CAP_SESSION_FEED], tries: 10 }),
    },
    ...OUTPUT_SUBCOMMANDS,
  ],
});

async function watch(context: CommandContext, client: GatewayClient): Promise<ExitCode> {
  const stopped = interrupted();
  const printer = new ConsolePrinter(client, context.output);
  const key = argument(context, 0);
  if (key === '') await printer.followAll();
  else await printer.follow((await findSession(client, key)).key);
  context.output.note('Watching for activity. Press Ctrl+C to stop.');
  return untilInterrupted(client, stopped);
}
