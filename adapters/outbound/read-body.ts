// The body of an answer, unpacked, up to a limit that counts what comes out and not what went in.
import type { IncomingMessage } from 'node:http';
import { pipeline, type Readable, type Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';

/** Reads at most `maxBytes`; the connection is closed when there is more. @throws what the stream throws. */
export async function readBody(
  message: IncomingMessage,
  maxBytes: number,
): Promise<{ readonly bytes: Uint8Array; readonly isTruncated: boolean }> {
  const parts: Buffer[] = [];
  let size = 0;
  let isTruncated = false;
  // A stream without an encoding gives buffers.
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
  const unpack = unpackerOf(message.headers['content-encoding']);
  // Errors reach the reader through the last stream of the pipeline.
  return unpack === undefined ? message : pipeline(message, unpack, () => undefined);
}

function unpackerOf(encoding = ''): Transform | undefined {
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
