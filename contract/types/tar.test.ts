import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { tarEnd, tarHeader, tarPadding } from './tar.ts';

it('writes archives that tar extracts: folders, empty files, long names, and names in any language', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-tar-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const names = ['top/a.txt', 'top/empty', `top/${'long/'.repeat(30)}${'n'.repeat(120)}.txt`, 'top/Größe 漢字 🍏.md'];
  const modifiedAtMs = Date.UTC(2026, 1, 3);
  const chunks: Uint8Array[] = [tarHeader({ path: 'top/none', kind: 'directory', size: 0, modifiedAtMs })];
  const toContent = (name: string) => Buffer.from(name === 'top/empty' ? '' : `content of ${name}`);
  for (const path of names) {
    const content = toContent(path);
    chunks.push(tarHeader({ path, kind: 'file', size: content.length, modifiedAtMs }), content);
    chunks.push(tarPadding(content.length));
  }
  execFileSync('tar', ['-x', '-C', folder], { input: Buffer.concat([...chunks, tarEnd()]) });
  for (const name of names) expect(readFileSync(join(folder, name))).toEqual(toContent(name));
  expect(statSync(join(folder, 'top/none')).isDirectory()).toBe(true);
  expect(statSync(join(folder, 'top/a.txt')).mtimeMs).toBe(modifiedAtMs);
});

it('describes files that are larger than the header has room for', () => {
  const header = tarHeader({ path: 'large', kind: 'file', size: 8 ** 12, modifiedAtMs: 0 });
  expect(Buffer.from(header).toString('latin1')).toContain(`size=${8 ** 12}\n`);
  expect(header.length % 512).toBe(0);
});
