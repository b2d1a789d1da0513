// Forwards the local terminal or a pipe to a terminal on the gateway.
import { EXIT } from '../output/exit-codes.ts';

const END_OF_TRANSMISSION = '\u0004';
const INTERRUPT = '\u0003';

/** A terminal on the gateway. */
export interface RemoteTerminal {
  send(data: string): Promise<unknown>;
  resize(cols: number, rows: number): Promise<unknown>;
  close(): Promise<unknown>;
}

/** Forwards input, end of input, window size and Ctrl+C until `stop` is called. */
export function forwardTerminal(
  stream: NodeJS.ReadStream | undefined,
  remote: RemoteTerminal,
): { readonly stop: () => void } {
  // The remote terminal may have exited already; its exit event is on the way.
  const ignoreFailure = (sent: Promise<unknown>): void => void sent.catch(() => undefined);
  const isTerminal = stream?.isTTY === true;
  const onData = (data: string): void => ignoreFailure(remote.send(data));
  // Twice, because the first one only ends an unfinished line.
  const onEnd = (): void => ignoreFailure(remote.send(END_OF_TRANSMISSION + END_OF_TRANSMISSION));
  const onResize = (): void => ignoreFailure(remote.resize(process.stdout.columns, process.stdout.rows));
  let interrupts = 0;
  const onInterrupt = (): void => {
    interrupts += 1;
    if (interrupts === 1) return ignoreFailure(remote.send(INTERRUPT));
    // The command ignores Ctrl+C.
    ignoreFailure(remote.close().finally(() => process.exit(EXIT.canceled)));
  };
  if (isTerminal) stream.setRawMode(true);
  stream?.setEncoding('utf8');
  stream?.on('data', onData).on('end', onEnd);
  process.stdout.on('resize', onResize);
  process.on('SIGINT', onInterrupt);
  return {
    stop: () => {
      stream?.off('data', onData).off('end', onEnd);
      stream?.pause();
      if (isTerminal) stream.setRawMode(false);
      process.stdout.off('resize', onResize);
      process.off('SIGINT', onInterrupt);
    },
  };
}
