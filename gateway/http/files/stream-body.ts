// A request body as a stream, with a limit. The server ends requests that take too long.
import type { IncomingMessage } from 'node:http';
import { HttpError } from '../route.ts';

/** The chunks of a body. @throws {HttpError} if it is too large or ends early */
export async function* streamBody(request: IncomingMessage, maxBytes: number): AsyncIterable<Uint8Array> {
  const announced = request.headers['content-length'];
  const tooLarge = new HttpError(413, `The body is larger than ${maxBytes} bytes.`);
  if (Number(announced ?? 0) > maxBytes) throw tooLarge;
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) throw tooLarge;
    yield chunk;
  }
  if (announced !== undefined && size !== Number(announced)) throw new HttpError(400, 'The body ended early.');
}
