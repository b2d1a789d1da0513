// What it costs to tell clients who is connected, when many connect one after the other.
// Proves: QA-2
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { WebSocket } from 'ws';

import { CAP_SESSION_FEED } from '#contract/wire/limits.ts';

import { cpuNs } from '../child-process.ts';
import type { Row } from '../report.ts';
import type { World } from '../world.ts';

const MB = 1024 * 1024;
/** Longer than the longest time between two notices, ms. */
const CALM_MS = 1_500;

/** Connects `count` clients of each kind. */
export async function presenceRows(world: World, count: number): Promise<readonly Row[]> {
  const title = `notices about connected clients while ${count} connect one by one`;
  const shared = { unit: 'MB', better: 'lower', bare: undefined } as const;
  const own = await connectAll(world, count, [CAP_SESSION_FEED]);
  const openclaw = await connectAll(world, count, []);
  const note = ({ cpuMs }: Round) => `all bytes sent; ${Math.round(cpuMs)} ms of the processor`;
  return [
    { id: 'presence-own', title, ...shared, value: own.bytes / MB, target: 10, note: note(own) },
    {
      id: 'presence-openclaw',
      title: 'same, OpenClaw’s clients, which get the whole list each time',
      ...shared,
      value: openclaw.bytes / MB,
      target: 100,
      note: note(openclaw),
    },
  ];
}

interface Round {
  readonly bytes: number;
  readonly cpuMs: number;
}

async function connectAll(world: World, count: number, caps: readonly string[]): Promise<Round> {
  const cpuBefore = cpuNs(world.host.pid);
  const sockets: WebSocket[] = [];
  let bytes = 0;
  for (let index = 0; index < count; index += 1)
    sockets.push(
      await connect(world, caps, (text) => {
        if (text.startsWith('{"type":"event","event":"presence')) bytes += Buffer.byteLength(text);
      }),
    );
  await delay(CALM_MS);
  const cpuMs = (cpuNs(world.host.pid) - cpuBefore) / 1e6;
  const closed = sockets.map((socket) => once(socket, 'close'));
  for (const socket of sockets) socket.terminate();
  await Promise.all(closed);
  await delay(CALM_MS);
  return { bytes, cpuMs };
}

async function connect({ host }: World, caps: readonly string[], receive: (text: string) => void): Promise<WebSocket> {
  const socket = new WebSocket(`ws://127.0.0.1:${host.port}`, { perMessageDeflate: false });
  // The first message is the challenge.
  await once(socket, 'message');
  const params = {
    minProtocol: 4,
    maxProtocol: 4,
    client: { id: 'gateway-client', mode: 'backend', version: '1', platform: 'linux' },
    role: 'operator',
    scopes: ['operator.read'],
    caps,
    auth: { token: host.token },
  };
  const answered = new Promise<void>((resolve, reject) => {
    socket.on('message', (data) => {
      const text = String(data);
      receive(text);
      if (!text.startsWith('{"type":"res"')) return;
      if (text.includes('"ok":true')) resolve();
      else reject(new Error(text));
    });
  });
  socket.send(JSON.stringify({ type: 'req', id: '1', method: 'connect', params }));
  await answered;
  return socket;
}
