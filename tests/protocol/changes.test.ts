// Changes of sessions over a real socket: snapshots, review, undo, rewind, and comments, with real git and a real store.
// Proves: TF-4
import { mkdirSync, readFileSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import type { ChangesList, FileSelection } from '#contract/types/changes.ts';
import { connectTo } from '#tests/kill/connect.ts';
import {
  lastToolResults,
  lastUserText,
  type ModelRequestRecord,
  type Reply,
  type Step,
} from '#tests/support/model-server.ts';
import { waitUntil } from '#tests/support/wait-until.ts';
import { startProtocolHost, TOKEN, type ProtocolHost } from './support/protocol-host.ts';

/** The agent does what the message says: one call for each line, such as `write a.txt one two`. */
const ORDER = /^write (\S+) ?(.*)$/;

let host: ProtocolHost;
let client: GatewayClient;
let count = 0;
let release = (): void => undefined;
let texts: string[] = [];

function reply(request: ModelRequestRecord): Reply {
  const text = lastUserText(request);
  texts = [...texts, JSON.stringify(request.body.messages)];
  if (lastToolResults(request).length > 0) {
    if (!text.includes('wait')) return { steps: [{ say: 'Done.' }] };
    return { steps: [{ until: new Promise<void>((resolve) => (release = resolve)) }, { say: 'Done.' }] };
  }
  const calls = text.split('\n').flatMap((line): Step[] => {
    const [, path, content = ''] = ORDER.exec(line) ?? [];
    if (path === undefined) return line.startsWith('run ') ? [{ call: 'exec', input: { command: line.slice(4) } }] : [];
    return [
      {
        call: 'write',
        input: {
          path,
          content: content
            .split(' ')
            .map((part) => `${part}\n`)
            .join(''),
        },
      },
    ];
  });
  return { steps: calls.length === 0 ? [{ say: 'Nothing to do.' }] : calls };
}

beforeAll(async () => {
  host = await startProtocolHost(reply);
  client = await connectTo(host.address.origin, TOKEN);
});
afterAll(async () => {
  client.stop();
  await host.stop();
});

/** A session in a folder of its own. */
async function open(files: Readonly<Record<string, string>> = {}) {
  const folder = join(host.workspace, `work-${(count += 1)}`);
  const sessionKey = `agent:main:changes-${count}`;
  mkdirSync(folder);
  const put = (name: string, content: string) => writeFileSync(join(folder, name), content, 'latin1');
  const read = (name: string) =>
    existsSync(join(folder, name)) ? readFileSync(join(folder, name), 'latin1') : undefined;
  for (const [name, content] of Object.entries(files)) put(name, content);
  await client.request('sessions.create', { key: sessionKey, cwd: folder });
  await client.request('sessions.patch', { key: sessionKey, approvalMode: 'accept-edits' });
  const start = async (message: string) => {
    const idempotencyKey = `changes-run-${(count += 1)}`;
    await client.request('chat.send', { sessionKey, message, idempotencyKey });
    return idempotencyKey;
  };
  const list = (query: { scope?: 'session' | 'run'; runId?: string } = {}) =>
    client.request('changes.list', { sessionKey, ...query });
  return {
    sessionKey,
    folder,
    put,
    read,
    remove: (name: string) => rmSync(join(folder, name)),
    start,
    list,
    /** Sends and waits until the changes of the run are known. */
    async turn(message: string): Promise<ChangesList> {
      const runId = await start(message);
      await client.request('agent.wait', { runId });
      await waitUntil('the changes', async () =>
        (await list()).runs.some((run) => run.runId === runId && run.endedAt !== undefined),
      );
      return list();
    },
    get: (path: string) => client.request('changes.get', { sessionKey, path }),
    decide: (kind: 'accept' | 'reject', files: readonly FileSelection[]) =>
      client
        .request(kind === 'accept' ? 'changes.accept' : 'changes.reject', {
          sessionKey,
          files: files.map(({ path, version, hunks }) => ({
            path,
            version,
            ...(hunks === undefined ? {} : { hunks: [...hunks] }),
          })),
        })
        .then(({ operation }) => operation),
    undo: (id: string, overwrite?: string[]) =>
      client.request('changes.undo', { sessionKey, id, ...(overwrite === undefined ? {} : { overwrite }) }),
    async lastMessage() {
      const { view } = await client.request('sessions.watch', { key: sessionKey, items: 100 });
      await client.request('sessions.unwatch', { key: sessionKey });
      return view?.items.findLast((item) => item.kind === 'user')?.id ?? '';
    },
  };
}

const names = ({ files }: ChangesList) => files.map(({ path, status }) => `${status} ${path}`);
const select = ({ files }: ChangesList, path: string): FileSelection => ({
  path,
  version: files.find((file) => file.path === path)?.version ?? '',
});

it('lists what a session changed, by session and by run, without what others changed', async () => {
  const session = await open({ 'a.txt': 'one\ntwo\n', 'own.txt': 'mine\n' });
  const first = await session.turn('write a.txt one 2\nwrite b.txt new');
  expect(names(first)).toEqual(['modified a.txt', 'added b.txt']);
  expect(first.files[0]).toMatchObject({ additions: 1, deletions: 1 });
  session.put('own.txt', 'edited by me\n');
  const second = await session.turn('write b.txt newer');
  expect(names(second)).toEqual(['modified a.txt', 'added b.txt']);
  const [run] = second.runs;
  expect(names(await session.list({ scope: 'run', runId: run?.runId ?? '' }))).toEqual(['modified b.txt']);
  expect((await session.get('a.txt')).hunks).toMatchObject([
    { kind: 'lines', oldStart: 2, oldLines: ['two\n'], newStart: 2, newLines: ['2\n'] },
  ]);
});

it('rejects parts, keeps later edits byte for byte, and undoes it', async () => {
  const session = await open({ 'a.txt': '1\n2\n3\n4\n5\n6\n' });
  await session.turn('write a.txt 1 two 3 4 five 6');
  session.put('a.txt', '1\ntwo\n3\n4\nfive\n6\r\n\xff');
  const list = await session.list();
  const [two, five] = (await session.get('a.txt')).hunks;
  const rejected = await session.decide('reject', [{ ...select(list, 'a.txt'), hunks: [two?.id ?? ''] }]);
  expect(rejected.state).toBe('done');
  expect(session.read('a.txt')).toBe('1\n2\n3\n4\nfive\n6\r\n\xff');
  expect((await session.get('a.txt')).hunks.map(({ id }) => id)).toEqual([five?.id]);
  await session.decide('accept', [select(await session.list(), 'a.txt')]);
  expect(names(await session.list())).toEqual([]);
  session.put('a.txt', `0\n${session.read('a.txt') ?? ''}`);
  await session.undo(rejected.id);
  expect(session.read('a.txt')).toBe('0\n1\ntwo\n3\n4\nfive\n6\r\n\xff');
  expect((await session.get('a.txt')).hunks.map(({ newLines }) => newLines)).toEqual([['two\n']]);
});

it('edits a part in place, and keeps the line endings of the file', async () => {
  const session = await open({ 'a.txt': 'a\r\nb\r\nc\r\n' });
  await client.request('sessions.patch', { key: session.sessionKey, approvalMode: 'full' });
  const list = await session.turn("run printf 'a\\r\\nB\\r\\nc\\r\\n' > a.txt");
  const { hunks } = await session.get('a.txt');
  const { sessionKey } = session;
  const edit = { sessionKey, ...select(list, 'a.txt'), hunk: hunks[0]?.id ?? '', text: 'é\nmore\n' };
  const { operation } = await client.request('changes.edit', edit);
  expect(session.read('a.txt')).toBe('a\r\n\xc3\xa9\r\nmore\r\nc\r\n');
  expect(names(await session.list())).toEqual([]);
  await session.undo(operation.id);
  expect(session.read('a.txt')).toBe('a\r\nB\r\nc\r\n');
  expect(names(await session.list())).toEqual(['modified a.txt']);
});

it('rejects added, deleted, and renamed files as a whole', async () => {
  const session = await open({ 'gone.txt': 'gone\n', 'old.txt': 'same\n'.repeat(10) });
  await client.request('sessions.patch', { key: session.sessionKey, approvalMode: 'full' });
  const list = await session.turn('write new.txt new\nrun rm gone.txt && mv old.txt moved.txt');
  expect(names(list)).toEqual(['deleted gone.txt', 'renamed moved.txt', 'added new.txt']);
  const { id } = await session.decide(
    'reject',
    list.files.map(({ path, version }) => ({ path, version })),
  );
  const now = () => ['gone.txt', 'old.txt', 'moved.txt', 'new.txt'].map((name) => session.read(name) !== undefined);
  expect(now()).toEqual([true, true, false, false]);
  expect(names(await session.list())).toEqual([]);
  await session.undo(id);
  expect(now()).toEqual([false, false, true, true]);
  expect(names(await session.list())).toEqual(names(list));
});

it('changes nothing in any file if a later edit overlaps one of them', async () => {
  const session = await open({ 'a.txt': 'a\n', 'b.txt': 'b\n' });
  const list = await session.turn('write a.txt A\nwrite b.txt B');
  session.put('b.txt', 'my B\n');
  const files = ['a.txt', 'b.txt'].map((path) => select(list, path));
  await expect(session.decide('reject', files)).rejects.toMatchObject({
    details: { code: 'CHANGES_CONFLICT', path: 'b.txt', line: 1 },
  });
  expect([session.read('a.txt'), session.read('b.txt')]).toEqual(['A\n', 'my B\n']);
});

it('lets only one of two people decide on a part, and tells the other one the current state', async () => {
  const session = await open({ 'a.txt': 'a\nb\nc\n' });
  const list = await session.turn('write a.txt A b C');
  const [first] = (await session.get('a.txt')).hunks;
  const decision = [{ ...select(list, 'a.txt'), hunks: [first?.id ?? ''] }];
  const results = await Promise.allSettled([session.decide('reject', decision), session.decide('accept', decision)]);
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  expect(results[1]).toMatchObject({
    reason: { details: { code: 'CHANGES_STALE', current: { path: 'a.txt', additions: 1 } } },
  });
  expect(session.read('a.txt')).toBe('a\nb\nC\n');
});

it('applies a rejection at the end of the run, and tells the agent with the next message', async () => {
  const session = await open({ 'a.txt': 'a\n', 'b.txt': 'b\n' });
  const runId = await session.start('wait\nwrite a.txt A\nwrite b.txt B');
  await waitUntil('the changes', async () => (await session.list()).files.length === 2);
  const list = await session.list();
  const operation = await session.decide('reject', [select(list, 'a.txt')]);
  expect(operation.state).toBe('waiting');
  expect(session.read('a.txt')).toBe('A\n');
  expect((await session.list()).files.map(({ waiting = false }) => waiting)).toEqual([true, false]);
  release();
  await client.request('agent.wait', { runId });
  await waitUntil('the rejection', async () => (await session.list()).operations[0]?.state === 'done');
  expect([session.read('a.txt'), session.read('b.txt')]).toEqual(['a\n', 'B\n']);
  texts = [];
  await session.turn('write c.txt c');
  expect(texts[0]).toContain('The user rejected and reverted your changes in');
  expect(texts[0]).toContain('a.txt');
  texts = [];
  await session.turn('write c.txt d');
  expect(texts[0]?.split('The user rejected and reverted your changes in')).toHaveLength(2);
});

it('rewinds files, lists what someone changed since, and undoes it', async () => {
  const session = await open({ 'a.txt': 'a\n', 'b.txt': 'b\n' });
  await session.turn('write a.txt A');
  await session.turn('write a.txt AA\nwrite b.txt B\nwrite new.txt n');
  const messageId = await session.lastMessage();
  session.put('b.txt', 'mine\n');
  const { sessionKey } = session;
  const preview = await client.request('changes.rewind.preview', { sessionKey, messageId });
  expect(preview.files).toEqual([
    { path: 'a.txt', action: 'restore' },
    { path: 'b.txt', action: 'restore', changedSince: true },
    { path: 'new.txt', action: 'delete' },
  ]);
  const rewind = { sessionKey, messageId, what: 'both' } as const;
  await expect(client.request('changes.rewind', rewind)).rejects.toMatchObject({
    details: { code: 'CHANGES_UNDECIDED', paths: ['b.txt'] },
  });
  const { operation, editorText } = await client.request('changes.rewind', { ...rewind, keep: ['b.txt'] });
  const now = () => ['a.txt', 'b.txt', 'new.txt'].map(session.read);
  expect(now()).toEqual(['A\n', 'mine\n', undefined]);
  expect(editorText).toContain('write a.txt AA');
  expect(await session.lastMessage()).not.toBe(messageId);
  await session.undo(operation.id);
  expect(now()).toEqual(['AA\n', 'mine\n', 'n\n']);
  expect(await session.lastMessage()).toBe(messageId);
});

it('collects comments and sends them as one message', async () => {
  const session = await open({ 'a.txt': 'a\n' });
  await session.turn('write a.txt A');
  const { sessionKey } = session;
  await client.request('changes.comments.add', { sessionKey, path: 'a.txt', startLine: 1, text: 'Why upper case?' });
  const { comment } = await client.request('changes.comments.add', {
    sessionKey,
    path: 'a.txt',
    startLine: 1,
    endLine: 2,
    text: 'No.',
  });
  await client.request('changes.comments.remove', { sessionKey, id: comment.id });
  texts = [];
  const { runId } = await client.request('changes.comments.send', { sessionKey, idempotencyKey: 'comments-1' });
  await client.request('agent.wait', { runId });
  expect(texts[0]).toContain('line 1:\\nWhy upper case?');
  expect((await client.request('changes.comments.list', { sessionKey })).comments).toEqual([]);
});

it('marks a file as viewed until it changes', async () => {
  const session = await open();
  const list = await session.turn('write a.txt A');
  const { sessionKey } = session;
  await client.request('changes.view', { sessionKey, ...select(list, 'a.txt') });
  expect((await session.list()).files[0]?.viewed).toBe(true);
  expect((await session.turn('write a.txt B')).files[0]?.viewed).toBeUndefined();
});

it('loses nothing when two people and the agent edit the same file', async () => {
  const session = await open({ 'a.txt': '1\n2\n3\n4\n5\n6\n' });
  const other = await connectTo(host.address.origin, TOKEN);
  const { sessionKey } = session;
  const readAs = async (person: GatewayClient) =>
    (await person.request('sessions.files.get', { sessionKey, path: 'a.txt' })).file.hash ?? '';
  const saveAs = (person: GatewayClient, content: string, expectedHash: string) =>
    person.request('sessions.files.set', { sessionKey, path: 'a.txt', content, expectedHash });
  const [mine, theirs] = [await readAs(client), await readAs(other)];
  const list = await session.turn('write a.txt 1 two 3 4 5 6');
  for (const [person, hash] of [[client, mine] as const, [other, theirs] as const])
    await expect(saveAs(person, 'stale\n', hash)).rejects.toMatchObject({ details: { code: 'FILE_CHANGED' } });
  const now = await readAs(client);
  await saveAs(client, '1\ntwo\n3\n4\nfive\n6\n', now);
  await expect(saveAs(other, 'stale\n', now)).rejects.toMatchObject({ details: { code: 'FILE_CHANGED' } });
  await saveAs(other, '1\n2nd\n3\n4\nfive\n6\n', await readAs(other));
  await expect(session.decide('reject', [select(list, 'a.txt')])).rejects.toMatchObject({
    details: { code: 'CHANGES_CONFLICT', path: 'a.txt', line: 2 },
  });
  expect(session.read('a.txt')).toBe('1\n2nd\n3\n4\nfive\n6\n');
  await saveAs(other, '1\ntwo\n3\n4\nfive\n6\n', await readAs(other));
  await session.decide('reject', [select(list, 'a.txt')]);
  expect(session.read('a.txt')).toBe('1\n2\n3\n4\nfive\n6\n');
  other.stop();
});

it('returns an image before and after the change', async () => {
  const session = await open({ 'a.png': '\x89PNG\0old' });
  await client.request('sessions.patch', { key: session.sessionKey, approvalMode: 'full' });
  const list = await session.turn("run printf 'PNG\\0new' > a.png && printf 'x\\0' > b.png");
  const { sessionKey } = session;
  const content = async (path: string, side: 'before' | 'after') =>
    Buffer.from((await client.request('changes.content', { sessionKey, path, side })).data, 'base64').toString(
      'latin1',
    );
  expect(list.files.map(({ binary }) => binary)).toEqual([true, true]);
  expect([await content('a.png', 'before'), await content('a.png', 'after')]).toEqual(['\x89PNG\0old', 'PNG\0new']);
  await expect(content('b.png', 'before')).rejects.toMatchObject({ details: { code: 'CHANGES_NOT_FOUND' } });
});

it('says that there are no snapshots of files on another computer', async () => {
  const sessionKey = 'agent:main:changes-remote';
  await client.request('sessions.create', { key: sessionKey });
  expect(await client.request('changes.list', { sessionKey })).not.toHaveProperty('unavailable');
  await client.request('agents.settings.set', { agentId: 'main', machine: 'ssh' });
  expect(await client.request('changes.list', { sessionKey })).toMatchObject({
    unavailable: 'remote',
    canDecide: false,
    files: [],
  });
});
