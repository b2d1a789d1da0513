// Connects to a port of a container from inside: it may have no network, and most development servers listen on loopback only.
import { FileError } from '#core/ports/machine.ts';
import { forwardCommand, FORWARDERS } from '../workspace-tools/forward-command.ts';
import { nothingListens, PipeStream } from '../workspace-tools/pipe-stream.ts';
import type { ManagedContainer } from './managed-container.ts';
import { listPorts } from './listening-ports.ts';

const COMMAND_NOT_FOUND = 127;

/** Connects. The container isn't started for it. @throws {FileError} */
export async function connectToPort(
  container: ManagedContainer,
  port: number,
  signal: AbortSignal,
): Promise<PipeStream> {
  const { running } = container;
  if (running === undefined || !(await listPorts(running.control)).includes(port)) throw nothingListens(port);
  signal.throwIfAborted();
  const release = container.use({ stop: () => stream?.destroy() });
  let stream: PipeStream | undefined;
  try {
    const program = await running.pipe(forwardCommand(port));
    stream = new PipeStream({ ...program, failure: async () => explain(await program.exitCode(), port) });
    stream.once('close', release);
    return stream;
  } catch (error) {
    release();
    throw error;
  }
}

function explain(exitCode: number | null, port: number): FileError | undefined {
  if (exitCode === 0) return undefined;
  return exitCode === COMMAND_NOT_FOUND ? noForwarder() : nothingListens(port);
}

function noForwarder(): FileError {
  const names = FORWARDERS.map(({ program }) => program).join(', ');
  return new FileError(
    'unavailable',
    `Previews need one of these programs in the image: ${names}. Choose another image.`,
  );
}
