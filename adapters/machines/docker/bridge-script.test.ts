import { spawn, spawnSync } from 'node:child_process';
import * as fs from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { waitUntil } from '#tests/support/wait-until.ts';
import { BRIDGES } from './bridge-script.ts';

/** A port that is free now. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Sends a text to a port and returns the answer; undefined if nothing listens. */
function exchange(port: number, text: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.end(text));
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
    socket.on('error', () => resolve(undefined));
    socket.on('end', () => resolve(answer));
  });
}

it.for(BRIDGES)('$program forwards a port to a socket, in both directions and to the end', async (bridge, context) => {
  const { program } = bridge;
  if (spawnSync(program, ['--help']).error !== undefined) return context.skip(`${program} is not installed`);
  const folder = await fs.mkdtemp(path.join(tmpdir(), 'gatehouse-bridge-'));
  onTestFinished(() => fs.rm(folder, { recursive: true, force: true }));
  const socket = path.join(folder, 'it.sock');
  const server = createServer({ allowHalfOpen: true }, (peer) => {
    let received = '';
    peer.on('data', (chunk: Buffer) => (received += chunk.toString()));
    peer.on('end', () => peer.end(`${received.length} ${'x'.repeat(200_000)}`));
  });
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  onTestFinished(() => void server.close());
  const port = await freePort();
  const child = spawn('/bin/sh', ['-c', `exec ${bridge.command(port, socket)}`], { stdio: 'ignore', detached: true });
  onTestFinished(() => void process.kill(-(child.pid ?? 0), 'SIGKILL'));
  await waitUntil('the bridge', async () => (await exchange(port, '')) !== undefined);
  const answers = await Promise.all([exchange(port, 'a'.repeat(100_000)), exchange(port, 'b')]);
  expect(answers.map((answer) => answer?.slice(0, 7).trim().replace(/ .*/, ''))).toEqual(['100000', '1']);
  expect(answers.map((answer) => answer?.length)).toEqual([200_007, 200_002]);
});
