// Files of a workspace over a real socket and HTTP: listing in parts, search, uploads that are resumed, downloads with ranges.
// Proves: TF-2, TF-3, TF-6
import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import type { EventPayloads } from '#contract/wire/events.ts';
import { connectTo } from '#tests/kill/connect.ts';
import { lastToolResults, lastUserText, type ModelRequestRecord, type Reply } from '#tests/support/model-server.ts';
import { waitUntil } from '#tests/support/wait-until.ts';
import { startProtocolHost, TOKEN, type ProtocolHost } from './support/protocol-host.ts';

const KEY = 'agent:main:files';
/** Sent before a connection breaks. */
const SENT_BYTES = 2_000_000;
const QUERY = `?sessionKey=${encodeURIComponent(KEY)}`;

let host: ProtocolHost;
let client: GatewayClient;

/** The agent writes a file when it is told to. */
function reply(request: ModelRequestRecord): Reply {
  if (!lastUserText(request).startsWith('Write') || lastToolResults(request).length > 0)
    return { steps: [{ say: 'ok' }] };
  return { steps: [{ call: 'write', input: { path: 'poem.md', content: 'by the agent' } }] };
}

beforeAll(async () => {
  host = await startProtocolHost(reply);
  client = await connectTo(host.address.origin, TOKEN);
  await client.request('sessions.create', { key: KEY, cwd: host.workspace });
});
afterAll(async () => {
  client.stop();
  await host.stop();
});
beforeEach(() => {
  for (const name of readdirSync(host.workspace)) rmSync(join(host.workspace, name), { recursive: true, force: true });
});

const at = (...parts: readonly string[]): string => join(host.workspace, ...parts);
const staged = (): readonly string[] => {
  const folder = join(host.home, 'uploads');
  return existsSync(folder) ? readdirSync(folder) : [];
};
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

function call(
  verb: string,
  path: string,
  options: { body?: Uint8Array | object; headers?: Record<string, string> } = {},
) {
  const { body, headers = {} } = options;
  const isBytes = body instanceof Uint8Array;
  return fetch(`${host.address.origin}${path}`, {
    method: verb,
    headers: {
      Authorization: `Bearer ${TOKEN}`,
      ...(isBytes ? {} : { 'Content-Type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: isBytes ? Buffer.from(body) : JSON.stringify(body) }),
  });
}

/** Starts an upload and sends all of it in parts. */
async function upload(path: string, bytes: Uint8Array, conflict?: 'fail' | 'replace' | 'keepBoth', part = 1000) {
  const start = { sessionKey: KEY, path, size: bytes.length, ...(conflict === undefined ? {} : { conflict }) };
  const { uploadId } = await client.request('files.upload.start', start);
  for (let offset = 0; offset < bytes.length; offset += part)
    await client.request('files.upload.append', {
      uploadId,
      offset,
      data: Buffer.from(bytes.subarray(offset, offset + part)).toString('base64'),
    });
  return (await client.request('files.upload.finish', { uploadId })).file;
}

describe('folders', () => {
  it('are listed in parts, without links that lead outside', async () => {
    mkdirSync(at('many'));
    mkdirSync(at('many/z'));
    for (let index = 100; index < 130; index += 1) writeFileSync(at(`many/f${index}`), '');
    symlinkSync('/etc', at('many/leak'));
    const seen: string[] = [];
    for (let start: number | undefined = 0; start !== undefined;) {
      const part: { entries: readonly { name: string }[]; next?: number } = await client.request('files.list', {
        sessionKey: KEY,
        path: 'many',
        start,
        limit: 7,
      });
      seen.push(...part.entries.map(({ name }) => name));
      start = part.next;
    }
    expect(seen).toEqual(['z', ...Array.from({ length: 30 }, (_, index) => `f${index + 100}`)]);
  });
});

describe('changes', () => {
  it('carry their action and hash; a move through Gatehouse is one change', async () => {
    const seen: EventPayloads['files.changed']['changes'][number][] = [];
    const stop = client.on('files.changed', ({ changes }) => void seen.push(...changes));
    await client.request('files.watch', { sessionKey: KEY });
    await waitUntil('the watch', () => {
      writeFileSync(at('probe'), String(performance.now()));
      return seen.length > 0;
    });
    writeFileSync(at('new.txt'), 'hello');
    const isNew = (action: string) => seen.find((change) => change.path === 'new.txt' && change.action === action);
    await waitUntil('a new file', () => isNew('created'));
    expect(isNew('created')?.hash).toBe(sha256(Buffer.from('hello')));
    await client.request('files.move', { sessionKey: KEY, from: 'new.txt', to: 'moved.txt' });
    await waitUntil('a move', () => seen.some(({ action }) => action === 'moved'));
    expect(seen.find(({ action }) => action === 'moved')).toMatchObject({ path: 'moved.txt', from: 'new.txt' });
    rmSync(at('moved.txt'));
    await waitUntil('a deletion', () => seen.some(({ path, action }) => path === 'moved.txt' && action === 'deleted'));
    expect(seen.some(({ path, action }) => path === 'new.txt' && action === 'deleted')).toBe(false);
    await client.request('files.unwatch', { sessionKey: KEY });
    stop();
  });
});

describe('content search', () => {
  it('streams matches to the caller and returns them in order', async () => {
    for (let index = 0; index < 20; index += 1) writeFileSync(at(`f${index}.txt`), `first\nneedle ${index}\n`);
    const streamed: string[] = [];
    const stop = client.on('files.found', ({ searchId, matches }) => {
      if (searchId === 's1') streamed.push(...matches.map(({ path }) => path));
    });
    const search = { sessionKey: KEY, query: 'needle', searchId: 's1' };
    const { matches, truncated } = await client.request('files.search', search);
    expect(matches).toHaveLength(20);
    expect(matches[0]).toEqual({ path: 'f0.txt', line: 2, text: 'needle 0' });
    expect(truncated).toBe(false);
    expect(streamed.toSorted()).toEqual(matches.map(({ path }) => path).toSorted());
    const few = await client.request('files.search', { ...search, limit: 3 });
    expect(few).toMatchObject({ truncated: true });
    expect(few.matches).toEqual(matches.slice(0, 3));
    await expect(client.request('files.search', { ...search, query: '(', regex: true })).rejects.toThrow('Invalid');
    stop();
  });
});

describe('uploads', () => {
  const bytes = randomBytes(5000);

  it('arrive in parts, are resumed, and leave nothing behind', async () => {
    const start = { sessionKey: KEY, path: 'in/photo.bin', size: bytes.length, hash: sha256(bytes) };
    const { uploadId, offset } = await client.request('files.upload.start', start);
    expect(offset).toBe(0);
    const append = (from: number, to: number) =>
      client.request('files.upload.append', {
        uploadId,
        offset: from,
        data: bytes.subarray(from, to).toString('base64'),
      });
    await append(0, 2000);
    await expect(append(3000, 4000)).rejects.toMatchObject({ details: { code: 'UPLOAD_OFFSET', offset: 2000 } });
    await expect(client.request('files.upload.finish', { uploadId })).rejects.toMatchObject({
      details: { code: 'UPLOAD_INCOMPLETE' },
    });
    expect(existsSync(at('in'))).toBe(false);
    for (const name of staged()) expect(statSync(join(host.home, 'uploads', name)).mode & 0o077).toBe(0);
    // The answer was lost: another connection asks how much has arrived, and sends some of it again.
    const other = await connectTo(host.address.origin, TOKEN);
    expect(await other.request('files.upload.status', { uploadId })).toMatchObject({ offset: 2000, size: 5000 });
    other.stop();
    await append(1000, 3000);
    await append(3000, 5000);
    const { file } = await client.request('files.upload.finish', { uploadId });
    expect(file).toMatchObject({ path: 'in/photo.bin', size: 5000, hash: sha256(bytes) });
    expect(readFileSync(at('in/photo.bin')).equals(bytes)).toBe(true);
    expect(staged()).toEqual([]);
    expect(readdirSync(at('in'))).toEqual(['photo.bin']);
  });

  it('ask about an existing file, replace it, or keep both', async () => {
    writeFileSync(at('a.tar.gz'), 'old');
    await expect(upload('a.tar.gz', bytes)).rejects.toMatchObject({
      details: { code: 'FILE_EXISTS', existing: { path: 'a.tar.gz', size: 3 } },
    });
    expect((await upload('a.tar.gz', bytes, 'keepBoth')).path).toBe('a.tar (2).gz');
    expect((await upload('a.tar.gz', bytes, 'keepBoth')).path).toBe('a.tar (3).gz');
    expect(readFileSync(at('a.tar.gz'), 'utf8')).toBe('old');
    await upload('a.tar.gz', bytes, 'replace');
    expect(readFileSync(at('a.tar.gz')).equals(bytes)).toBe(true);
    expect(staged()).toEqual([]);
  });

  it('find a file whose name has another Unicode form', async () => {
    writeFileSync(at('u\u0308ber.txt'), 'old');
    await expect(upload('\u00fcber.txt', bytes)).rejects.toMatchObject({ details: { code: 'FILE_EXISTS' } });
    expect((await upload('\u00fcber.txt', bytes, 'replace')).path).toBe('u\u0308ber.txt');
    expect(readdirSync(host.workspace)).toEqual(['u\u0308ber.txt']);
  });

  it('never leave the workspace, follow no link out of it, and reject damaged and unknown ones', async () => {
    symlinkSync(host.home, at('leak'));
    for (const path of ['../out', '/etc/x', 'leak/x', '.git/config'])
      await expect(upload(path, bytes, 'replace')).rejects.toMatchObject({
        details: { code: expect.stringMatching(/FILE_(OUTSIDE_WORKSPACE|DENIED)/) },
      });
    const start = { sessionKey: KEY, path: 'x', size: 3, hash: sha256(bytes) };
    const { uploadId } = await client.request('files.upload.start', start);
    await client.request('files.upload.append', { uploadId, offset: 0, data: 'AAAA' });
    await expect(client.request('files.upload.append', { uploadId, offset: 3, data: 'AAAA' })).rejects.toMatchObject({
      details: { code: 'UPLOAD_TOO_LARGE' },
    });
    await expect(client.request('files.upload.finish', { uploadId })).rejects.toMatchObject({
      details: { code: 'UPLOAD_HASH' },
    });
    await expect(client.request('files.upload.status', { uploadId })).rejects.toMatchObject({
      details: { code: 'UPLOAD_NOT_FOUND' },
    });
    for (const wrong of ['../../x', 'none'])
      await expect(client.request('files.upload.cancel', { uploadId: wrong })).rejects.toThrow('no longer exists');
    for (const name of readdirSync(join(host.home, 'uploads')))
      if (name.endsWith('.json')) await client.request('files.upload.cancel', { uploadId: name.replace('.json', '') });
    expect(staged()).toEqual([]);
    expect(existsSync(at('x'))).toBe(false);
  });
});

describe('versions', () => {
  it('are kept of what people change, compared, restored, and follow a move', async () => {
    writeFileSync(at('plan.md'), 'found');
    const set = async (content: string) => {
      const { file } = await client.request('sessions.files.get', { sessionKey: KEY, path: 'plan.md' });
      const change = { sessionKey: KEY, path: 'plan.md', content, expectedHash: file.hash ?? '' };
      await client.request('sessions.files.set', change);
    };
    await set('one');
    await set('two');
    await upload('plan.md', Buffer.from('three'), 'replace');
    const list = async (path: string) =>
      (await client.request('files.versions.list', { sessionKey: KEY, path })).versions;
    const versions = await list('plan.md');
    const contents = await Promise.all(
      versions.map(async ({ id }) => {
        const found = await client.request('files.versions.get', { sessionKey: KEY, path: 'plan.md', id });
        return found.content;
      }),
    );
    expect(contents).toEqual(['three', 'two', 'one', 'found']);
    expect(versions.at(-1)?.savedBy).toBe('found');
    expect(versions[0]?.savedBy).not.toBe('found');
    const oldest = { sessionKey: KEY, path: 'plan.md', id: versions.at(-1)?.id ?? 0 };
    const stale = { ...oldest, expectedHash: versions[1]?.hash ?? '' };
    await expect(client.request('files.versions.restore', stale)).rejects.toThrow('changed');
    await client.request('files.versions.restore', { ...oldest, expectedHash: versions[0]?.hash ?? '' });
    expect(readFileSync(at('plan.md'), 'utf8')).toBe('found');
    await client.request('files.move', { sessionKey: KEY, from: 'plan.md', to: 'kept.md' });
    expect(await list('kept.md')).toHaveLength(5);
    const other = { ...oldest, path: 'other.md' };
    await expect(client.request('files.versions.get', other)).rejects.toThrow('no longer available');
  });
});

describe('a file that an agent writes', () => {
  it('has versions: the content before, and the new one by the agent', async () => {
    writeFileSync(at('poem.md'), 'by a person');
    await client.request('sessions.patch', { key: KEY, approvalMode: 'accept-edits' });
    const runId = 'run-that-writes';
    await client.request('chat.send', { sessionKey: KEY, message: 'Write it.', idempotencyKey: runId });
    await client.request('agent.wait', { runId });
    expect(readFileSync(at('poem.md'), 'utf8')).toBe('by the agent');
    const { versions } = await client.request('files.versions.list', { sessionKey: KEY, path: 'poem.md' });
    expect(versions.map(({ savedBy }) => savedBy)).toEqual(['agent:main', 'found']);
  });
});

describe('the HTTP API', () => {
  it('writes, reads, lists, and deletes a file', async () => {
    const path = '/files/notes/%C3%BC%20a.txt';
    expect((await call('PUT', `${path}${QUERY}`, { body: Buffer.from('hello') })).status).toBe(200);
    expect(readFileSync(at('notes/ü a.txt'), 'utf8')).toBe('hello');
    const got = await call('GET', `${path}${QUERY}`);
    expect(await got.text()).toBe('hello');
    expect(got.headers.get('content-disposition')).toContain(
      'attachment; filename="__a.txt"; filename*=UTF-8\'\'%C3%BC%20a.txt',
    );
    const tag = got.headers.get('etag') ?? '';
    expect((await call('GET', `${path}${QUERY}`, { headers: { 'If-None-Match': tag } })).status).toBe(304);
    const create = { body: Buffer.from('x'), headers: { 'If-None-Match': '*' } };
    expect((await call('PUT', `${path}${QUERY}`, create)).status).toBe(409);
    const stale = { body: Buffer.from('x'), headers: { 'If-Match': `"${'0'.repeat(64)}"` } };
    expect((await call('PUT', `${path}${QUERY}`, stale)).status).toBe(412);
    const current = { body: Buffer.from('two'), headers: { 'If-Match': tag } };
    expect((await call('PUT', `${path}${QUERY}`, current)).status).toBe(200);
    expect((await call('PUT', `${path}${QUERY}`, current)).status).toBe(412);
    // The file changes while its new content arrives.
    const { etag } = Object.fromEntries((await call('GET', `${path}${QUERY}`)).headers);
    const late = request(`${host.address.origin}${path}${QUERY}`, {
      method: 'PUT',
      headers: { Authorization: `Bearer ${TOKEN}`, 'If-Match': etag ?? '' },
    });
    late.write('th');
    await waitUntil('the new file beside it', () => Promise.resolve(readdirSync(at('notes')).length > 1));
    writeFileSync(at('notes/ü a.txt'), 'mine');
    const answered = Promise.withResolvers<number | undefined>();
    late.on('error', answered.reject);
    late.on('response', (answer) => answered.resolve(answer.resume().statusCode));
    late.end('ree');
    expect(await answered.promise).toBe(412);
    expect(readFileSync(at('notes/ü a.txt'), 'utf8')).toBe('mine');
    writeFileSync(at('notes/ü a.txt'), 'two');
    const tree = await (await call('GET', `/files/tree${QUERY}&path=notes`)).json();
    expect(tree).toMatchObject({ entries: [{ name: 'ü a.txt', size: 3 }] });
    expect((await call('DELETE', `${path}${QUERY}`)).status).toBe(200);
    expect((await call('GET', `${path}${QUERY}`)).status).toBe(404);
    expect((await call('GET', `/files/..%2f..%2fetc%2fpasswd${QUERY}`)).status).toBe(403);
    expect((await call('GET', '/files/a')).status).toBe(400);
    expect((await fetch(`${host.address.origin}/files/a${QUERY}`)).status).toBe(401);
  });

  it('downloads ranges, and resumes only the same version', async () => {
    const bytes = randomBytes(3_000_000);
    writeFileSync(at('large'), bytes);
    const whole = await call('GET', `/files/download/large${QUERY}`);
    const tag = whole.headers.get('etag') ?? '';
    expect(Buffer.from(await whole.arrayBuffer()).equals(bytes)).toBe(true);
    const range = async (value: string, more: Record<string, string> = {}) => {
      const response = await call('GET', `/files/download/large${QUERY}`, { headers: { Range: value, ...more } });
      return { status: response.status, body: Buffer.from(await response.arrayBuffer()), response };
    };
    const middle = await range('bytes=1000000-1999999', { 'If-Range': tag });
    expect(middle.status).toBe(206);
    expect(middle.response.headers.get('content-range')).toBe('bytes 1000000-1999999/3000000');
    expect(middle.body.equals(bytes.subarray(1_000_000, 2_000_000))).toBe(true);
    expect((await range('bytes=-10')).body.equals(bytes.subarray(-10))).toBe(true);
    expect((await range('bytes=2999990-')).body.equals(bytes.subarray(-10))).toBe(true);
    expect((await range('bytes=3000000-')).status).toBe(416);
    utimesSync(at('large'), 1, 1);
    expect((await range('bytes=5-', { 'If-Range': tag })).status).toBe(200);
    expect((await call('HEAD', `/files/download/large${QUERY}`)).headers.get('content-length')).toBe('3000000');
  });

  it('downloads a file with a ticket once, without a credential', async () => {
    writeFileSync(at('ü.html'), '<p>');
    const get = (path: string) => fetch(`${host.address.origin}${path}`);
    const { path } = await client.request('files.ticket', { sessionKey: KEY, path: 'ü.html' });
    const first = await get(path);
    expect([first.status, await first.text()]).toEqual([200, '<p>']);
    expect(first.headers.get('content-type')).toBe('application/octet-stream');
    expect(first.headers.get('content-disposition')).toContain(
      'attachment; filename="_.html"; filename*=UTF-8\'\'%C3%BC',
    );
    expect((await get(path)).status).toBe(404);
    expect((await get('/download/unknown')).status).toBe(404);
    const outside = client.request('files.ticket', { sessionKey: KEY, path: '../secret' });
    await expect(outside).rejects.toMatchObject({ details: { code: 'FILE_OUTSIDE_WORKSPACE' } });
  });

  it('downloads a folder as an archive, without links and the data of Git', async () => {
    mkdirSync(at('site/.git'), { recursive: true });
    mkdirSync(at('site/deep/none'), { recursive: true });
    const bytes = randomBytes(2_500_000);
    writeFileSync(at('site/deep/large.bin'), bytes);
    writeFileSync(at('site/Größe 漢字.md'), 'hello');
    writeFileSync(at('site/.git/config'), 'secret');
    symlinkSync('/etc', at('site/leak'));
    symlinkSync('deep/large.bin', at('site/inside'));
    const response = await call('GET', `/files/download/site${QUERY}`);
    expect(response.headers.get('content-disposition')).toContain('filename="site.tar.gz"');
    const out = at('out');
    mkdirSync(out);
    writeFileSync(at('site.tar.gz'), Buffer.from(await response.arrayBuffer()));
    await promisify(execFile)('tar', ['-xzf', at('site.tar.gz'), '-C', out]);
    expect(readdirSync(join(out, 'site'), { recursive: true, encoding: 'utf8' }).toSorted()).toEqual([
      'Größe 漢字.md',
      'deep',
      'deep/large.bin',
      'deep/none',
    ]);
    expect(readFileSync(join(out, 'site/deep/large.bin')).equals(bytes)).toBe(true);
    expect((await call('GET', `/files/download/none${QUERY}`)).status).toBe(404);
  });

  it('never lets a browser show a file as a page of the gateway', async () => {
    for (const name of ['page.html', 'image.svg', 'script.js']) {
      writeFileSync(at(name), '<script>alert(1)</script>');
      const { headers } = await call('GET', `/files/${name}${QUERY}`);
      expect(headers.get('content-type')).toBe('application/octet-stream');
      expect(headers.get('content-disposition')).toMatch(/^attachment/);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    }
  });

  it('keeps what arrived before a connection broke, and resumes there', async () => {
    const bytes = randomBytes(3_000_000);
    const start = { sessionKey: KEY, path: 'resumed', size: bytes.length, hash: sha256(bytes) };
    const started = await call('POST', '/files/upload', { body: start });
    expect(started.status).toBe(201);
    const location = started.headers.get('location') ?? '';
    await breakOff(location, bytes);
    const offset = await waitUntil('part of the upload', async () => {
      const { headers } = await call('HEAD', location);
      const arrived = Number(headers.get('upload-offset'));
      return arrived === SENT_BYTES && arrived;
    });
    expect(existsSync(at('resumed'))).toBe(false);
    const early = await call('PATCH', location, {
      body: bytes.subarray(0, 1),
      headers: { 'Upload-Offset': '2999999' },
    });
    expect(early.status).toBe(409);
    expect(await early.json()).toMatchObject({ error: { type: 'upload_offset', offset } });
    const rest = { body: bytes.subarray(offset), headers: { 'Upload-Offset': String(offset) } };
    const finished = await call('PATCH', location, rest);
    expect(await finished.json()).toMatchObject({
      offset: bytes.length,
      file: { path: 'resumed', hash: sha256(bytes) },
    });
    expect(readFileSync(at('resumed')).equals(bytes)).toBe(true);
    expect(staged()).toEqual([]);
    expect((await call('HEAD', location)).status).toBe(404);
  });
});

/** Sends two thirds of a part and breaks the connection. */
async function breakOff(location: string, bytes: Buffer): Promise<void> {
  const { hostname, port } = new URL(host.address.origin);
  const socket = connect(Number(port), hostname);
  const head = [
    `PATCH ${location} HTTP/1.1`,
    `Host: ${hostname}:${port}`,
    `Authorization: Bearer ${TOKEN}`,
    `Upload-Offset: 0`,
    `Content-Length: ${bytes.length}`,
    '',
    '',
  ].join('\r\n');
  await new Promise<void>((resolve) => {
    socket.write(head);
    socket.write(bytes.subarray(0, SENT_BYTES), () => resolve());
  });
  socket.destroy();
}
