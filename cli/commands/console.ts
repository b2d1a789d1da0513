// `gatehouse console`: what all agents do, line by line, as it happens.
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { CAP_SESSION_FEED } from '#contract/wire/limits.ts';

import { defineCommand, operand, type CommandContext } from '../parser/command.ts';
import { ConsoleLines } from '../output/console-printer.ts';
import { CommandError, EXIT, type ExitCode } from '../output/exit-codes.ts';
import { lostConnection, withGateway } from '../connection/gateway-connection.ts';
import { interrupted } from '../terminal/interrupt.ts';

export const console = defineCommand({
  name: 'console',
  summary: 'Print what agents say and do, line by line, as it happens.',
  actions: [
    {
      name: '',
      summary: 'Goes on until Ctrl+C.',
      operands: [{ name: 'session', isOptional: true, ids: 'session' }],
      run: watchAll,
    },
  ],
});

function watchAll(context: CommandContext): Promise<ExitCode> {
  return withGateway(
    context,
    async (client) => {
      const stopped = interrupted();
      const lines = new ConsoleLines(client, context.output);
      const only = operand(context, 0);
      if (only === '') await lines.followAll();
      else await lines.follow(await keyOf(client, only));
      context.output.note('Watching. Ctrl+C ends it.');
      await Promise.race([stopped, lostConnection(client)]);
      return EXIT.aborted;
    },
    { caps: [CAP_SESSION_FEED], tries: 10 },
  );
}

/** The whole key of what a person called by its name. */
async function keyOf(client: GatewayClient, name: string): Promise<string> {
  const { session } = await client.request('sessions.describe', { key: name });
  if (session !== null) return session.key;
  throw new CommandError(EXIT.failed, `there is no session "${name}"; see "gatehouse sessions list"`);
}
