// Answers an upgrade request with an HTTP status instead of a WebSocket.
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';

/** Time for the client to read the answer and close, ms. */
const LINGER_MS = 1_000;

/** Sends the status, with a JSON body if there is one, and closes the connection. */
export function refuseUpgrade(socket: Duplex, status: 403 | 429, body?: unknown): void {
  const text = body === undefined ? '' : JSON.stringify(body);
  const headers = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Connection: close',
    ...(text === '' ? [] : ['Content-Type: application/json; charset=utf-8', 'Cache-Control: no-store']),
    `Content-Length: ${Buffer.byteLength(text)}`,
  ];
  // What the client still sends is dropped; unread, it would reset the connection before the answer arrives.
  socket.resume();
  socket.end(`${headers.join('\r\n')}\r\n\r\n${text}`);
  const timer = setTimeout(() => socket.destroy(), LINGER_MS).unref();
  socket.once('close', () => clearTimeout(timer));
}
