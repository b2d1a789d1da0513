// Connects this machine's terminal, or a pipe, with a terminal of the gateway.
import { EXIT } from '../output/exit-codes.ts';

const END_OF_INPUT = '\u0004';
const INTERRUPT = '\u0003';

/** The far end. */
export interface FarTerminal {
  send(data: string): Promise<unknown>;
  resize(cols: number, rows: number): Promise<unknown>;
  close(): Promise<unknown>;
}

/** Passes keys (or a pipe, then its end), the size and Ctrl+C on, until it is disconnected. */
export function connectTerminal(
  stream: NodeJS.ReadStream | undefined,
  far: FarTerminal,
): { readonly disconnect: () => void } {
  // The far end may be gone already; then its exit is on the way.
  const pass = (sent: Promise<unknown>): void => void sent.catch(() => undefined);
  const isKeyboard = stream?.isTTY === true;
  const onData = (data: string): void => pass(far.send(data));
  // Twice: the first one ends a line that has no end.
  const onEnd = (): void => pass(far.send(END_OF_INPUT + END_OF_INPUT));
  const onResize = (): void => pass(far.resize(process.stdout.columns, process.stdout.rows));
  let interrupts = 0;
  const onInterrupt = (): void => {
    interrupts += 1;
    if (interrupts === 1) return pass(far.send(INTERRUPT));
    // The command does not listen.
    pass(far.close().finally(() => process.exit(EXIT.aborted)));
  };
  if (isKeyboard) stream.setRawMode(true);
  stream?.setEncoding('utf8');
  stream?.on('data', onData).on('end', onEnd);
  process.stdout.on('resize', onResize);
  process.on('SIGINT', onInterrupt);
  return {
    disconnect: () => {
      stream?.off('data', onData).off('end', onEnd);
      stream?.pause();
      if (isKeyboard) stream.setRawMode(false);
      process.stdout.off('resize', onResize);
      process.off('SIGINT', onInterrupt);
    },
  };
}
