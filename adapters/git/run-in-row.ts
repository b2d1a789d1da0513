// Runs programs at the same time, each reading what the one before it writes.
import { PassThrough } from 'node:stream';

/** Where a program reads from and writes to. */
interface Streams {
  readonly input?: PassThrough;
  readonly output?: PassThrough;
}

/** Runs them all. If one fails, the others are ended. @throws why the first one failed */
export async function runInRow<T>(
  steps: readonly T[],
  signal: AbortSignal,
  run: (step: T, streams: Streams, signal: AbortSignal) => Promise<unknown>,
): Promise<void> {
  const failed = new AbortController();
  const either = AbortSignal.any([signal, failed.signal]);
  const links = steps.slice(1).map(() => new PassThrough());
  await Promise.all(
    steps.map(async (step, index) => {
      const [input, output] = [links[index - 1], links[index]];
      const streams = { ...(input === undefined ? {} : { input }), ...(output === undefined ? {} : { output }) };
      await run(step, streams, either).catch((error: unknown) => {
        failed.abort(error);
        throw error;
      });
      // What it didn't read is of no use, and must not stop the one that writes it.
      input?.resume();
    }),
  ).catch((error: unknown) => {
    signal.throwIfAborted();
    throw failed.signal.aborted ? failed.signal.reason : error;
  });
}
