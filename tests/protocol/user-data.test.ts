// Personal data: the export skips a damaged session; after a purge, no file of the home folder contains any of it.
// Proves: BK-3, BK-4, GW-6
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, expect, it } from 'vitest';
import { AGENT_FILES } from '#contract/types/agent-files.ts';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { connectTo } from '#tests/kill/connect.ts';
import { SAMPLE_PNG } from '../support/sample-image.ts';
import { MODEL, startProtocolHost, TOKEN, type ProtocolHost } from './support/protocol-host.ts';

const WORD = 'rhododendron';
let host: ProtocolHost;
let client: GatewayClient;
let count = 0;
afterEach(async () => {
  client.stop();
  await host.stop();
});

async function start(): Promise<void> {
  host = await startProtocolHost(
    (request) => {
      const last = JSON.stringify(request.body.messages.at(-1));
      if (last.includes('tool_result') || !last.includes('run it')) return { steps: [{ say: `About the ${WORD}.` }] };
      return { steps: [{ call: 'list', input: { path: '.' } }] };
    },
    // The usage is only that of the runs.
    { config: { titles: { automatic: false } } },
  );
  client = await connectTo(host.address.origin, TOKEN);
  await client.request('setup.choose', { model: MODEL, workspace: host.workspace });
}

async function ask(sessionKey: string, message: string): Promise<void> {
  const idempotencyKey = `user-data-${(count += 1)}`;
  await client.request('chat.send', { sessionKey, message, idempotencyKey });
  await client.request('agent.wait', { runId: idempotencyKey });
}

/** Files below a folder that hold a text. */
function filesWith(folder: string, text: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile() && readFileSync(path).includes(text));
}

it('exports every session with its log, transcript, usage, and agent files, and lists damaged records', async () => {
  await start();
  await ask('agent:main:one', `Tell me of the ${WORD}`);
  await ask('agent:main:two', 'run it');
  await ask('agent:main:bad', 'lost');
  for (const name of AGENT_FILES) writeFileSync(join(host.workspace, name), `${name} likes shade`);
  const database = new Database(join(host.home, 'gatehouse.db'));
  database.exec(
    `UPDATE events SET json = '{"type' WHERE seq = 2 AND session = (SELECT id FROM sessions WHERE key = 'agent:main:bad')`,
  );
  database.close();
  const steps: unknown[] = [];
  const { path, sessions, exported, warnings } = await client.request(
    'sessions.export_user',
    {},
    { onProgress: (progress) => steps.push(progress) },
  );
  expect(steps[0]).toMatchObject({ step: 'sessions', done: 0, total: 3, elapsedMs: expect.any(Number) });
  expect([sessions, exported, warnings.length]).toEqual([3, 2, 1]);
  expect(warnings[0]).toMatch(/agent:main:bad/);
  expect(path.startsWith(join(host.home, 'exports'))).toBe(true);
  expect(filesWith(join(path, 'sessions'), WORD).length).toBeGreaterThanOrEqual(3);
  for (const name of AGENT_FILES)
    expect(readFileSync(join(path, 'agents/main', name), 'utf8')).toBe(`${name} likes shade`);
  expect(readFileSync(join(path, 'usage.jsonl'), 'utf8').trim().split('\n')).toHaveLength(4);
  const manifest: unknown = JSON.parse(readFileSync(join(path, 'manifest.json'), 'utf8'));
  expect(manifest).toMatchObject({ sessions: 3, exported: 2 });
  expect(statSync(path).mode & 0o077).toBe(0);
});

it('exports everything as one archive with a manifest and without secrets', async () => {
  await start();
  const image = { type: 'image', mimeType: 'image/png', fileName: 'dot.png', content: SAMPLE_PNG };
  const content = Buffer.from('likes shade').toString('base64');
  const note = { type: 'file', mimeType: 'text/plain', fileName: 'note.md', content };
  const sent = { sessionKey: 'agent:main:one', message: `Look at the ${WORD}`, attachments: [image, note] };
  await client.request('chat.send', { ...sent, idempotencyKey: 'with-image' });
  await client.request('agent.wait', { runId: 'with-image' });
  writeFileSync(join(host.workspace, 'SOUL.md'), 'likes shade');
  const { hash } = await client.request('config.get', {});
  const raw = JSON.stringify({ providers: { openai: { apiKey: 'sk-proj-secret-of-the-config' } } });
  await client.request('config.patch', { raw, baseHash: hash });
  const { path, bytes, warnings } = await client.request('sessions.export_user', { archive: true });
  expect([warnings, statSync(path).size, statSync(path).mode & 0o077]).toEqual([[], bytes, 0]);
  expect(readdirSync(join(host.home, 'exports'))).toEqual([basename(path)]);
  const out = join(host.home, 'unpacked');
  mkdirSync(out);
  execFileSync('tar', ['-xzf', path, '-C', out, '--strip-components=1']);
  const files = readdirSync(out, { recursive: true, encoding: 'utf8' }).filter(
    (name) => !statSync(join(out, name)).isDirectory(),
  );
  const manifest = JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8')) as { readonly contents: object };
  expect(manifest).toMatchObject({ format: 'gatehouse-export', formatVersion: 1, sessions: 1, warnings: [] });
  for (const name of files.filter((one) => one !== 'manifest.json')) {
    const folder = name.replace(/^sessions\/\d+/, 'sessions/<n>').replace(/^agents\/main\/.*/, 'agents/<agent>/');
    expect(Object.keys(manifest.contents), name).toContain(folder.replace(/attachments\/.*/, 'attachments/'));
  }
  const attachments = files.filter((name) => name.includes('.attachments/')).toSorted();
  expect(attachments).toEqual([expect.stringMatching(/-1\.png$/), expect.stringMatching(/-2\.txt$/)]);
  const [first, second] = attachments.map((name) => readFileSync(join(out, name)));
  expect([first?.toString('base64'), second?.toString()]).toEqual([SAMPLE_PNG, 'likes shade']);
  expect(readFileSync(join(out, 'agents/main/SOUL.md'), 'utf8')).toBe('likes shade');
  expect(readFileSync(join(out, 'settings/gatehouse.json5'), 'utf8')).toContain('openai');
  expect(readFileSync(join(out, 'audit.jsonl'), 'utf8')).toContain('setup.choose');
  expect(filesWith(out, WORD).length).toBeGreaterThan(1);
  for (const secret of ['sk-proj-secret-of-the-config', 'sk-ant-test-0000000000', TOKEN])
    expect(filesWith(out, secret)).toEqual([]);
});

it('writes several exports at the same time, and explains one that fails', async () => {
  await start();
  const exports = join(host.home, 'exports');
  const results = await Promise.all(
    Array.from({ length: 8 }, () => client.request('sessions.export_user', { archive: true })),
  );
  const names = results.map(({ path }) => basename(path)).toSorted();
  expect(new Set(names).size).toBe(8);
  expect(readdirSync(exports).toSorted()).toEqual(names);
  rmSync(exports, { recursive: true });
  writeFileSync(exports, '');
  await expect(client.request('sessions.export_user', { archive: true })).rejects.toMatchObject({
    message: expect.stringMatching(/^Couldn't write the export: /),
    details: { code: 'EXPORT_FAILED', hint: expect.stringContaining('disk space') },
  });
});

it('deletes all message text from the home folder and keeps a valid audit log', async () => {
  await start();
  await ask('agent:main:one', `Tell me of the ${WORD}`);
  await ask('agent:main:two', `The ${WORD}, run it`);
  await client.request('sessions.patch', { key: 'agent:main:two', label: `My ${WORD}`, archived: true });
  await client.request('sessions.delete', { key: 'agent:main:one' });
  await client.request('wake', { mode: 'now', text: 'Anything new?' });
  await expect.poll(() => client.request('last-heartbeat', {})).toMatchObject({ preview: `About the ${WORD}.` });
  await client.request('sessions.export_user', {});
  expect(filesWith(host.home, WORD).length).toBeGreaterThan(1);
  await expect(client.request('sessions.purge_user', {} as never)).rejects.toMatchObject({
    details: { code: 'INVALID_PARAMS' },
  });
  const purged = await client.request('sessions.purge_user', { confirm: 'purge' });
  expect([purged.total, purged.deleted, purged.warnings]).toEqual([3, 3, []]);
  expect(await client.request('last-heartbeat', {})).toBeNull();
  expect(purged.removed['events']).toBeGreaterThan(5);
  expect(purged.files).toEqual([join(host.home, 'exports')]);
  expect(filesWith(host.home, WORD)).toEqual([]);
  expect(existsSync(join(host.home, 'exports'))).toBe(false);
  expect(await client.request('audit.verify', {})).toMatchObject({ ok: true });
  const { entries } = await client.request('audit.entries', { limit: 5 });
  expect(entries[0]).toMatchObject({ action: 'user.purged', details: { sessions: 3 } });
  expect((await client.request('sessions.list', { archived: 'all' })).totalCount).toBe(0);
  expect((await client.request('sessions.search', { query: WORD, archived: true })).results).toEqual([]);
  await ask('agent:main:one', 'begin again');
  expect((await client.request('chat.history', { sessionKey: 'agent:main:one' })).totalMessages).toBe(2);
});
