// The baseline of the terminal rows: a minimal program that connects a shell in a pseudo-terminal to a WebSocket.
import type { AddressInfo } from 'node:net';
import { spawn } from 'node-pty';
import { WebSocketServer } from 'ws';

const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });

server.on('connection', (socket) => {
  const shell = spawn('/bin/bash', ['--noprofile', '--norc'], { cols: 80, rows: 24 });
  shell.onData((text) => socket.send(text));
  // `ws` delivers an unfragmented message as a Buffer.
  socket.on('message', (data) => shell.write((data as Buffer).toString('utf8')));
  socket.on('close', () => shell.kill('SIGKILL'));
});
server.on('listening', () => {
  // A TCP server has a port.
  const { port } = server.address() as AddressInfo;
  process.send?.({ port });
});
process.on('disconnect', () => process.exit());
