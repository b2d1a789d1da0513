// File and terminal handlers on a real machine, called as the dispatcher calls them.
import * as fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMachineDirectory } from '#adapters/machines/directory.ts';
import { openTerminalRecords } from '#adapters/terminals/open-terminal-records.ts';
import { KeptTerminals } from '#core/terminals/kept-terminals.ts';
import { openWorkspaceFolders } from '#adapters/machines/host/workspace-folders.ts';
import { harness } from '#tests/support/core/engine-harness.ts';
import { QUIET } from '#tests/support/quiet-log.ts';
import type { MachineDirectory } from '#core/ports/machine.ts';
import type { Connection } from '../../server/connections/connection.ts';
import type { Call } from '../../server/dispatch/handler.ts';
import type { RawJson } from '../../server/dispatch/raw-json.ts';
import type { StateMaker } from '../../server/runtime.ts';
import { FILE_HANDLERS } from './files.ts';
import { TERMINAL_HANDLERS } from '../terminals/terminals.ts';
import { RANDOM_IDS, SYSTEM_CLOCK } from '#host/system-clock.ts';
import { testPrincipal } from '#tests/support/core/test-principal.ts';
import { waitUntil } from '#tests/support/wait-until.ts';

const KEY = 'agent:main:main';

interface Client {
  readonly call: Call;
  readonly events: { readonly name: string; readonly payload: Record<string, unknown> }[];
  /** What runs after the answer. */
  answered(): void;
  isSlow: boolean;
  leave(): void;
}

let base: string;
let workspace: string;
let machines: MachineDirectory;
let states: Map<unknown, { close?(): void | Promise<void> }>;

beforeEach(async () => {
  base = await fs.realpath(await fs.mkdtemp(path.join(os.tmpdir(), 'gatehouse-handlers-')));
  workspace = path.join(base, 'workspace');
  await fs.mkdir(workspace);
  machines = createMachineDirectory({
    home: path.join(base, 'trash'),
    log: QUIET,
    clock: SYSTEM_CLOCK,
    // A home without start-up files: what a person's shell does at its start is not ours to test.
    environment: { PATH: process.env['PATH'], HOME: base, SHELL: '/bin/bash' },
  });
  states = new Map();
});
afterEach(async () => {
  for (const state of states.values()) await state.close?.();
  await machines.disposeAll();
  await fs.rm(base, { recursive: true, force: true });
});

function connect(): Client {
  const events: Client['events'] = [];
  const after: (() => void)[] = [];
  const closers: (() => void)[] = [];
  const client = {
    events,
    isSlow: false,
    answered: () => after.splice(0).forEach((run) => run()),
    leave: () => closers.forEach((run) => run()),
  };
  const connection = {
    send: (name: string, payload: Record<string, unknown>) => events.push({ name, payload }),
    isSlow: () => client.isSlow,
    onClose: (listener: () => void) => closers.push(listener),
  };
  const services = {
    engine: harness([], { agent: { workspace }, machines }).engine,
    folders: openWorkspaceFolders(base),
    clock: SYSTEM_CLOCK,
    ids: RANDOM_IDS,
    log: QUIET,
    terminals: new KeptTerminals({
      records: openTerminalRecords(path.join(base, 'terminals')),
      sessions: { get: async () => undefined },
      settings: () => ({ terminals: { keepOutput: true } }),
      secretGuard: { mask: (text) => text, countComplete: (text) => text.length },
      clock: SYSTEM_CLOCK,
    }),
    versions: { record: (machine: unknown) => machine, moved: async () => undefined },
  };
  const gateway = {
    services,
    publish: () => undefined,
    state: <T extends { close?(): void }>(make: StateMaker<T>): T => {
      const known = states.get(make) ?? make(gateway as never);
      states.set(make, known);
      return known as T;
    },
  };
  // Only what these handlers touch is there.
  const call = {
    services,
    engine: services.engine,
    gateway,
    by: testPrincipal('me'),
    audit: () => Promise.resolve(),
    connection: connection as unknown as Connection,
    signal: new AbortController().signal,
    early: () => undefined,
    afterAnswer: (run: () => void) => after.push(run),
  } as unknown as Call;
  return Object.assign(client, { call });
}

/** These handlers answer with values, never with text. */
async function value<T>(answer: T | RawJson | Promise<T | RawJson>): Promise<Exclude<T, RawJson>> {
  return (await answer) as Exclude<T, RawJson>;
}

/** Writes a file repeatedly until a client is notified, because a watch takes time to start. */
async function notified(client: Client, name: string): Promise<void> {
  await waitUntil('files.changed', async () => {
    await fs.writeFile(path.join(workspace, name), String(performance.now()));
    return client.events.length > 0;
  });
}

describe('file handlers', () => {
  it('create, read, and update with a hash, and reject a stale one', async () => {
    const { call } = connect();
    const set = (content: string, expectedHash: string) =>
      value(FILE_HANDLERS['sessions.files.set']({ sessionKey: 'main', path: 'a.md', content, expectedHash }, call));
    const created = await set('one', '');
    expect(created).toMatchObject({ sessionKey: KEY, root: workspace, file: { path: 'a.md', missing: false } });
    const got = await value(FILE_HANDLERS['sessions.files.get']({ sessionKey: 'main', path: 'a.md' }, call));
    expect(got.file).toMatchObject({
      content: 'one',
      contentEncoding: 'utf8',
      previewKind: 'text',
      mimeType: 'text/markdown',
      hash: created.file.hash,
    });
    await set('two', created.file.hash ?? '');
    await expect(set('three', created.file.hash ?? '')).rejects.toMatchObject({ code: 'changed' });
    await expect(set('x', '')).rejects.toMatchObject({ code: 'exists' });
  });

  it('return images and reject binary files as text, large files, and paths outside the workspace', async () => {
    const { call } = connect();
    const get = (file: string) => value(FILE_HANDLERS['sessions.files.get']({ sessionKey: KEY, path: file }, call));
    await fs.writeFile(path.join(workspace, 'p.png'), new Uint8Array([0x89, 0, 1]));
    await fs.writeFile(path.join(workspace, 'b.bin'), new Uint8Array([0, 1]));
    await fs.truncate(path.join(workspace, 'b.bin'), 2);
    const large = await fs.open(path.join(workspace, 'large'), 'w');
    await large.truncate(200 * 1024 * 1024);
    await large.close();
    expect((await get('p.png')).file).toMatchObject({
      previewKind: 'image',
      contentEncoding: 'base64',
      mimeType: 'image/png',
    });
    const binary = (await get('b.bin')).file;
    expect(binary).toMatchObject({ previewKind: 'unsupported' });
    expect(binary.content).toBeUndefined();
    await expect(get('large')).rejects.toMatchObject({ code: 'too-large' });
    await expect(get('../secret')).rejects.toMatchObject({ code: 'outside-workspace' });
    expect((await get('none')).file).toMatchObject({ missing: true });
  });

  it('list a folder, search by name, and restore a deleted file', async () => {
    const { call } = connect();
    await fs.mkdir(path.join(workspace, 'src/deep'), { recursive: true });
    await fs.writeFile(path.join(workspace, 'src/app.ts'), 'x');
    const list = (more: { readonly path?: string; readonly search?: string }) =>
      value(FILE_HANDLERS['sessions.files.list']({ sessionKey: KEY, ...more }, call));
    expect((await list({})).browser).toMatchObject({
      path: '',
      entries: [{ path: 'src', name: 'src', kind: 'directory' }],
      truncated: false,
    });
    expect((await list({ path: 'src' })).browser).toMatchObject({
      parentPath: '',
      entries: [{ path: 'src/deep' }, { path: 'src/app.ts', size: 1 }],
    });
    expect((await list({ search: 'app' })).browser?.entries.map((entry) => entry.path)).toEqual(['src/app.ts']);
    const { trashId } = await value(FILE_HANDLERS['files.delete']({ sessionKey: KEY, path: 'src' }, call));
    expect((await list({})).browser?.entries).toEqual([]);
    await FILE_HANDLERS['files.restore']({ sessionKey: KEY, trashId }, call);
    await FILE_HANDLERS['files.move']({ sessionKey: KEY, from: 'src/app.ts', to: 'main.ts' }, call);
    await FILE_HANDLERS['files.createFolder']({ sessionKey: KEY, path: 'new' }, call);
    expect((await list({})).browser?.entries.map((entry) => entry.path)).toEqual(['new', 'src', 'main.ts']);
    expect(await value(FILE_HANDLERS['sessions.diff']({ sessionKey: KEY }, call))).toMatchObject({
      unavailableReason: 'not_git',
      files: [],
    });
  });

  it('notify watching clients until they disconnect', async () => {
    const watching = connect();
    const other = connect();
    await FILE_HANDLERS['files.watch']({ sessionKey: 'main' }, watching.call);
    await FILE_HANDLERS['files.watch']({ sessionKey: 'main' }, watching.call);
    await notified(watching, 'a');
    const changed = { name: 'files.changed', payload: { sessionKey: KEY, paths: ['a'], overflow: false } };
    for (const event of watching.events) expect(event).toMatchObject(changed);
    watching.leave();
    const before = watching.events.length;
    const later = connect();
    await FILE_HANDLERS['files.watch']({ sessionKey: 'main' }, later.call);
    await notified(later, 'b');
    expect(watching.events).toHaveLength(before);
    expect(other.events).toEqual([]);
  });

  it('list folders of the machine', async () => {
    const { call } = connect();
    await fs.mkdir(path.join(base, '.hidden'));
    const listed = await value(FILE_HANDLERS['fs.listDir']({ path: base }, call));
    expect(listed).toMatchObject({
      path: base,
      parent: path.dirname(base),
      home: os.homedir(),
      entries: [
        { name: '.hidden', hidden: true },
        { name: 'workspace', path: workspace },
      ],
    });
    for (const asked of ['relative', `${base}/none`, 'a\0b'])
      await expect(value(FILE_HANDLERS['fs.listDir']({ path: asked }, call))).rejects.toMatchObject({
        code: 'not-found',
      });
  });
});

describe('terminal handlers', () => {
  const readData = (client: Client): string =>
    client.events
      .filter((event) => event.name === 'terminal.data')
      .map((event) => event.payload['data'])
      .join('');
  const open = async (client: Client) => {
    const terminal = await value(
      TERMINAL_HANDLERS['terminal.open']({ sessionKey: KEY, cols: 80, rows: 24 }, client.call),
    );
    client.answered();
    return terminal;
  };

  it('open, send input, resize, and close, with events only for attached clients', async () => {
    const [mine, other] = [connect(), connect()];
    const terminal = await open(mine);
    expect(terminal).toMatchObject({ cwd: workspace, confined: false, agentId: 'main' });
    void TERMINAL_HANDLERS['terminal.resize']({ sessionId: terminal.sessionId, cols: 100, rows: 30 }, mine.call);
    void TERMINAL_HANDLERS['terminal.input'](
      { sessionId: terminal.sessionId, data: 'stty size; echo $((6*7)); exit 3\r' },
      mine.call,
    );
    await waitUntil('the end', () => mine.events.some((event) => event.name === 'terminal.exit'));
    expect(readData(mine)).toMatch(/30 100[\s\S]*42/);
    expect(mine.events.at(-1)?.payload).toMatchObject({
      sessionId: terminal.sessionId,
      exitCode: 3,
      reason: 'process_exit',
    });
    expect(other.events).toEqual([]);
    expect(() => TERMINAL_HANDLERS['terminal.input']({ sessionId: terminal.sessionId, data: 'x' }, mine.call)).toThrow(
      /no longer open/,
    );
    expect((await value(TERMINAL_HANDLERS['terminal.list']({}, mine.call))).sessions).toEqual([]);
  });

  it('survive a lost connection and continue on another without lost or repeated output', async () => {
    const first = connect();
    const terminal = await open(first);
    void TERMINAL_HANDLERS['terminal.input'](
      { sessionId: terminal.sessionId, data: 'for i in $(seq 1 400); do echo "n$i."; sleep 0.002; done\r' },
      first.call,
    );
    await waitUntil('half', () => readData(first).includes('n100.'));
    first.leave();
    const second = connect();
    expect((await value(TERMINAL_HANDLERS['terminal.list']({}, second.call))).sessions).toMatchObject([
      { sessionId: terminal.sessionId, attached: false },
    ]);
    const attached = await value(TERMINAL_HANDLERS['terminal.attach']({ sessionId: terminal.sessionId }, second.call));
    await new Promise((resolve) => setTimeout(resolve, 50));
    second.answered();
    await waitUntil('the rest', () => readData(second).includes('n400.'));
    const numbers = [...(attached.buffer + readData(second)).matchAll(/^n(\d+)\./gm)].map((match) => Number(match[1]));
    expect(numbers).toEqual(Array.from({ length: 400 }, (_, index) => index + 1));
    void TERMINAL_HANDLERS['terminal.close']({ sessionId: terminal.sessionId }, second.call);
    await waitUntil('the end', () => second.events.some((event) => event.name === 'terminal.exit'));
    expect(second.events.at(-1)?.payload).toMatchObject({ reason: 'closed' });
  });

  it('buffer output for a slow client, which then catches up', async () => {
    const client = connect();
    const terminal = await open(client);
    await waitUntil('the prompt', () => client.events.length > 0);
    client.isSlow = true;
    const before = client.events.length;
    void TERMINAL_HANDLERS['terminal.input'](
      { sessionId: terminal.sessionId, data: 'seq 1 200000; echo "fin"ished\r' },
      client.call,
    );
    const screen = async (): Promise<string> =>
      (await value(TERMINAL_HANDLERS['terminal.attach']({ sessionId: terminal.sessionId }, connect().call))).buffer;
    await waitUntil('all of it', async () => (await screen()).includes('finished'));
    expect(client.events.length).toBe(before);
    client.isSlow = false;
    await waitUntil('the rest', () => readData(client).includes('finished'));
    expect(readData(client).length).toBeLessThan(400_000);
  });
});
