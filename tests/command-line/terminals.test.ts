// `gatehouse terminals` as a person or a script calls it.
// Proves: TF-1, CL-6
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { connectTo } from '#tests/kill/connect.ts';
import { waitUntil } from '#tests/support/wait-until.ts';
import { openShell, type Shell } from './shell.ts';

const KEY = 'agent:main:garden';

let shell: Shell;
let client: GatewayClient;

beforeAll(async () => {
  shell = await openShell(() => ({ steps: [{ say: 'ok' }] }));
  const cwd = join(shell.folder, 'garden');
  mkdirSync(cwd);
  client = await connectTo(shell.host.origin, shell.host.token);
  await client.request('sessions.create', { key: KEY, cwd });
});
afterAll(async () => {
  client.stop();
  await shell.stop();
});

const terminals = (...args: readonly string[]) => shell.gatehouse(['terminals', ...args, '--session', KEY]);

it('lists, prints, renames, and closes terminals', async () => {
  expect(await terminals('list')).toMatchObject({ code: 0, out: 'No terminals.\n' });
  const size = { sessionKey: KEY, cols: 80, rows: 24 };
  const { sessionId } = await client.request('terminal.open', { ...size, name: 'server' });
  await client.request('terminal.input', { sessionId, data: "printf '\\033[31mred-%s\\033[0m\\n' $((6*7))\r" });
  await waitUntil('the output', async () =>
    (await client.request('terminal.output', { sessionId })).output.includes('red-42'),
  );
  expect((await terminals('list')).out).toMatch(
    new RegExp(`NAME +STATE +LAST OUTPUT +ID\\nserver +open +- +${sessionId}`),
  );
  const printed = await terminals('output', 'server');
  expect(printed.code).toBe(0);
  expect(printed.out).toContain('red-42');
  expect(printed.out).not.toContain('\u001b');
  expect((await terminals('rename', 'server', 'api')).out).toBe('Renamed server to api.\n');
  const [listed] = await shell.json(['terminals', 'list', '--session', KEY]);
  expect(listed).toMatchObject({ ok: true, terminals: [{ id: sessionId, name: 'api' }] });
  expect(await terminals('close', sessionId.slice(0, 8))).toMatchObject({ code: 0, out: 'Closed api.\n' });
  await waitUntil('it is gone', async () => (await terminals('list')).out === 'No terminals.\n');
  expect(await terminals('output', 'api')).toMatchObject({
    code: 1,
    err: expect.stringContaining('terminal "api" not found'),
  });
});
