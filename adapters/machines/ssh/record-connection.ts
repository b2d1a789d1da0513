// Records a connection in the outbound ledger, under the address that the user's SSH configuration has for the host.
import { execFile } from 'node:child_process';
import { isIPv6 } from 'node:net';
import { promisify } from 'node:util';
import { FileError } from '#core/ports/machine.ts';
import { OutboundError } from '#core/ports/outbound.ts';
import type { Destination } from '#core/ports/outbound-ledger.ts';
import type { MachineContext } from '../define-machine.ts';

const SSH_PORT = 22;
/** Time to read the configuration, ms. */
const READ_MS = 10_000;
const run = promisify(execFile);

/** What identifies the host: the arguments before it that select a configuration, and its name there. */
export interface SshHost {
  readonly host: string;
  readonly options: readonly string[];
  readonly env: Record<string, string>;
}

/**
 * Records a connection before it is opened. `stop` ends it when the host is blocked. Returns the function that reports its end.
 * @throws {FileError} `unavailable` if the host is blocked
 */
export async function recordConnection(
  host: SshHost,
  { egress }: Pick<MachineContext, 'egress'>,
  stop: () => void,
): Promise<() => void> {
  const destination = await findDestination(host);
  try {
    return egress.record({ machine: 'ssh' }, destination, stop);
  } catch (error) {
    if (error instanceof OutboundError) throw new FileError('unavailable', error.message);
    throw error;
  }
}

/** The host and port that `ssh` would connect to. If it can't tell, the connection itself will report why. */
async function findDestination({ host, options, env }: SshHost): Promise<Destination> {
  const { stdout } = await run('ssh', [...options, '-G', '--', host], { env, timeout: READ_MS }).catch(() => ({
    stdout: '',
  }));
  const name = (/^hostname (.+)$/m.exec(stdout)?.[1] ?? host.slice(host.indexOf('@') + 1)).toLowerCase();
  const port = Number(/^port (\d+)$/m.exec(stdout)?.[1] ?? SSH_PORT);
  return { host: isIPv6(name) ? `[${name}]` : name, port };
}
