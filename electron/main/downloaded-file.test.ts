import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { isUnchanged, rememberFile } from './downloaded-file.ts';

it('notices that a downloaded file was changed or removed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-downloaded-'));
  const file = join(folder, 'Gatehouse.AppImage');
  writeFileSync(file, 'a'.repeat(3_000_000));
  const downloaded = rememberFile(file);
  expect(isUnchanged(downloaded)).toBe(true);
  writeFileSync(file, `${'a'.repeat(2_999_999)}b`);
  expect(isUnchanged(downloaded)).toBe(false);
  rmSync(folder, { recursive: true });
  expect(isUnchanged(downloaded)).toBe(false);
});
