// Twenty thousand invalid frames against a real host: it must not crash, leak memory or slow down other clients.
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
/** Unanswered frames per sender; the gateway allows 256. */
const MAX_PENDING = 64;
/** Clients that violate even the WebSocket protocol. */
const RAW_WORKERS = 8;
const RAW_SOCKETS_PER_WORKER = 25;
const MAX_GROWTH = 150 * 1024 * 1024;
/** Limit for the 95th percentile of other clients' calls, ms. */
const MAX_P95_MS = 1_000;

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
    const fixture = await startFaultHost();
    const { host } = fixture;
    expect(await fixture.say('agent:main:bystander', 'before')).not.toHaveLength(0);
    const before = memoryOf(host.pid);
    const done = new AbortController();
    const bystander = keepCalling(fixture, done.signal);
    const tally: Tally = { sent: 0, answered: 0, closed: 0, unanswered: [], twice: [] };
    const began = performance.now();
    await Promise.all([
      ...Array.from({ length: SENDERS }, (_unused, seed) => sendFrames(fixture, seed, tally)),
      ...Array.from({ length: RAW_WORKERS }, (_unused, worker) => sendBrokenFrames(host.port, worker)),
    ]);
    expect(performance.now() - began, 'ms for all frames').toBeLessThan(40_000);
    done.abort();
    const waits = await bystander;
    expect(tally.sent).toBeGreaterThanOrEqual(FRAMES);
    expect([tally.unanswered, tally.twice], 'each call has one response').toEqual([[], []]);
    expect(waits.length).toBeGreaterThan(20);
    expect(waits.toSorted((a, b) => a - b)[Math.floor(waits.length * 0.95)]).toBeLessThan(MAX_P95_MS);
    expect(await fixture.say('agent:main:bystander', 'after')).not.toHaveLength(0);
    expect(memoryOf(host.pid) - before, 'memory growth, bytes').toBeLessThan(MAX_GROWTH);
    expect(host.stderr()).toBe('');
    expect(errorsInLog(fixture.home)).toEqual([]);
  },
);

/** Calls methods and sends messages throughout; returns how long each call took, ms. */
async function keepCalling(fixture: FaultHost, signal: AbortSignal): Promise<readonly number[]> {
  const waits: number[] = [];
  for (let turn = 0; !signal.aborted; turn += 1) {
    const began = performance.now();
    await fixture.client.request('health', {});
    waits.push(performance.now() - began);
    if (turn % 10 === 0) await fixture.say('agent:main:bystander', `and then ${turn}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return waits;
}

async function sendFrames(fixture: FaultHost, seed: number, tally: Tally): Promise<void> {
  const random = createRandom(seed + 1);
  let number = seed * 1_000_000;
  while (tally.sent < FRAMES) number = await runSocket(fixture, random, number, tally);
}

/** Sends frames on one socket until the gateway closes it or all frames are sent; returns the last frame number. */
function runSocket(fixture: FaultHost, random: Random, first: number, tally: Tally): Promise<number> {
  let number = first;
  const waiting = new Set<string>();
  const answered = new Set<string>();
  // Sockets with an Origin are counted apart from those of the raw clients.
  const socket = new WebSocket(fixture.host.origin.replace('http', 'ws'), { headers: { Origin: fixture.host.origin } });
  return new Promise((resolve, reject) => {
    const more = (): void => {
      while (socket.readyState === WebSocket.OPEN && waiting.size < MAX_PENDING && tally.sent < FRAMES) {
        const { text, id } = makeFrame(random, (number += 1));
        tally.sent += 1;
        if (id !== undefined) waiting.add(id);
        socket.send(text);
        if (number % 500 === 0) return void setImmediate(more);
      }
      if (tally.sent >= FRAMES && waiting.size === 0) socket.close();
    };
    socket.on('message', (data) => {
      // The gateway sends JSON with a type; responses have an id.
      const frame = JSON.parse(String(data)) as { type: string; event?: string; id?: string };
      if (frame.event === 'connect.challenge')
        return socket.send(
          JSON.stringify({
            type: 'req',
            id: 'connect',
            method: 'connect',
            params: connectParams({ auth: { token: fixture.host.token } }),
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
      // A socket that was closed for bad frames gets no more responses.
      if (code !== 1008 && code !== 1009 && code !== 1007) tally.unanswered.push(...waiting);
      resolve(number);
    });
    socket.on('error', reject);
    const timer = setTimeout(() => reject(new Error(`no response to ${[...waiting].slice(0, 5).join()}`)), 30_000);
  });
}

async function sendBrokenFrames(port: number, worker: number): Promise<void> {
  const random = createRandom(worker + 100);
  for (let count = 0; count < RAW_SOCKETS_PER_WORKER; count += 1) await sendBroken(port, random);
}

/** A valid upgrade, then bytes that are not WebSocket frames. */
function sendBroken(port: number, random: Random): Promise<void> {
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
    // A length of eight exabytes; reserved bits; an unmasked frame; a continuation without a start; a long ping; half a close.
    Uint8Array.from(huge),
    Uint8Array.from([0xf1, 0x81, 1, 2, 3, 4, 5]),
    Uint8Array.from([0x81, 0x05, 104, 101, 108, 108, 111]),
    Uint8Array.from([0x80, 0x80, 0, 0, 0, 0]),
    Uint8Array.from([0x89, 0xfe, 0x01, 0x00, 0, 0, 0, 0]),
    Uint8Array.from([0x88, 0x81, 0, 0, 0, 0, 3]),
  ];
  return choices[random.integer(choices.length)] ?? Uint8Array.from(huge);
}

/** Resident memory of a process, bytes; 0 on systems without /proc. */
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
