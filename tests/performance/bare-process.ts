// The baseline: a minimal program for the same job. It echoes frames with `ws` and forwards a model's stream without parsing,
// storing, or validating anything.
import { Agent, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';

const agent = new Agent({ keepAlive: true });
const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });

server.on('connection', (socket) => {
  socket.on('message', (data, isBinary) => {
    // `ws` delivers an unfragmented message as a Buffer.
    const text = (data as Buffer).toString('utf8');
    if (text.startsWith('{"relay"')) relay(socket, text);
    else if (text.startsWith('{"bytes"')) socket.send('x'.repeat((JSON.parse(text) as { bytes: number }).bytes));
    else socket.send(data, { binary: isBinary });
  });
});
server.on('listening', () => {
  // A TCP server has a port.
  const { port } = server.address() as AddressInfo;
  process.send?.({ port });
});
process.on('disconnect', () => process.exit());

function relay(socket: WebSocket, text: string): void {
  const { relay: url, body } = JSON.parse(text) as { relay: string; body: string };
  const call = request(url, { method: 'POST', agent, headers: { 'content-type': 'application/json' } }, (response) => {
    response.on('data', (chunk: Buffer) => socket.send(chunk, { binary: false }));
    response.on('end', () => socket.send('end'));
  });
  call.end(body);
}
