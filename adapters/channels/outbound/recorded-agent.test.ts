import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { connect, type AddressInfo } from 'node:net';
import { onTestFinished, describe, expect, it } from 'vitest';
import { generate } from 'selfsigned';
import { WebSocket, WebSocketServer } from 'ws';
import { OutboundError } from '#core/ports/outbound.ts';
import { createLedger } from '#tests/support/outbound/egress-stage.ts';
import { waitUntil } from '#tests/support/wait-until.ts';
import { createRecordedAgent } from './recorded-agent.ts';

const CALLER = { kind: 'channel', name: 'discord' } as const;

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close().closeAllConnections());
  // A TCP server has a port.
  return (server.address() as AddressInfo).port;
}

/** A server that sends every message back. */
function echo<T extends Server>(server: T): T {
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket) => socket.on('message', (data) => socket.send(String(data))));
  return server;
}

/** A proxy, and the targets that it was asked for. */
async function startProxy(status = 200) {
  const asked: string[] = [];
  const server = createServer();
  server.on('connect', ({ url, headers }, socket) => {
    asked.push(`${url} ${headers['proxy-authorization'] ?? ''}`.trim());
    if (status !== 200) return void socket.end(`HTTP/1.1 ${status} No\r\n\r\n`);
    const [host, port] = (url ?? '').split(':');
    const other = connect(Number(port), host === 'chat.example' ? '127.0.0.1' : (host ?? ''), () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      socket.pipe(other).pipe(socket);
    });
    for (const end of [socket, other]) end.on('error', () => end.destroy());
  });
  return { asked, port: await listen(server) };
}

/** Sends a message, and returns the answer. */
async function exchange(socket: WebSocket): Promise<string> {
  const answer = Promise.withResolvers<string>();
  socket.on('open', () => socket.send('hello'));
  socket.on('message', (data) => answer.resolve(String(data)));
  socket.on('error', answer.reject);
  onTestFinished(() => socket.terminate());
  return answer.promise;
}

describe('the agent of WebSockets', () => {
  it('records a connection with its traffic until it is closed', async () => {
    const { ledger, opened } = createLedger();
    const agent = createRecordedAgent('http:', { ledger, caller: CALLER, environment: {} });
    const port = await listen(echo(createServer()));
    const socket = new WebSocket(`ws://127.0.0.1:${port}`, { agent });
    expect(await exchange(socket)).toBe('hello');
    expect(opened).toMatchObject([{ destination: { host: '127.0.0.1', port }, ended: false }]);
    const { sent = 0, received = 0 } = opened[0]?.connection.traffic() ?? {};
    expect(Math.min(sent, received)).toBeGreaterThan(100);
    socket.close();
    await waitUntil('the end of the connection', () => opened[0]?.ended === true);
  });

  it('rejects a blocked destination without connecting, and closes one that is blocked later', async () => {
    const blocking = createLedger(['127.0.0.1']);
    const port = await listen(echo(createServer()));
    const options = { caller: CALLER, environment: {} };
    const rejected = new WebSocket(`ws://127.0.0.1:${port}`, {
      agent: createRecordedAgent('http:', { ...options, ledger: blocking.ledger }),
    });
    await expect(exchange(rejected)).rejects.toMatchObject({ code: 'blocked' });

    const { ledger, opened } = createLedger();
    const socket = new WebSocket(`ws://127.0.0.1:${port}`, {
      agent: createRecordedAgent('http:', { ...options, ledger }),
    });
    await exchange(socket);
    const closed = new Promise((resolve) => socket.on('close', resolve));
    opened[0]?.connection.stop(new OutboundError('blocked', 'Blocked.'));
    await closed;
    expect(opened[0]?.ended).toBe(true);
  });

  it('ends the record of a connection that fails', async () => {
    const { ledger, opened } = createLedger();
    const agent = createRecordedAgent('http:', { ledger, caller: CALLER, environment: {} });
    const server = createServer();
    const port = await listen(server);
    await new Promise((resolve) => server.close(resolve));
    await expect(exchange(new WebSocket(`ws://127.0.0.1:${port}`, { agent }))).rejects.toThrow('ECONNREFUSED');
    await waitUntil('the end of the record', () => opened[0]?.ended === true);
    expect(opened[0]?.connection.traffic()).toEqual({ sent: 0, received: 0 });
  });

  it('connects through a proxy, with the target in the ledger', async () => {
    const { ledger, opened } = createLedger();
    const proxy = await startProxy();
    const port = await listen(echo(createServer()));
    const agent = createRecordedAgent('http:', {
      ledger,
      caller: CALLER,
      environment: { HTTP_PROXY: `http://me:p%40ss@127.0.0.1:${proxy.port}` },
    });
    expect(await exchange(new WebSocket(`ws://chat.example:${port}`, { agent }))).toBe('hello');
    expect(proxy.asked).toEqual([`chat.example:${port} Basic ${Buffer.from('me:p@ss').toString('base64')}`]);
    expect(opened).toMatchObject([{ destination: { host: 'chat.example', port } }]);
  });

  it('says which proxy rejected it, without its password', async () => {
    const { ledger, opened } = createLedger();
    const proxy = await startProxy(407);
    const agent = createRecordedAgent('http:', {
      ledger,
      caller: CALLER,
      environment: { ALL_PROXY: `http://me:hush@127.0.0.1:${proxy.port}` },
    });
    await expect(exchange(new WebSocket('ws://chat.example:9', { agent }))).rejects.toThrow(
      'The proxy in ALL_PROXY rejected the connection to chat.example with status 407.',
    );
    expect(opened[0]?.ended).toBe(true);
  });

  it.each([{ through: 'directly' }, { through: 'through a proxy' }])(
    'uses TLS with the name of the server, $through',
    async ({ through }) => {
      const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }], {
        extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] }],
      });
      const { ledger, opened } = createLedger();
      const proxy = await startProxy();
      const port = await listen(echo(createTlsServer({ key, cert })));
      const environment = through === 'directly' ? {} : { HTTPS_PROXY: `127.0.0.1:${proxy.port}` };
      const agent = createRecordedAgent('https:', { ledger, caller: CALLER, environment });
      expect(await exchange(new WebSocket(`wss://localhost:${port}`, { agent, ca: cert }))).toBe('hello');
      expect(opened).toMatchObject([{ destination: { host: 'localhost', port } }]);
      expect(opened[0]?.connection.traffic().received).toBeGreaterThan(100);
      await expect(exchange(new WebSocket(`wss://localhost:${port}`, { agent }))).rejects.toThrow(
        /self-signed|unable to/,
      );
    },
  );
});
