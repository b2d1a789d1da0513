import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createTar } from './tar.ts';

const LONG = `${'folder/'.repeat(15)}${'n'.repeat(90)}.txt`;
const ENTRIES = [
  { path: LONG, bytes: Buffer.from('long'), isExecutable: false },
  { path: 'run', bytes: Buffer.from('#!/bin/sh\n'), isExecutable: true },
  { path: 'block', bytes: Buffer.alloc(1024, 'x'), isExecutable: false },
];

it.skipIf(process.platform === 'win32')('is readable by tar, with long paths, modes, and times', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-tar-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'a.tar'), createTar(ENTRIES, 1_700_000_000));
  execFileSync('tar', ['-xf', 'a.tar'], { cwd: folder });
  for (const { path, bytes, isExecutable } of ENTRIES) {
    expect(readFileSync(join(folder, path)).equals(bytes), path).toBe(true);
    const { mode, mtimeMs } = statSync(join(folder, path));
    expect((mode & 0o100) !== 0, path).toBe(isExecutable);
    expect(mtimeMs, path).toBe(1_700_000_000_000);
  }
});

it('has the same bytes for the same files in any order', () => {
  expect(createTar(ENTRIES.toReversed(), 1).equals(createTar(ENTRIES, 1))).toBe(true);
});

it('rejects a path that the format cannot store', () => {
  expect(() => createTar([{ path: 'x'.repeat(101), bytes: Buffer.alloc(0), isExecutable: false }], 1)).toThrow(
    'too long',
  );
});
