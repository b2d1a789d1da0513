import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BlobWriter, locateBlob } from './blob-files.ts';
import { openBlobFolder } from './open-blob-folder.ts';

let folder: string;
beforeEach(() => (folder = path.join(mkdtempSync(path.join(tmpdir(), 'gatehouse-blobs-')), 'blobs')));
afterEach(() => rmSync(path.dirname(folder), { recursive: true, force: true }));

const EVER = Number.MAX_SAFE_INTEGER;
async function listAll(): Promise<string[]> {
  const hashes: string[] = [];
  for await (const { hash } of openBlobFolder(folder).list()) hashes.push(hash);
  return hashes;
}
const read = async (hash: string) => {
  const content = await openBlobFolder(folder).read(hash);
  expect(openBlobFolder(folder).readNow(hash)?.toString()).toBe(content && Buffer.from(content).toString());
  return content === undefined ? undefined : Buffer.from(content).toString();
};

describe('a blob folder', () => {
  it('stores the same content once, for the owner only', async () => {
    const blobs = openBlobFolder(folder);
    const hash = await blobs.put(Buffer.from('hello'));
    expect(await blobs.put(Buffer.from('hello'))).toBe(hash);
    expect(new BlobWriter(folder).put(Buffer.from('hello'))).toBe(hash);
    expect(await listAll()).toEqual([hash]);
    expect(await read(hash)).toBe('hello');
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(locateBlob(folder, hash)).mode & 0o777).toBe(0o600);
    expect(await blobs.remove(hash, EVER)).toBe(true);
    expect(await read(hash)).toBeUndefined();
    expect(await listAll()).toEqual([]);
  });

  it('returns nothing for a damaged content or another name, and replaces a damaged one', async () => {
    const blobs = openBlobFolder(folder);
    const hash = await blobs.put(Buffer.from('hello'));
    const writer = new BlobWriter(folder);
    for (const repair of [() => blobs.put(Buffer.from('hello')), async () => writer.put(Buffer.from('hello'))]) {
      writeFileSync(locateBlob(folder, hash), 'other');
      expect(await read(hash)).toBeUndefined();
      await repair();
      expect(await read(hash)).toBe('hello');
    }
    expect(await read('../../etc/passwd')).toBeUndefined();
    expect(await blobs.remove('../../etc/passwd', EVER)).toBe(false);
    expect(existsSync('/etc/passwd') || process.platform === 'win32').toBe(true);
    expect(readdirSync(folder)).toHaveLength(1);
  });

  it('never removes a content that is stored again at the same time', async () => {
    const blobs = openBlobFolder(folder);
    for (let round = 0; round < 20; round += 1) {
      const content = Buffer.from(`content ${round}`);
      const hash = await blobs.put(content);
      const before = Date.now() + 1;
      // The system dates new files with a clock that advances every few milliseconds.
      await new Promise((resolve) => setTimeout(resolve, 30));
      await Promise.all([blobs.remove(hash, before), blobs.put(content), blobs.remove(hash, before)]);
      expect(await read(hash)).toBe(`content ${round}`);
    }
  });

  it('takes contents over from another folder, but no damaged one', async () => {
    const other = `${folder}-other`;
    const hash = await openBlobFolder(other).put(Buffer.from('hello'));
    const writer = new BlobWriter(folder);
    writeFileSync(locateBlob(other, hash), 'hallo');
    expect(writer.adopt(hash, other)).toBe(false);
    writeFileSync(locateBlob(other, hash), 'hello');
    expect(writer.adopt(hash, other)).toBe(true);
    writer.sync();
    rmSync(other, { recursive: true });
    expect(await read(hash)).toBe('hello');
  });
});
