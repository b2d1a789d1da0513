// The search with threads finds the same lines as the one without, in the same order, and stops when it is told to.
import * as fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LineQuery, Machine } from '#core/ports/machine.ts';
import { searchLines } from '#core/workspaces/search-lines.ts';
import { SYSTEM_CLOCK } from '#host/system-clock.ts';
import { openFolder } from '../open-folder.ts';
import { createFileMethods } from '../workspace-files.ts';
import { openWorkspaceRoot, type WorkspaceRoot } from '../workspace-root.ts';
import { SearchThreads } from './search-threads.ts';
import { searchWorkspace } from './search-workspace.ts';

let base: string;
let root: WorkspaceRoot;

beforeEach(async () => {
  base = await fs.realpath(await fs.mkdtemp(path.join(os.tmpdir(), 'gatehouse-search-')));
  await fs.mkdir(path.join(base, 'home'));
  root = await openWorkspaceRoot(base, [path.join(base, 'home')]);
});
afterEach(() => fs.rm(base, { recursive: true, force: true }));

/** The machine without threads. */
function plainMachine(): Machine {
  const files = { ...createFileMethods(root), openFolder: (folder: string) => openFolder(root, folder) };
  // Only what a search uses is there.
  return files as unknown as Machine;
}

const signal = new AbortController().signal;

async function expectSame(query: LineQuery): Promise<number> {
  const expected = await searchLines(plainMachine(), query, { signal, clock: SYSTEM_CLOCK });
  const found = await searchWorkspace(root, query, { signal });
  expect(found).toEqual(expected);
  return expected.matches.length;
}

async function fill(): Promise<void> {
  await fs.writeFile(path.join(base, '.gitignore'), 'ignored/\n*.log\n!kept.log\n');
  for (let folder = 0; folder < 12; folder += 1) {
    const at = path.join(base, `folder ${folder}`, 'deep');
    await fs.mkdir(at, { recursive: true });
    for (let file = 0; file < 9; file += 1)
      await fs.writeFile(
        path.join(at, `f${file}.txt`),
        `one\r\nNeedle ${folder} ${file}\ncafe\u0301 needle\n\nend needle`,
      );
  }
  await fs.mkdir(path.join(base, 'ignored'));
  for (const name of ['ignored/a', 'a.log', 'kept.log', 'home/token', 'node_modules-x'])
    await fs.writeFile(path.join(base, name), 'needle');
  await fs.writeFile(path.join(base, 'folder 3/deep/.gitignore'), 'f1.txt\n');
  await fs.writeFile(path.join(base, 'binary'), Buffer.from('needle\0needle'));
  await fs.writeFile(path.join(base, 'latin'), Buffer.from([0x6e, 0x65, 0x65, 0x64, 0x6c, 0x65, 0xe9]));
  await fs.symlink(path.join(base, 'kept.log'), path.join(base, 'link'));
  await fs.symlink('/etc', path.join(base, 'outside'));
}

describe('a search with threads', () => {
  it('finds what the search without threads finds', async () => {
    await fill();
    const plain = { regex: false, limit: 1000 };
    expect(await expectSame({ ...plain, pattern: 'needle' })).toBeGreaterThan(200);
    expect(await expectSame({ ...plain, pattern: 'Needle' })).toBeGreaterThan(100);
    expect(await expectSame({ ...plain, pattern: 'caf\u00e9' })).toBeGreaterThan(100);
    expect(await expectSame({ ...plain, pattern: 'nothing of this kind' })).toBe(0);
    expect(await expectSame({ ...plain, pattern: '^needle \\d+ [3-5]$', regex: true })).toBe(0);
    expect(await expectSame({ ...plain, pattern: '(?i)^needle \\d+ [3-5]$', regex: true })).toBe(36);
    expect(await expectSame({ ...plain, pattern: 'needle', path: 'folder 3/deep' })).toBe(24);
    expect(await expectSame({ ...plain, pattern: 'needle', glob: 'f2.*' })).toBe(36);
    expect(await expectSame({ pattern: 'needle', regex: false, limit: 7 })).toBe(7);
  });

  it('reports matches while it runs', async () => {
    await fill();
    const seen: string[] = [];
    const query = { pattern: 'needle', regex: false, limit: 1000 };
    const found = await searchWorkspace(root, query, {
      signal,
      onMatches: (matches) => seen.push(...matches.map(({ path: file, line }) => `${file}:${line}`)),
    });
    const all = found?.matches.map(({ path: file, line }) => `${file}:${line}`) ?? [];
    expect(seen.toSorted()).toEqual(all.toSorted());
  });

  it('rejects an invalid pattern and a folder outside', async () => {
    const search = (query: Partial<LineQuery>) =>
      searchWorkspace(root, { pattern: 'x', regex: true, limit: 5, ...query }, { signal });
    await expect(search({ pattern: '(' })).rejects.toMatchObject({ code: 'io' });
    await expect(search({ path: '../..' })).rejects.toMatchObject({ code: 'outside-workspace' });
    await expect(search({ path: 'none' })).rejects.toMatchObject({ code: 'not-found' });
  });

  it('ends when it is aborted', async () => {
    await fill();
    const stop = new AbortController();
    const searching = searchWorkspace(root, { pattern: 'needle', regex: false, limit: 10 }, { signal: stop.signal });
    stop.abort();
    await expect(searching).rejects.toThrow('abort');
  });
});

it('ends with what was found if a thread hangs, and the next search has new threads', async () => {
  const script = path.join(base, 'hang.mjs');
  await fs.writeFile(
    script,
    `import { parentPort } from 'node:worker_threads';
    parentPort.on('message', ({ id, thread }) => {
      const found = { path: 'a.txt', line: 1, text: 'needle', place: thread };
      parentPort.postMessage({ id, type: 'matches', matches: [found] });
      for (;;);
    });`,
  );
  const threads = new SearchThreads(pathToFileURL(script), 300);
  const task = { root: base, closed: [], folder: '', query: { pattern: 'needle', regex: false, limit: 10 } };
  for (let search = 0; search < 2; search += 1) {
    const { matches, timedOut } = await threads.search(task, { signal });
    expect(timedOut).toBe(true);
    for (const match of matches) expect(match).toEqual({ path: 'a.txt', line: 1, text: 'needle' });
  }
});
