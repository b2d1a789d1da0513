// Proves: AP-3
import { createHash } from 'node:crypto';
import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { fingerprintFile } from './fingerprint.ts';

it.each([0, 1, 256 * 1024, 256 * 1024 + 1, 1_000_000])('is the hash of a file with %i bytes', async (size) => {
  const folder = await fs.mkdtemp(path.join(tmpdir(), 'gatehouse-fingerprint-'));
  onTestFinished(() => fs.rm(folder, { recursive: true, force: true }));
  const bytes = Buffer.alloc(size, 'content ');
  await fs.writeFile(path.join(folder, 'file'), bytes);
  expect(await fingerprintFile(folder, 'file')).toBe(createHash('sha256').update(bytes).digest('hex'));
});
