// Uploads that are resumed and downloads with ranges, over a real socket and HTTP.
// Proves: TF-2, TF-3
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { connectTo } from '#tests/kill/connect.ts';
import { waitUntil } from '#tests/support/wait-until.ts';
import { KEY, QUERY, sha256, useFilesHost } from './support/files-host.ts';
import { TOKEN } from './support/protocol-host.ts';

/** Sent before a connection breaks. */
const SENT_BYTES = 2_000_000;

const { host, request, at, staged, call, upload } = useFilesHost(() => ({ steps: [{ say: 'ok' }] }));

describe('uploads', () => {
  const bytes = randomBytes(5000);

  it('arrive in parts, are resumed, and leave nothing behind', async () => {
    const start = { sessionKey: KEY, path: 'in/photo.bin', size: bytes.length, hash: sha256(bytes) };
    const { uploadId, offset } = await request('files.upload.start', start);
    expect(offset).toBe(0);
    const append = (from: number, to: number) =>
      request('files.upload.append', {
        uploadId,
        offset: from,
        data: bytes.subarray(from, to).toString('base64'),
      });
    await append(0, 2000);
    await expect(append(3000, 4000)).rejects.toMatchObject({ details: { code: 'UPLOAD_OFFSET', offset: 2000 } });
    await expect(request('files.upload.finish', { uploadId })).rejects.toMatchObject({
      details: { code: 'UPLOAD_INCOMPLETE' },
    });
    expect(existsSync(at('in'))).toBe(false);
    for (const name of staged()) expect(statSync(join(host().home, 'uploads', name)).mode & 0o077).toBe(0);
    // The answer was lost: another connection asks how much has arrived, and sends some of it again.
    const other = await connectTo(host().address.origin, TOKEN);
    expect(await other.request('files.upload.status', { uploadId })).toMatchObject({ offset: 2000, size: 5000 });
    other.stop();
    await append(1000, 3000);
    await append(3000, 5000);
    const { file } = await request('files.upload.finish', { uploadId });
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
    expect(readdirSync(host().workspace)).toEqual(['u\u0308ber.txt']);
  });

  it('never leave the workspace, follow no link out of it, and reject damaged and unknown ones', async () => {
    symlinkSync(host().home, at('leak'));
    for (const path of ['../out', '/etc/x', 'leak/x', '.git/config'])
      await expect(upload(path, bytes, 'replace')).rejects.toMatchObject({
        details: { code: expect.stringMatching(/FILE_(OUTSIDE_WORKSPACE|DENIED)/) },
      });
    const start = { sessionKey: KEY, path: 'x', size: 3, hash: sha256(bytes) };
    const { uploadId } = await request('files.upload.start', start);
    await request('files.upload.append', { uploadId, offset: 0, data: 'AAAA' });
    await expect(request('files.upload.append', { uploadId, offset: 3, data: 'AAAA' })).rejects.toMatchObject({
      details: { code: 'UPLOAD_TOO_LARGE' },
    });
    await expect(request('files.upload.finish', { uploadId })).rejects.toMatchObject({
      details: { code: 'UPLOAD_HASH' },
    });
    await expect(request('files.upload.status', { uploadId })).rejects.toMatchObject({
      details: { code: 'UPLOAD_NOT_FOUND' },
    });
    for (const wrong of ['../../x', 'none'])
      await expect(request('files.upload.cancel', { uploadId: wrong })).rejects.toThrow('no longer exists');
    for (const name of readdirSync(join(host().home, 'uploads')))
      if (name.endsWith('.json')) await request('files.upload.cancel', { uploadId: name.replace('.json', '') });
    expect(staged()).toEqual([]);
    expect(existsSync(at('x'))).toBe(false);
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
    const late = httpRequest(`${host().address.origin}${path}${QUERY}`, {
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
    expect((await fetch(`${host().address.origin}/files/a${QUERY}`)).status).toBe(401);
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
    const get = (path: string) => fetch(`${host().address.origin}${path}`);
    const { path } = await request('files.ticket', { sessionKey: KEY, path: 'ü.html' });
    const first = await get(path);
    expect([first.status, await first.text()]).toEqual([200, '<p>']);
    expect(first.headers.get('content-type')).toBe('application/octet-stream');
    expect(first.headers.get('content-disposition')).toContain(
      'attachment; filename="_.html"; filename*=UTF-8\'\'%C3%BC',
    );
    expect((await get(path)).status).toBe(404);
    expect((await get('/download/unknown')).status).toBe(404);
    const outside = request('files.ticket', { sessionKey: KEY, path: '../secret' });
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
  const { hostname, port } = new URL(host().address.origin);
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
