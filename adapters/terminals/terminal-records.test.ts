import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { TerminalRecord, TerminalRecords } from '#core/ports/terminal-records.ts';
import { openTerminalRecords } from './open-terminal-records.ts';

const RECORD: TerminalRecord = {
  id: 'a1',
  sessionKey: 'agent:main:work',
  agentId: 'main',
  ownerId: 'owner',
  name: 'bash',
  shell: '/bin/bash',
  cwd: '/work',
  confined: false,
  createdAtMs: 1,
};
const MIB = 1024 * 1024;

let folder: string;
let records: TerminalRecords;

beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'gatehouse-terminals-')), 'terminals');
  records = openTerminalRecords(folder);
});
afterEach(() => rmSync(join(folder, '..'), { recursive: true }));

it('returns records and output in another process, from files that only the owner can read', async () => {
  await records.save(RECORD);
  await records.append('a1', 'one\n');
  await records.append('a1', 'zwei ü 🦜\n');
  const other = openTerminalRecords(folder);
  expect((await other.list()).map(({ record }) => record)).toEqual([RECORD]);
  expect(await other.read('a1')).toBe('one\nzwei ü 🦜\n');
  await other.append('a1', 'three\n');
  expect(await other.read('a1')).toBe('one\nzwei ü 🦜\nthree\n');
  const modes = ['', ...readdirSync(folder)].map((name) => statSync(join(folder, name)).mode & 0o077);
  expect(modes).toEqual([0, 0, 0]);
});

it('keeps the latest megabyte of output, from the start of a line', async () => {
  await records.save(RECORD);
  let last = 0;
  for (let write = 0; write < 60; write += 1) {
    const lines = Array.from({ length: 5_000 }, () => `line ${String((last += 1)).padStart(8, '0')}`);
    await records.append('a1', `${lines.join('\n')}\n`);
  }
  const size = readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
  expect(size).toBeLessThan(1.1 * MIB);
  const kept = (await records.read('a1')).split('\n').slice(0, -1);
  expect(kept.length).toBeGreaterThan(30_000);
  expect(kept.at(-1)).toBe('line 00300000');
  expect(kept.every((line, index) => line === `line ${String(last - kept.length + index + 1).padStart(8, '0')}`)).toBe(
    true,
  );
});

it('replaces and removes output', async () => {
  await records.save(RECORD);
  await records.append('a1', 'x'.repeat(600_000));
  await records.append('a1', 'y'.repeat(600_000));
  await records.replace('a1', 'new\n');
  expect(await records.read('a1')).toBe('new\n');
  await records.remove('a1');
  expect([await records.get('a1'), await records.read('a1'), readdirSync(folder)]).toEqual([undefined, '', []]);
});

it('skips damaged records and rejects IDs that are paths', async () => {
  await records.save(RECORD);
  writeFileSync(join(folder, 'b2.json'), '{"id":"b2"');
  expect((await records.list()).map(({ record }) => record.id)).toEqual(['a1']);
  expect(await records.get('../a1')).toBeUndefined();
  await expect(records.append('../a1', 'x')).rejects.toThrow("isn't the ID of a terminal");
});
