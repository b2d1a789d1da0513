// Connects a command to the running gateway, like any other client: over its WebSocket, with the token.
import { createClient } from '#contract/client.ts';
import type { ConnectionState, GatewayClient } from '#contract/client-api.ts';
import { productVersion, settingsFromEnvironment } from '#host/shell-settings.ts';

import { CommandError, EXIT, textOption, type CommandContext, type ExitCode } from './command.ts';
import { locateGateway } from './locate-gateway.ts';
import { openWebSocket } from './web-socket-channel.ts';

/** Runs `work` with a connected client and closes the connection afterwards, whatever happened. */
export async function withGateway(
  context: CommandContext,
  work: (client: GatewayClient, origin: string) => Promise<ExitCode>,
): Promise<ExitCode> {
  const settings = settingsFromEnvironment(context.environment);
  const { origin, token } = locateGateway(settings, textOption(context.options, 'token'));
  if (token === undefined) throw notRunning(origin, `there is no token in ${settings.home}`);
  const client = createClient({
    open: (signal) => openWebSocket(origin.replace(/^http/, 'ws'), signal),
    identity: { id: 'cli', mode: 'cli', version: productVersion(), platform: process.platform },
    token,
    scopes: ['operator.admin'],
    caps: [],
    timers: { now: () => Date.now(), after, random: Math.random },
    maxTries: 1,
  });
  try {
    await ready(client, origin);
    return await work(client, origin);
  } finally {
    client.stop();
  }
}

/** Settles when the client is connected. @throws {CommandError} when it cannot be. */
async function ready(client: GatewayClient, origin: string): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<ConnectionState>();
  const stop = client.onState((state) => {
    if (state.kind !== 'connecting') resolve(state);
  });
  client.start();
  const state = await promise;
  stop();
  if (state.kind === 'ready') return;
  if (state.kind === 'refused')
    throw new CommandError(EXIT.refused, `the gateway at ${origin} refused: ${state.reason}`);
  throw notRunning(origin, 'reason' in state ? state.reason : 'no answer');
}

function notRunning(origin: string, reason: string): CommandError {
  return new CommandError(
    EXIT.unreachable,
    `no gateway answers at ${origin} (${reason}). Start it with "gatehouse start".`,
  );
}

function after(ms: number, run: () => void): () => void {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
}
