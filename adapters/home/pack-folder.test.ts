// Proves: BK-3
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { packFolder } from './pack-folder.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'gatehouse-pack-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

it('writes an archive that tar unpacks to the same files', async () => {
  const folder = join(root, 'export');
  const long = join('a'.repeat(200), 'b'.repeat(120), 'ä file.txt');
  const files: readonly (readonly [string, Buffer])[] = [
    ['empty.txt', Buffer.alloc(0)],
    ['one-block.bin', Buffer.alloc(512, 7)],
    ['deep/in/it/large.bin', Buffer.alloc(300_000, 'x')],
    [long, Buffer.from('umlaut ä')],
  ];
  for (const [name, data] of files) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), data);
  }
  const archive = join(root, 'export.tar.gz');
  expect(await packFolder(folder, archive)).toBe(statSync(archive).size);
  expect(statSync(archive).mode & 0o077).toBe(0);
  mkdirSync(join(root, 'out'));
  execFileSync('tar', ['-xzf', archive, '-C', join(root, 'out')]);
  for (const [name, data] of files) expect(readFileSync(join(root, 'out/export', name)).equals(data), name).toBe(true);
});

it('leaves no archive behind if the folder can not be read', async () => {
  const archive = join(root, 'export.tar.gz');
  await expect(packFolder(join(root, 'missing'), archive)).rejects.toThrow('ENOENT');
  expect(existsSync(archive)).toBe(false);
});
