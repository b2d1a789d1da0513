// Twenty thousand frames of a mad client against a real host: nothing falls over, and nobody else notices.
import { readFileSync, readdirSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { createRandom, type Random } from '#tests/kill/random.ts';
import { connectParams } from '#tests/protocol/support/raw-socket.ts';
import { startFaultHost, type FaultHost } from './support/fault-host.ts';
import { makeFrame } from './support/frame-maker.ts';

const FRAMES = 20_000;
const SENDERS = 8;
/** Frames that may be unanswered, per sender: the gateway takes 256. */
const AHEAD = 64;
/** Sockets on which not even the WebSocket's own frames are right. */
const RAW_WORKERS = 8;
const RAW_SOCKETS_PER_WORKER = 25;
const MAX_GROWTH = 150 * 1024 * 1024;
/** What a call of another client may take meanwhile, ms, at the 95th percentile; the machine may be busy with more than this. */
const PATIENCE_MS = 1_000;

interface Tally {
  sent: number;
  answered: number;
  closed: number;
  readonly unanswered: string[];
  readonly twice: string[];
}

it(
  'a flood of invalid frames causes no crash, no leak, and no effect on other clients',
  { timeout: 90_000 },
  async () => {
    const day = await startFaultHost();
    const { host } = day;
    expect(await day.say('agent:main:calm', 'before')).not.toHaveLength(0);
    const before = memoryOf(host.pid);
    const done = new AbortController();
    const calm = beCalm(day, done.signal);
    const tally: Tally = { sent: 0, answered: 0, closed: 0, unanswered: [], twice: [] };
    const began = performance.now();
    await Promise.all([
      ...Array.from({ length: SENDERS }, (_unused, seed) => sendMadly(day, seed, tally)),
      ...Array.from({ length: RAW_WORKERS }, (_unused, worker) => breakTheProtocol(host.port, worker)),
    ]);
    expect(performance.now() - began, 'ms for all frames').toBeLessThan(40_000);
    done.abort();
    const waits = await calm;
    expect(tally.sent).toBeGreaterThanOrEqual(FRAMES);
    expect([tally.unanswered, tally.twice], 'each call has one answer').toEqual([[], []]);
    expect(waits.length).toBeGreaterThan(20);
    expect(waits.toSorted((a, b) => a - b)[Math.floor(waits.length * 0.95)]).toBeLessThan(PATIENCE_MS);
    expect(await day.say('agent:main:calm', 'after')).not.toHaveLength(0);
    expect(memoryOf(host.pid) - before, 'bytes more than before').toBeLessThan(MAX_GROWTH);
    expect(host.stderr()).toBe('');
    expect(errorsInLog(day.home)).toEqual([]);
  },
);

/** Calls and talks as if nothing was, and notes how long each call took. */
async function beCalm(day: FaultHost, signal: AbortSignal): Promise<readonly number[]> {
  const waits: number[] = [];
  for (let turn = 0; !signal.aborted; turn += 1) {
    const began = performance.now();
    await day.client.request('health', {});
    waits.push(performance.now() - began);
    if (turn % 10 === 0) await day.say('agent:main:calm', `and then ${turn}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return waits;
}

async function sendMadly(day: FaultHost, seed: number, tally: Tally): Promise<void> {
  const random = createRandom(seed + 1);
  let number = seed * 1_000_000;
  while (tally.sent < FRAMES) number = await oneLife(day, random, number, tally);
}

/** One socket, until the gateway has had enough of it or the work is done. */
function oneLife(day: FaultHost, random: Random, first: number, tally: Tally): Promise<number> {
  let number = first;
  const waiting = new Set<string>();
  const answered = new Set<string>();
  // Its own line at the door, apart from that of the broken sockets.
  const socket = new WebSocket(day.host.origin.replace('http', 'ws'), { headers: { Origin: day.host.origin } });
  return new Promise((resolve, reject) => {
    const more = (): void => {
      while (socket.readyState === WebSocket.OPEN && waiting.size < AHEAD && tally.sent < FRAMES) {
        const { text, id } = makeFrame(random, (number += 1));
        tally.sent += 1;
        if (id !== undefined) waiting.add(id);
        socket.send(text);
        if (number % 500 === 0) return void setImmediate(more);
      }
      if (tally.sent >= FRAMES && waiting.size === 0) socket.close();
    };
    socket.on('message', (data) => {
      // Everything that the gateway sends is JSON with a type; `id` is there in answers.
      const frame = JSON.parse(String(data)) as { type: string; event?: string; id?: string };
      if (frame.event === 'connect.challenge')
        return socket.send(
          JSON.stringify({
            type: 'req',
            id: 'connect',
            method: 'connect',
            params: connectParams({ auth: { token: day.host.token } }),
          }),
        );
      if (frame.type !== 'res' || frame.id === undefined) return;
      if (answered.has(frame.id) && frame.id !== 'invalid') tally.twice.push(frame.id);
      answered.add(frame.id);
      waiting.delete(frame.id);
      tally.answered += 1;
      more();
    });
    socket.on('close', (code) => {
      clearTimeout(timer);
      tally.closed += 1;
      // A socket that was closed for its bad frames owes no more answers.
      if (code !== 1008 && code !== 1009 && code !== 1007) tally.unanswered.push(...waiting);
      resolve(number);
    });
    socket.on('error', reject);
    const timer = setTimeout(() => reject(new Error(`no answer to ${[...waiting].slice(0, 5).join()}`)), 30_000);
  });
}

async function breakTheProtocol(port: number, worker: number): Promise<void> {
  const random = createRandom(worker + 100);
  for (let count = 0; count < RAW_SOCKETS_PER_WORKER; count += 1) await breakOne(port, random);
}

/** A right upgrade, then bytes that are no WebSocket frames. */
function breakOne(port: number, random: Random): Promise<void> {
  const head = `GET / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n\r\n`;
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(head);
      socket.write(brokenBytes(random));
      if (random.chance(0.3)) socket.resetAndDestroy();
      else setTimeout(() => socket.destroy(), random.integer(300));
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve());
  });
}

function brokenBytes(random: Random): Uint8Array {
  const huge = [0x81, 0xff, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1, 2, 3, 4];
  const choices: readonly Uint8Array[] = [
    randomBytes(1 + random.integer(200)),
    // A length of eight exabytes; reserved bits; an unmasked frame; a fragment of nothing; a long ping; half a close.
    Uint8Array.from(huge),
    Uint8Array.from([0xf1, 0x81, 1, 2, 3, 4, 5]),
    Uint8Array.from([0x81, 0x05, 104, 101, 108, 108, 111]),
    Uint8Array.from([0x80, 0x80, 0, 0, 0, 0]),
    Uint8Array.from([0x89, 0xfe, 0x01, 0x00, 0, 0, 0, 0]),
    Uint8Array.from([0x88, 0x81, 0, 0, 0, 0, 3]),
  ];
  return choices[random.integer(choices.length)] ?? Uint8Array.from(huge);
}

/** Resident memory of a process, bytes; 0 where the system does not tell it in a file. */
function memoryOf(pid: number): number {
  if (process.platform !== 'linux') return 0;
  const pages = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]);
  return pages * 4096;
}

function errorsInLog(home: string): readonly string[] {
  const folder = join(home, 'logs');
  const lines = readdirSync(folder).flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n'));
  return lines.filter((line) => line.includes('"level":"error"'));
}
