// Proves: BK-1
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OutboundLedger } from '#core/ports/outbound-ledger.ts';
import { Secret } from '#core/ports/secrets.ts';
import { S3_KEY, startS3Server, type S3Server } from '#tests/support/s3-server.ts';
import { downloadFromS3, listS3, removeFromS3, uploadToS3, type S3Store } from './s3-store.ts';

const names = ['gatehouse-20260101T000000000Z', 'gatehouse-20260102T000000000Z', 'gatehouse-20260103T000000000Z'].map(
  (name) => `${name}.tar.gz.age`,
);
const [NAME = ''] = names;
const signal = new AbortController().signal;
const options = { signal, report: () => {} };

let server: S3Server;
let folder: string;
let opened: string[];
beforeEach(async () => {
  server = await startS3Server();
  folder = mkdtempSync(join(tmpdir(), 'gatehouse-s3-'));
  opened = [];
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

const ledger: OutboundLedger = {
  open(caller, { host, port }) {
    opened.push(`${caller.kind}/${caller.name} ${host}:${port}`);
    return () => {};
  },
  refuse: () => {},
  recordUntracked: () => {},
};

function toStore(change: Partial<S3Store['access']> = {}): S3Store {
  const { bucket, region, accessKeyId, secret } = S3_KEY;
  const secretAccessKey = new Secret(secret);
  const access = { endpoint: server.origin, bucket, region, accessKeyId, secretAccessKey, ledger, environment: {} };
  return { prefix: 'home one/', partBytes: 100_000, access: { ...access, ...change } };
}

function makeFile(bytes: number): string {
  const file = join(folder, 'made');
  writeFileSync(file, randomBytes(bytes));
  return file;
}

describe('an S3-compatible store', () => {
  it('keeps, lists in pages, returns, and deletes backups, and every connection is in the outbound ledger', async () => {
    const store = toStore();
    const file = makeFile(5_000);
    for (const name of names) await uploadToS3(store, name, file, options);
    server.objects.set('home one/notes.txt', Buffer.from('of somebody else'));
    expect((await listS3(store, signal)).map(({ name, bytes }) => [name, bytes])).toEqual(
      names.toReversed().map((name) => [name, 5_000]),
    );
    const copy = join(folder, 'copy');
    await downloadFromS3(store, NAME, copy, signal);
    expect(readFileSync(copy)).toEqual(readFileSync(file));
    await removeFromS3(store, NAME, signal);
    expect([...server.objects.keys()]).not.toContain(`home one/${NAME}`);
    expect(new Set(opened)).toEqual(new Set([`gateway/backup 127.0.0.1:${new URL(server.origin).port}`]));
    expect(opened).toHaveLength(server.requests.length);
  });

  it('gets large files in parts, repeats a failed part, and reports progress', async () => {
    const file = makeFile(350_000);
    const seen: number[] = [];
    server.fail(/partNumber=2/, 503, 2);
    await uploadToS3(toStore(), NAME, file, { signal, report: (share) => seen.push(share) });
    expect(server.objects.get(`home one/${NAME}`)?.equals(readFileSync(file))).toBe(true);
    expect(server.uploads.size).toBe(0);
    expect(seen).toHaveLength(4);
    expect(seen.at(-1)).toBe(1);
  });

  it('has no unfinished upload after a failure or a cancellation', async () => {
    server.fail(/partNumber=3/, 400, 9);
    await expect(uploadToS3(toStore(), NAME, makeFile(350_000), options)).rejects.toThrow('The storage rejected');
    expect(server.uploads.size).toBe(0);
    const stopping = new AbortController();
    const uploading = uploadToS3(toStore(), NAME, makeFile(350_000), {
      signal: stopping.signal,
      report: () => stopping.abort(new Error('stop')),
    });
    await expect(uploading).rejects.toThrow();
    expect(server.uploads.size).toBe(0);
    expect(server.objects.size).toBe(0);
  });

  it.each([
    ['a wrong secret', { secretAccessKey: new Secret('other') }, 'BACKUP_STORE_DENIED', 'SignatureDoesNotMatch'],
    ['an unknown key', { accessKeyId: 'AKIAOTHER' }, 'BACKUP_STORE_DENIED', 'InvalidAccessKeyId'],
    ['another region', { region: 'us-east-1' }, 'BACKUP_STORE_DENIED', 'AuthorizationHeaderMalformed'],
    ['a bucket that does not exist', { bucket: 'other-bucket' }, 'BACKUP_STORE_NOT_FOUND', 'NoSuchBucket'],
    ['nobody who listens', { endpoint: 'http://127.0.0.1:9' }, 'BACKUP_STORE_UNREACHABLE', '127.0.0.1:9'],
  ])('is reported with %s', async (_name, change, code, text) => {
    const failure = await listS3(toStore(change), signal).catch((error: unknown) => error);
    expect(failure).toMatchObject({ extras: { details: { code } } });
    expect(String(failure)).toContain(text);
    expect(String(failure)).not.toContain(S3_KEY.secret);
  });
});
