import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openBlobStore } from './open-blob-store.ts';

let folder: string;
beforeEach(() => (folder = path.join(mkdtempSync(path.join(tmpdir(), 'gatehouse-blobs-')), 'blobs')));
afterEach(() => rmSync(path.dirname(folder), { recursive: true, force: true }));

const listAll = async () => {
  const hashes: string[] = [];
  for await (const { hash } of openBlobStore(folder).list()) hashes.push(hash);
  return hashes;
};

describe('the blob store', () => {
  it('stores the same content once, for the owner only', async () => {
    const blobs = openBlobStore(folder);
    const hash = await blobs.put(Buffer.from('hello'));
    expect(await blobs.put(Buffer.from('hello'))).toBe(hash);
    expect(await listAll()).toEqual([hash]);
    expect(Buffer.from((await blobs.read(hash)) ?? []).toString()).toBe('hello');
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(path.join(folder, hash.slice(0, 2), hash)).mode & 0o777).toBe(0o600);
    await blobs.remove(hash);
    expect(await blobs.read(hash)).toBeUndefined();
    expect(await listAll()).toEqual([]);
  });

  it('returns nothing for a damaged content or another name', async () => {
    const blobs = openBlobStore(folder);
    const hash = await blobs.put(Buffer.from('hello'));
    writeFileSync(path.join(folder, hash.slice(0, 2), hash), 'other');
    expect(await blobs.read(hash)).toBeUndefined();
    expect(await blobs.read('../../etc/passwd')).toBeUndefined();
    await blobs.remove('../../etc/passwd');
    expect(existsSync('/etc/passwd') || process.platform === 'win32').toBe(true);
    expect(readdirSync(folder)).toHaveLength(1);
  });
});
