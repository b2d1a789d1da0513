// Runs a `gatehouse` command of the built bundle until it exits.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';
import { HOST_ENTRY } from '#tests/support/running-host.ts';

/** What a command printed, and its exit code. */
export interface Ended {
  readonly code: number | null;
  readonly err: string;
  readonly out: string;
}

/** Runs a command on a home. */
export async function runCommand(
  home: string,
  args: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const child = spawn(process.execPath, [HOST_ENTRY, ...args, '--home', home], {
    env: { PATH: process.env['PATH'], HOME: home, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let err = '';
  let out = '';
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  // `close` comes with the code as its first argument.
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, err, out };
}

/** Runs `gatehouse start` on a home that it can't use. */
export function failStart(home: string): Promise<Ended> {
  return runCommand(home, ['start', '--port', '0']);
}
