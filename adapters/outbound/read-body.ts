// Reads and decompresses the body of a response, up to a limit for the decompressed size.
import type { IncomingMessage } from 'node:http';
import { pipeline, type Readable, type Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';

/** Reads at most `maxBytes`, then closes the connection. @throws the error of the stream. */
export async function readBody(
  message: IncomingMessage,
  maxBytes: number,
): Promise<{ readonly bytes: Uint8Array; readonly isTruncated: boolean }> {
  const parts: Buffer[] = [];
  let size = 0;
  let isTruncated = false;
  // A stream without an encoding returns buffers.
  for await (const part of unpacked(message) as AsyncIterable<Buffer>) {
    const room = maxBytes - size;
    parts.push(part.subarray(0, room));
    size += Math.min(part.length, room);
    if (part.length > room) {
      isTruncated = true;
      break;
    }
  }
  message.destroy();
  return { bytes: Buffer.concat(parts), isTruncated };
}

function unpacked(message: IncomingMessage): Readable {
  const unpack = createUnpacker(message.headers['content-encoding']);
  // The last stream of the pipeline reports errors.
  return unpack === undefined ? message : pipeline(message, unpack, () => undefined);
}

/** Decompresses an encoding; `undefined` if there is none, or it isn't supported. */
export function createUnpacker(encoding = ''): Transform | undefined {
  switch (encoding.trim().toLowerCase()) {
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'deflate':
      return createInflate();
    case 'br':
      return createBrotliDecompress();
    default:
      return undefined;
  }
}
