// Terminals of a session over a real socket: names, files, and what is left of them after a restart.
// Proves: TF-1
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { connectTo } from '#tests/kill/connect.ts';
import { waitUntil } from '#tests/support/wait-until.ts';
import { startProtocolHost, TOKEN, type ProtocolHost } from './support/protocol-host.ts';
import { findViolations } from './support/published-check.ts';

const KEY = 'agent:main:terminals';
const SIZE = { sessionKey: KEY, cols: 80, rows: 24 };

let host: ProtocolHost;
let client: GatewayClient;
let origin: string;

beforeAll(async () => {
  host = await startProtocolHost(() => ({ steps: [{ say: 'ok' }] }));
  origin = host.address.origin;
  client = await connectTo(origin, TOKEN);
  await client.request('sessions.create', { key: KEY, cwd: host.workspace });
});
afterAll(async () => {
  client.stop();
  await host.stop();
});

const list = async () => (await client.request('terminal.bySession', { sessionKey: KEY })).terminals;
const output = async (sessionId: string) => (await client.request('terminal.output', { sessionId })).output;
const files = () => readdirSync(join(host.home, 'terminals'));

async function restart(): Promise<void> {
  client.stop();
  await host.host.stop('test');
  ({ origin } = await host.host.start());
  client = await connectTo(origin, TOKEN);
}

it('names and renames terminals, and tells clients', async () => {
  let changes = 0;
  const stop = client.on('terminal.changed', ({ sessionKey }) => void (changes += sessionKey === KEY ? 1 : 0));
  const first = await client.request('terminal.open', SIZE);
  const second = await client.request('terminal.open', { ...SIZE, name: 'server' });
  expect(findViolations('TerminalOpenResult', second)).toEqual([]);
  expect(second.title).toBe('server');
  await client.request('terminal.rename', { sessionId: first.sessionId, name: 'tests' });
  expect((await list()).map(({ id, name, ended }) => [id, name, ended])).toEqual([
    [first.sessionId, 'tests', undefined],
    [second.sessionId, 'server', undefined],
  ]);
  const before = changes;
  expect(before).toBeGreaterThanOrEqual(3);
  for (const { sessionId } of [first, second]) await client.request('terminal.close', { sessionId });
  await waitUntil('both are gone', async () => (await list()).length === 0 && files().length === 0);
  expect(changes).toBeGreaterThan(before);
  stop();
});

it('shows the output of a terminal that ended with the host, until it is closed', async () => {
  const { sessionId } = await client.request('terminal.open', { ...SIZE, name: 'build' });
  await client.request('terminal.input', { sessionId, data: "echo re''member $((6*7))\r" });
  await waitUntil('the output', async () => (await output(sessionId)).includes('remember 42'));
  await restart();
  const [ended, ...more] = await list();
  expect(more).toEqual([]);
  expect(ended).toMatchObject({ id: sessionId, name: 'build', cwd: host.workspace });
  expect(ended?.ended).toEqual({ atMs: expect.any(Number) });
  expect(await output(sessionId)).toContain('remember 42');
  await expect(client.request('terminal.attach', { sessionId })).rejects.toMatchObject({
    details: { code: 'TERMINAL_NOT_FOUND' },
  });
  for (const name of files()) expect(statSync(join(host.home, 'terminals', name)).mode & 0o077).toBe(0);
  await client.request('terminal.rename', { sessionId, name: 'old build' });
  await restart();
  expect((await list()).map(({ name }) => name)).toEqual(['old build']);
  await client.request('terminal.close', { sessionId });
  expect([await list(), files()]).toEqual([[], []]);
  await expect(client.request('terminal.output', { sessionId })).rejects.toMatchObject({
    details: { code: 'TERMINAL_NOT_FOUND' },
  });
});

it('stores a file for a terminal, only for a connection that is attached to it', async () => {
  const { sessionId } = await client.request('terminal.open', SIZE);
  const file = { sessionId, name: 'shot 1.png', contentBase64: Buffer.from([0, 1, 255]).toString('base64') };
  const stored = await client.request('terminal.upload', file);
  expect(findViolations('TerminalUploadResult', stored)).toEqual([]);
  expect(stored).toEqual({ path: join(host.workspace, '.gatehouse-uploads', 'shot 1.png'), size: 3 });
  expect([...readFileSync(stored.path)]).toEqual([0, 1, 255]);
  const other = await connectTo(origin, TOKEN);
  await expect(other.request('terminal.upload', file)).rejects.toMatchObject({
    details: { code: 'TERMINAL_NOT_ATTACHED' },
  });
  await expect(client.request('terminal.upload', { ...file, contentBase64: '%' })).rejects.toMatchObject({
    details: { code: 'UPLOAD_DATA' },
  });
  other.stop();
  await client.request('terminal.close', { sessionId });
});

it('ends terminals and deletes their output when all data is deleted', async () => {
  const ended = await client.request('terminal.open', SIZE);
  await client.request('terminal.input', { sessionId: ended.sessionId, data: 'echo secret\r' });
  await waitUntil('the output', async () => (await output(ended.sessionId)).includes('secret'));
  await restart();
  await client.request('terminal.open', SIZE);
  expect(files().length).toBeGreaterThan(0);
  await client.request('sessions.purge_user', { confirm: 'purge' });
  expect(files()).toEqual([]);
  await waitUntil('the shell has ended', async () => (await client.request('terminal.list', {})).sessions.length === 0);
  await client.request('sessions.create', { key: KEY, cwd: host.workspace });
});

it('keeps nothing if the settings say so', async () => {
  const { hash } = await client.request('config.get', {});
  await client.request('config.patch', { raw: '{"terminals":{"keepOutput":false}}', baseHash: hash ?? '' });
  const { sessionId } = await client.request('terminal.open', SIZE);
  expect((await list()).map(({ id }) => id)).toContain(sessionId);
  await restart();
  expect((await list()).map(({ id }) => id)).not.toContain(sessionId);
});
