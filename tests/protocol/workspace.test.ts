// Files and terminals over a real socket: every published answer and event has the published shape.
// Proves: TF-1, TF-6
import { execFileSync } from 'node:child_process';
import { mkdirSync, truncateSync, writeFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { connectTo } from '#tests/kill/connect.ts';
import { startProtocolHost, TOKEN, type ProtocolHost } from './support/protocol-host.ts';
import { findViolations } from './support/published-check.ts';
import { waitUntil } from '#tests/support/wait-until.ts';

const KEY = 'agent:main:files';
const LINE = '0123456789abcdef';
const LINES_PER_PIECE = 10_000;
/** A piece is less than a terminal keeps for a slow reader. */
const PIECES = 60;

let host: ProtocolHost;
let client: GatewayClient;

beforeAll(async () => {
  host = await startProtocolHost(() => ({ steps: [{ say: 'ok' }] }));
  client = await connectTo(host.address.origin, TOKEN);
  await client.request('sessions.create', { key: KEY, cwd: host.workspace });
  mkdirSync(join(host.workspace, 'src'));
  writeFileSync(join(host.workspace, 'src/a.ts'), 'const a = 1;\n');
  symlinkSync('/etc', join(host.workspace, 'leak'));
});
afterAll(async () => {
  client.stop();
  await host.stop();
});

describe('file methods', () => {
  it('return the published shapes', async () => {
    const list = await client.request('sessions.files.list', { sessionKey: KEY });
    expect(findViolations('SessionsFilesListResult', list)).toEqual([]);
    expect(list.browser?.entries.map((entry) => entry.path)).toEqual(['src']);
    const search = await client.request('sessions.files.list', { sessionKey: KEY, search: 'a.t' });
    expect(findViolations('SessionsFilesListResult', search)).toEqual([]);
    const set = await client.request('sessions.files.set', {
      sessionKey: KEY,
      path: 'new.md',
      content: '# hi',
      expectedHash: '',
    });
    expect(findViolations('SessionsFilesSetResult', set)).toEqual([]);
    const get = await client.request('sessions.files.get', { sessionKey: KEY, path: 'new.md' });
    expect(findViolations('SessionsFilesGetResult', get)).toEqual([]);
    expect(get.file.content).toBe('# hi');
    expect(
      findViolations(
        'SessionsFilesGetResult',
        await client.request('sessions.files.get', { sessionKey: KEY, path: 'none' }),
      ),
    ).toEqual([]);
    expect(findViolations('FsListDirResult', await client.request('fs.listDir', { path: host.workspace }))).toEqual([]);
  });

  it('return the diff of a git checkout or report that there is none', async () => {
    const none = await client.request('sessions.diff', { sessionKey: KEY });
    expect(findViolations('SessionsDiffResult', none)).toEqual([]);
    expect(none.unavailableReason).toBe('not_git');
    execFileSync('git', ['init', '-q', '-b', 'main'], { cwd: host.workspace });
    const diff = await client.request('sessions.diff', { sessionKey: KEY, scope: 'uncommitted' });
    expect(findViolations('SessionsDiffResult', diff)).toEqual([]);
    expect(diff.files.map((file) => file.path)).toContain('src/a.ts');
  });

  it.each(['../x', '/etc/passwd', 'leak/passwd', 'src/../../x'])('reject %s with a typed error', async (path) => {
    const refused = { code: 'INVALID_REQUEST', details: { code: 'FILE_OUTSIDE_WORKSPACE' } };
    await expect(client.request('sessions.files.get', { sessionKey: KEY, path })).rejects.toMatchObject(refused);
    await expect(
      client.request('sessions.files.set', { sessionKey: KEY, path, content: 'x', expectedHash: '' }),
    ).rejects.toMatchObject(refused);
    await expect(client.request('files.delete', { sessionKey: KEY, path })).rejects.toMatchObject(refused);
  });

  it('reject a 200 MB file and continue', async () => {
    writeFileSync(join(host.workspace, 'large'), '');
    truncateSync(join(host.workspace, 'large'), 200 * 1024 * 1024);
    await expect(client.request('sessions.files.get', { sessionKey: KEY, path: 'large' })).rejects.toMatchObject({
      details: { code: 'FILE_TOO_LARGE' },
    });
    await client.request('health', {});
  });

  it('report external changes', async () => {
    const seen: string[] = [];
    const stop = client.on('files.changed', ({ paths }) => void seen.push(...paths));
    await client.request('files.watch', { sessionKey: KEY });
    await waitUntil('files.changed', () => {
      // Again and again: a watch does not start at once.
      writeFileSync(join(host.workspace, 'src/b.ts'), String(performance.now()));
      return seen.includes('src/b.ts');
    });
    await client.request('files.unwatch', { sessionKey: KEY });
    stop();
  });
});

describe('terminal methods', () => {
  it('return the published shapes and 10 MB of output completely', async () => {
    const violations: string[] = [];
    let text = '';
    let end = 0;
    let exit: unknown;
    const stops = [
      client.on('terminal.data', (payload) => {
        violations.push(...findViolations('TerminalDataEvent', payload));
        text += payload.data;
        end = payload.seq;
      }),
      client.on('terminal.exit', (payload) => (exit = payload)),
    ];
    const opened = await client.request('terminal.open', { sessionKey: KEY, cols: 80, rows: 24 });
    expect(findViolations('TerminalOpenResult', opened)).toEqual([]);
    expect(opened.cwd).toBe(host.workspace);
    expect(findViolations('TerminalListResult', await client.request('terminal.list', {}))).toEqual([]);
    expect(
      findViolations(
        'TerminalAckResult',
        await client.request('terminal.resize', { sessionId: opened.sessionId, cols: 90, rows: 20 }),
      ),
    ).toEqual([]);
    const enter = (line: string) =>
      client.request('terminal.input', { sessionId: opened.sessionId, data: `${line}\r` });
    await enter(`piece() { yes ${LINE} | head -n ${LINES_PER_PIECE}; echo re''ceived $1; }`);
    // One after the other: a terminal that is far ahead of its reader drops the oldest output.
    for (let piece = 1; piece <= PIECES; piece += 1) {
      const before = text.length;
      await enter(`piece ${piece}`);
      await waitUntil(`piece ${piece}`, () => text.includes(`received ${piece}\r\n`, before));
    }
    await enter('exit 4');
    await waitUntil('the end', () => exit !== undefined);
    expect(text.split(`${LINE}\r\n`)).toHaveLength(PIECES * LINES_PER_PIECE + 1);
    expect(end).toBe(text.length);
    expect(violations).toEqual([]);
    expect(findViolations('TerminalExitEvent', exit)).toEqual([]);
    expect(exit).toMatchObject({ exitCode: 4 });
    for (const stop of stops) stop();
  });

  it('continue on another connection', async () => {
    const opened = await client.request('terminal.open', { sessionKey: KEY, cols: 80, rows: 24 });
    await client.request('terminal.input', { sessionId: opened.sessionId, data: "echo re''member\r" });
    const other = await connectTo(host.address.origin, TOKEN);
    await waitUntil('the screen', async () =>
      (await other.request('terminal.attach', { sessionId: opened.sessionId })).buffer.includes('remember'),
    );
    expect(
      findViolations('TerminalAttachResult', await other.request('terminal.attach', { sessionId: opened.sessionId })),
    ).toEqual([]);
    await other.request('terminal.close', { sessionId: opened.sessionId });
    await waitUntil('the end', async () => (await other.request('terminal.list', {})).sessions.length === 0);
    other.stop();
    await expect(client.request('terminal.input', { sessionId: opened.sessionId, data: 'x' })).rejects.toMatchObject({
      details: { code: 'TERMINAL_NOT_FOUND' },
    });
  });
});
