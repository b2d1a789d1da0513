// A terminal whose program prints without end: how much of it reaches a client, and how soon what is typed appears.
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { TERMINAL_ACK_CHARS } from '#contract/wire/limits.ts';
import { waitUntil } from '#tests/support/wait-until.ts';
import { rssBytes, startBareTerminal } from '../child-process.ts';
import type { Row } from '../report.ts';
import { median, quantile } from '../statistics.ts';
import type { World } from '../world.ts';

/** A line without the characters that are typed. */
const FLOOD = `yes ${'0123456789'.repeat(8)}\r`;
const TYPED = 'Q';
const PROMPT = 'ready$ ';
const INTERRUPT = '\u0003';
/** Between two typed characters, ms. */
const TYPING_MS = 40;
const ROUNDS = 3;
const MIB = 1024 * 1024;

/** A shell at the other end of a socket. */
interface Shell {
  send(text: string): void;
  /** Calls back with all output. */
  onData(listener: (text: string) => void): void;
  close(): void;
}

/** In each of three rounds, measures for `ms`, then types `keys` characters. */
export async function terminalRows(world: World, ms: number, keys: number): Promise<readonly Row[]> {
  const bareProcess = await startBareTerminal();
  const floods: { readonly bare: Flood; readonly ours: Flood }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const bare = await flood(await openBare(bareProcess.port), ms, keys, () => 0);
    const ours = await flood(await openOurs(world, round), ms, keys, () => rssBytes(world.host.pid));
    floods.push({ bare, ours });
  }
  bareProcess.stop();
  const bare = summarize(floods.map((round) => round.bare));
  const ours = summarize(floods.map((round) => round.ours));
  return [
    {
      id: 'terminal-throughput',
      title: 'Output of a terminal',
      unit: 'MB/s',
      value: ours.megabytesPerSecond,
      target: 30,
      better: 'higher',
      bare: bare.megabytesPerSecond,
      note: `the host grew by ${Math.round(ours.grownBytes / MIB)} MiB`,
    },
    {
      id: 'terminal-echo',
      title: 'Typed character on the screen during endless output, 95th percentile',
      unit: 'ms',
      value: ours.echoMs,
      target: 30,
      better: 'lower',
      bare: bare.echoMs,
      note: `Ctrl+C ends the output after ${Math.round(ours.interruptMs)} ms`,
    },
  ];
}

interface Flood {
  readonly megabytesPerSecond: number;
  readonly echoMs: readonly number[];
  readonly interruptMs: number;
  readonly grownBytes: number;
}

function summarize(floods: readonly Flood[]) {
  return {
    megabytesPerSecond: median(floods.map((one) => one.megabytesPerSecond)),
    echoMs: quantile(
      floods.flatMap((one) => one.echoMs),
      0.95,
    ),
    interruptMs: median(floods.map((one) => one.interruptMs)),
    grownBytes: Math.max(...floods.map((one) => one.grownBytes)),
  };
}

async function flood(shell: Shell, ms: number, keys: number, memory: () => number): Promise<Flood> {
  let received = 0;
  let end = '';
  let prompt = Promise.withResolvers<void>();
  const typedAt: number[] = [];
  const echoMs: number[] = [];
  shell.onData((text) => {
    received += text.length;
    end = (end + text).slice(-100);
    if (end.endsWith(PROMPT)) prompt.resolve();
    for (let at = text.indexOf(TYPED); at !== -1; at = text.indexOf(TYPED, at + 1)) {
      const sentAt = typedAt.shift();
      if (sentAt !== undefined) echoMs.push(performance.now() - sentAt);
    }
  });
  shell.send("PS1='rea''dy$ '\r");
  await prompt.promise;
  prompt = Promise.withResolvers();
  const before = memory();
  shell.send(FLOOD);
  await waitUntil('the output', () => received > MIB);
  const [startChars, startMs] = [received, performance.now()];
  await delay(ms);
  const megabytesPerSecond = (received - startChars) / 1_000 / (performance.now() - startMs);
  for (let key = 0; key < keys; key += 1) {
    typedAt.push(performance.now());
    shell.send(TYPED);
    await delay(TYPING_MS);
  }
  await waitUntil('the typed characters', () => echoMs.length === keys);
  const grownBytes = memory() - before;
  const interruptedAt = performance.now();
  shell.send(INTERRUPT);
  await prompt.promise;
  const interruptMs = performance.now() - interruptedAt;
  shell.close();
  return { megabytesPerSecond, echoMs, interruptMs, grownBytes };
}

async function openBare(port: number): Promise<Shell> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}`, { perMessageDeflate: false });
  await once(socket, 'open');
  return {
    send: (text) => socket.send(text),
    // `ws` delivers an unfragmented message as a Buffer.
    onData: (listener) => void socket.on('message', (data) => listener((data as Buffer).toString('utf8'))),
    close: () => socket.terminate(),
  };
}

interface Data {
  readonly sessionId: string;
  readonly seq: number;
  readonly data: string;
}

async function openOurs(world: World, round: number): Promise<Shell> {
  const { client } = world;
  const sessionKey = await world.session(`terminal-${round}`);
  const { sessionId } = await client.request<{ readonly sessionId: string }>('terminal.open', {
    sessionKey,
    cols: 80,
    rows: 24,
  });
  const call = (method: string, params: object): void => {
    void client.request(method, { sessionId, ...params });
  };
  call('terminal.ack', { seq: 0 });
  let acknowledged = 0;
  return {
    send: (data) => call('terminal.input', { data }),
    onData: (listener) =>
      client.on<Data>('terminal.data', (payload) => {
        if (payload.sessionId !== sessionId) return;
        listener(payload.data);
        if (payload.seq - acknowledged < TERMINAL_ACK_CHARS) return;
        acknowledged = payload.seq;
        call('terminal.ack', { seq: payload.seq });
      }),
    close: () => call('terminal.close', {}),
  };
}
