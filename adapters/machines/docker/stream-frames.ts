// Splits the engine's stream of a process without a terminal into stdout and stderr.
import { Transform } from 'node:stream';

const HEADER_BYTES = 8;
const STDERR = 2;

/** Receives parts of both streams. */
export interface FrameListener {
  stdout(bytes: Buffer): void;
  stderr(bytes: Buffer): void;
}

/** Creates a function that takes the chunks of a stream. Nothing is buffered except an incomplete header. */
export function createFrameReader(on: FrameListener): (chunk: Buffer) => void {
  let header = Buffer.alloc(0);
  let left = 0;
  let isError = false;
  return (chunk) => {
    let rest = chunk;
    while (rest.length > 0) {
      if (left === 0) {
        const taken = rest.subarray(0, HEADER_BYTES - header.length);
        header = Buffer.concat([header, taken]);
        rest = rest.subarray(taken.length);
        if (header.length < HEADER_BYTES) return;
        isError = header[0] === STDERR;
        left = header.readUInt32BE(4);
        header = Buffer.alloc(0);
        continue;
      }
      const part = rest.subarray(0, left);
      rest = rest.subarray(part.length);
      left -= part.length;
      if (isError) on.stderr(part);
      else on.stdout(part);
    }
  };
}

/** Passes on stdout only. */
export function createOutputFilter(): Transform {
  const filter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      read(chunk);
      done();
    },
  });
  const read = createFrameReader({ stdout: (bytes) => void filter.push(bytes), stderr: () => undefined });
  return filter;
}
