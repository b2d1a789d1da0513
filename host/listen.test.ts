import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { expect, it } from 'vitest';
import { listen, REQUEST_LIMITS } from './listen.ts';

function sendHalfRequest(server: Server): Socket {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1'); // listens on TCP
  socket.write('GET /healthz HTTP/1.1\r\nHost: ');
  return socket.resume();
}

it('closes a half-sent request when its time is up, before a server that checks every 15 seconds', async () => {
  const { server } = await listen('127.0.0.1', 0);
  const other = createServer({ ...REQUEST_LIMITS, connectionsCheckingInterval: 15_000 }).listen(0, '127.0.0.1');
  await once(other, 'listening');
  const [ours, theirs] = [sendHalfRequest(server), sendHalfRequest(other)];
  let answer = '';
  ours.on('data', (data) => (answer += String(data)));
  const first = await Promise.race([
    once(ours, 'close').then(() => 'ours'),
    once(theirs, 'close').then(() => 'theirs'),
  ]);
  expect(first).toBe('ours');
  expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  for (const socket of [ours, theirs]) socket.destroy();
  for (const each of [server, other]) each.close();
});
