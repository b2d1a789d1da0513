// Proves: GW-1
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { MessageChannel } from 'node:worker_threads';
import { WebSocket } from 'ws';
import { channelPair } from '#contract/wire/channel-pair.ts';
import type { FrameChannel } from '#contract/wire/frames.ts';
import { frameChannelConformance } from '#tests/conformance/frame-channel.ts';
import { messagePortChannel } from './message-port.ts';
import { createWebSocketTransport } from './websocket.ts';

frameChannelConformance('the in-memory pair', async () => {
  const [client, server] = channelPair();
  return { client, server, end: async () => {} };
});

frameChannelConformance('a MessagePort', async () => {
  const { port1, port2 } = new MessageChannel();
  return {
    client: messagePortChannel(port1),
    server: messagePortChannel(port2),
    async end() {
      port1.close();
      port2.close();
    },
  };
});

frameChannelConformance('a WebSocket', async () => {
  const transport = createWebSocketTransport();
  const http = createServer();
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const accepted = new Promise<FrameChannel>((resolve) => {
    http.on('upgrade', (request, socket, head) => transport.upgrade(request, socket, head, 'test', resolve));
  });
  const { port } = http.address() as AddressInfo; // it listens on TCP
  const ws = new WebSocket(`ws://127.0.0.1:${port}`);
  // The test's own end listens before the first frame can come.
  const client = clientChannel(ws);
  await once(ws, 'open');
  return {
    client,
    server: await accepted,
    async end() {
      ws.terminate();
      transport.close();
      http.close();
    },
  };
});

function clientChannel(ws: WebSocket): FrameChannel {
  return {
    send(text) {
      if (ws.readyState === WebSocket.OPEN) ws.send(text);
      return ws.bufferedAmount;
    },
    bufferedBytes: () => ws.bufferedAmount,
    close: (code, reason) => ws.close(code, reason),
    onMessage: (listener) => void ws.on('message', (data) => listener(String(data))),
    onClose: (listener) => void ws.on('close', (code, reason) => listener(code, String(reason))),
  };
}
