// Clients that don't answer the closing handshake, or never end a message, are disconnected.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocketServer, type WebSocket } from 'ws';
import { limitMessageTime } from './message-deadline.ts';
import type { ServerChannel } from './server-channel.ts';
import { createWebSocketTransport } from './websocket.ts';

const UPGRADE = [
  'GET / HTTP/1.1',
  'Host: localhost',
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
  '\r\n',
].join('\r\n');

/** A frame with a zero mask. */
function frame(first: number, text: string): Buffer {
  return Buffer.concat([Buffer.from([first, 0x80 | text.length, 0, 0, 0, 0]), Buffer.from(text)]);
}
const FIRST_FRAGMENT = 0x01;
const NEXT_FRAGMENT = 0x00;
const LAST_FRAGMENT = 0x80;
const WHOLE = 0x81;
const PONG = 0x8a;

async function open(accept: (channel: ServerChannel) => void): Promise<Socket> {
  const transport = createWebSocketTransport();
  const http = createServer();
  http.on('upgrade', (request, socket, head) => transport.upgrade(request, socket, head, 'test', accept));
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const socket = connect((http.address() as AddressInfo).port, '127.0.0.1'); // it listens on TCP
  onTestFinished(() => {
    socket.destroy();
    transport.close();
    http.close();
  });
  socket.write(UPGRADE);
  await once(socket, 'data');
  return socket;
}

describe('a client that is closed', () => {
  it('is disconnected soon, although it never answers', async () => {
    const accepted = Promise.withResolvers<ServerChannel>();
    const socket = await open(accepted.resolve);
    socket.resume();
    // The library's own limit is 30 s.
    const library = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    onTestFinished(() => library.close());
    await once(library, 'listening');
    const other = connect((library.address() as AddressInfo).port, '127.0.0.1'); // it listens on TCP
    onTestFinished(() => void other.destroy());
    other.write(UPGRADE);
    other.resume();
    const [peer] = (await once(library, 'connection')) as [WebSocket];
    peer.close();
    (await accepted.promise).close(1000, 'goodbye');
    const ended = (one: Socket, name: string) => once(one, 'end').then(() => name);
    expect(await Promise.race([ended(socket, 'ours'), ended(other, 'theirs')])).toBe('ours');
  });
});

describe('a message', () => {
  /** A server whose clients have 300 ms for a message. */
  async function openLimited(): Promise<{ socket: Socket; messages: string[] }> {
    const server = new WebSocketServer({ noServer: true });
    const http = createServer();
    const messages: string[] = [];
    http.on('upgrade', (request, socket, head) =>
      server.handleUpgrade(request, socket, head, (ws) => {
        limitMessageTime(ws, socket, 300);
        ws.on('message', (data) => messages.push(String(data)));
      }),
    );
    http.listen(0, '127.0.0.1');
    await once(http, 'listening');
    const socket = connect((http.address() as AddressInfo).port, '127.0.0.1'); // it listens on TCP
    onTestFinished(() => {
      socket.destroy();
      http.close();
    });
    socket.write(UPGRADE);
    await once(socket, 'data');
    return { socket, messages };
  }

  const pulse = (socket: Socket, bytes: () => Buffer): void => {
    const timer = setInterval(() => socket.write(bytes()), 20);
    onTestFinished(() => clearInterval(timer));
  };

  it('that never ends is ended with the connection, although fragments and pongs arrive', async () => {
    const { socket } = await openLimited();
    socket.write(frame(FIRST_FRAGMENT, 'a'));
    pulse(socket, () => Buffer.concat([frame(NEXT_FRAGMENT, 'b'), frame(PONG, '')]));
    const [close] = (await once(socket, 'data')) as [Buffer];
    expect([close[0], close.readUInt16BE(2), close.subarray(4).toString()]).toEqual([0x88, 1008, 'message timeout']);
  });

  it('whose only frame arrives too slowly is ended, too', async () => {
    const { socket } = await openLimited();
    socket.write(frame(WHOLE, 'x'.repeat(100)).subarray(0, 10));
    const [close] = (await once(socket, 'data')) as [Buffer];
    expect(close.readUInt16BE(2)).toBe(1008);
  });

  it('may follow another one at once, for any time', async () => {
    const { socket, messages } = await openLimited();
    let isClosed = false;
    socket.on('data', () => (isClosed = true));
    // Each chunk ends one message and begins the next.
    socket.write(frame(FIRST_FRAGMENT, 'a'));
    pulse(socket, () => Buffer.concat([frame(LAST_FRAGMENT, 'z'), frame(FIRST_FRAGMENT, 'a')]));
    await expect.poll(() => messages.length).toBeGreaterThan(40);
    expect(isClosed).toBe(false);
    expect(new Set(messages)).toEqual(new Set(['az']));
  });
});
