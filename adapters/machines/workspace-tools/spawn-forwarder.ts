// Starts a program of this computer that forwards its input and output to a port.
import { spawn } from 'node:child_process';
import type { Invocation } from '../host/shell.ts';
import { nothingListens, PipeStream } from './pipe-stream.ts';

/** Starts it. If it fails before any output, nothing listened on the port. Rejects if it can't be started. */
export async function spawnForwarder(
  { file, args }: Invocation,
  env: Record<string, string>,
  port: number,
  signal: AbortSignal,
): Promise<PipeStream> {
  signal.throwIfAborted();
  const child = spawn(file, args, { cwd: '/', env, stdio: ['pipe', 'pipe', 'ignore'], windowsHide: true });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const stream = new PipeStream({
    output: child.stdout,
    input: child.stdin,
    failure: async () => ((await ended) === 0 ? undefined : nothingListens(port)),
    kill: () => child.kill('SIGKILL'),
  });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', reject);
  });
  return stream;
}
