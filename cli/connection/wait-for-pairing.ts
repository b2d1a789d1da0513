// Waits at the door until a person lets this machine in.
import { setTimeout as pause } from 'node:timers/promises';

import type { GatewayClient } from '#contract/wire/client-api.ts';

import type { CommandContext } from '../parser/command.ts';
import { CommandError, EXIT } from '../output/exit-codes.ts';

const KNOCK_EVERY_MS = 1500;
/** As long as the gateway keeps a request. */
const GIVE_UP_AFTER_MS = 5 * 60_000;

/** Connects again and again while a person has to decide. @throws {CommandError} of the last try */
export async function waitUntilPaired(
  { output }: CommandContext,
  connect: () => Promise<GatewayClient>,
): Promise<GatewayClient> {
  const end = Date.now() + GIVE_UP_AFTER_MS;
  let isTold = false;
  for (;;) {
    try {
      return await connect();
    } catch (error) {
      const isWaiting = error instanceof CommandError && error.exitCode === EXIT.waiting;
      if (!isWaiting || Date.now() > end) throw error;
      if (!isTold) output.complain(`gatehouse: ${error.message} Waiting …`);
      isTold = true;
      await pause(KNOCK_EVERY_MS);
    }
  }
}
