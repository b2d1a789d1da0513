// Waits until a person approves this computer's pairing request.
import { setTimeout as sleep } from 'node:timers/promises';

import type { GatewayClient } from '#contract/wire/client-api.ts';

import { CommandError, EXIT } from '../output/exit-codes.ts';
import type { CommandContext } from '../parser/command.ts';

const RETRY_INTERVAL_MS = 1500;
/** Lifetime of a pairing request on the gateway. */
const TIMEOUT_MS = 5 * 60_000;

/** Retries the connection while its pairing request is pending. @throws {CommandError} of the last attempt */
export async function waitForPairing(
  { output }: CommandContext,
  connect: () => Promise<GatewayClient>,
): Promise<GatewayClient> {
  const deadline = Date.now() + TIMEOUT_MS;
  let isReported = false;
  for (;;) {
    try {
      return await connect();
    } catch (error) {
      const isPending = error instanceof CommandError && error.exitCode === EXIT.pending;
      if (!isPending || Date.now() > deadline) throw error;
      if (!isReported) output.error(`gatehouse: ${error.message}\n${error.hint ?? ''}\nWaiting for approval…`);
      isReported = true;
      await sleep(RETRY_INTERVAL_MS);
    }
  }
}
