import { createServer, get, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { openEventStream, type EventStream } from './event-stream.ts';

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** A stream and its reader, which reads nothing by itself. */
async function opened(): Promise<{
  readonly stream: EventStream;
  readonly reader: IncomingMessage;
  readonly isClosed: () => boolean;
}> {
  let closed = false;
  const made = new Promise<EventStream>((resolve) => {
    server = createServer((_request, response) => {
      response.once('close', () => (closed = true));
      resolve(openEventStream(response));
    });
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  // It listens on a TCP port, so its address is no pipe's name.
  const { port } = (server as Server).address() as AddressInfo;
  const reader = await new Promise<IncomingMessage>((resolve) => get({ host: '127.0.0.1', port }, resolve));
  return { stream: await made, reader, isClosed: () => closed };
}

describe('an event stream', () => {
  it('sends events with and without a name', async () => {
    const { stream, reader } = await opened();
    stream.send('{"a":1}');
    stream.send('x', 'named');
    stream.end();
    stream.send('after the end');
    let text = '';
    for await (const chunk of reader) text += String(chunk);
    expect(text).toBe('data: {"a":1}\n\nevent: named\ndata: x\n\n');
  });

  it('is closed if the client stops reading', async () => {
    const { stream, reader, isClosed } = await opened();
    reader.on('error', () => {});
    const piece = 'x'.repeat(1024 * 1024);
    for (let sent = 0; sent < 40 && !isClosed(); sent += 1) {
      stream.send(piece);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(isClosed()).toBe(true);
  });
});
