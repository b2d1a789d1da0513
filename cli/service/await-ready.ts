// `gatehouse service ready`: waits until the gateway of a home folder serves requests. The service's unit uses it.
import { get } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { lockOwner, ownerOrigin } from '#adapters/home/lock-owner.ts';
import { settingsFromEnvironment } from '#host/shell-settings.ts';
import { CommandError, EXIT } from '../output/exit-codes.ts';
import { countOption, type CommandContext } from '../parser/command.ts';

const DEFAULT_SECONDS = 60;
const INTERVAL_MS = 200;
const REQUEST_MS = 2_000;

/** Ends once `/readyz` reports that all parts can serve. @throws {CommandError} after the time limit, or if the service has ended */
export async function ready(context: CommandContext): Promise<void> {
  const { environment, output } = context;
  const { home } = settingsFromEnvironment(environment);
  const limit = performance.now() + countOption(context, 'timeout', DEFAULT_SECONDS) * 1000;
  for (;;) {
    const owner = lockOwner(home);
    const origin = owner === undefined ? undefined : ownerOrigin(owner);
    if (origin !== undefined && (await isReady(origin)))
      return output.result({ ok: true, origin }, `Ready at ${origin}`);
    // Set by systemd: if the main process has ended, there is nothing to wait for.
    if (hasEnded(Number(environment['MAINPID'])))
      throw new CommandError(EXIT.failed, 'the gateway ended before it was ready');
    if (performance.now() > limit) throw notReady(home, origin);
    await sleep(INTERVAL_MS);
  }
}

function notReady(home: string, origin: string | undefined): CommandError {
  const reason = origin === undefined ? `no gateway is running in ${home}` : `the gateway at ${origin} isn't ready`;
  return new CommandError(EXIT.unreachable, reason, { hint: 'Run "gatehouse doctor" to find out why.' });
}

/** Whether the gateway at a loopback address answers that it is ready. */
export function isReady(origin: string): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get(`${origin}/readyz`, { timeout: REQUEST_MS }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(false));
  });
}

function hasEnded(pid: number): boolean {
  if (!(pid > 1)) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}
