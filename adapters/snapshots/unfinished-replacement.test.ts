// A replacement that fails and can't be undone either, such as on a disk that has become read-only.
import * as fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { Operations } from '#core/changes/operations.ts';
import { FileError } from '#core/ports/machine.ts';
import type { Snapshots } from '#core/ports/snapshots.ts';
import { changeOperation } from '#tests/conformance/changes.ts';
import { QUIET } from '#tests/support/quiet-log.ts';
import { createMemoryStore } from '#tests/support/core/memory-store.ts';
import { openGit } from '../git/git-program.ts';
import { openWorkspaceRoot, type WorkspaceRoot } from '../machines/workspace-tools/workspace-root.ts';
import { openSnapshots } from './open-snapshots.ts';
import { cleanUp, finishReplacement, replaceFiles } from './replace-files.ts';

const FILES = ['a.txt', 'b.txt', 'c.txt'];
let folder = '';
/** The disk fails after this many steps. */
let stepsLeft = Infinity;

beforeEach(async () => {
  folder = await fs.realpath(await fs.mkdtemp(path.join(os.tmpdir(), 'gatehouse-unfinished-')));
  onTestFinished(() => fs.rm(folder, { recursive: true, force: true }));
  stepsLeft = Infinity;
  for (const name of FILES) await fs.writeFile(path.join(folder, name), 'before');
});

async function openFailing(): Promise<WorkspaceRoot> {
  const root = await openWorkspaceRoot(folder, []);
  return {
    ...root,
    isClosed: (relative) => root.isClosed(relative),
    at(asked, options, use) {
      stepsLeft -= options.change === true ? 1 : 0;
      if (stepsLeft < 0) throw new FileError('io', 'The disk is read-only.');
      return root.at(asked, options, use);
    },
  };
}

async function open() {
  const home = await fs.mkdtemp(path.join(os.tmpdir(), 'gatehouse-unfinished-'));
  onTestFinished(() => fs.rm(home, { recursive: true, force: true }));
  const real = openSnapshots({ home, forbiddenFolders: [home], git: openGit(process.env, () => () => undefined) });
  const [before = '', after = ''] = await real.write(['before', 'after']);
  const contents = await real.read([before, after], new AbortController().signal);
  const root = await openFailing();
  const snapshots: Snapshots = {
    ...real,
    replace: (_folder, transaction, steps, onReady) => replaceFiles({ root, transaction, steps, contents }, onReady),
    finish: (_folder, transaction, steps) => finishReplacement({ root, transaction, steps, contents }),
    cancel: (_folder, transaction, steps) => cleanUp({ root, transaction, steps, contents }),
  };
  const store = createMemoryStore();
  const version = (id: string) => ({ id, mode: '100644' as const });
  const steps = FILES.map((name) => ({ path: name, before: version(before), after: version(after) }));
  return {
    store,
    operations: new Operations({ store, snapshots, log: QUIET }),
    record: changeOperation('o', { folder, steps }),
  };
}

const read = () => Promise.all(FILES.map((name) => fs.readFile(path.join(folder, name), 'utf8')));

describe('a replacement that fails and cannot be undone', () => {
  it('says where the previous content is, and is completed with the next operation', async () => {
    const { operations, record, store } = await open();
    // Three are prepared, and two of them replaced.
    stepsLeft = 5;
    const error: unknown = await operations.apply(record).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ isUndone: false });
    expect(String(error)).toContain('b.txt (previous content: .gatehouse-o-1.old)');
    expect(String(error)).toContain('at the next start');
    expect(await fs.readFile(path.join(folder, '.gatehouse-o-1.old'), 'utf8')).toBe('before');
    await expect(operations.settle(record.sessionKey)).rejects.toThrow('read-only');
    stepsLeft = Infinity;
    await operations.settle(record.sessionKey);
    expect(await read()).toEqual(['after', 'after', 'after']);
    expect((await fs.readdir(folder)).toSorted()).toEqual(FILES);
    expect(await store.changes.operation('o')).toMatchObject({ state: 'done' });
  });

  it('is completed at the next start', async () => {
    const { operations, record } = await open();
    stepsLeft = 5;
    await expect(operations.apply(record)).rejects.toThrow('previous content');
    stepsLeft = Infinity;
    await operations.recover();
    expect(await read()).toEqual(['after', 'after', 'after']);
    expect((await fs.readdir(folder)).toSorted()).toEqual(FILES);
  });

  it('leaves no temporary files for good if it had changed nothing yet', async () => {
    const { operations, record, store } = await open();
    stepsLeft = 2;
    await expect(operations.apply(record)).rejects.toMatchObject({ isUndone: true });
    expect(await read()).toEqual(['before', 'before', 'before']);
    stepsLeft = Infinity;
    await operations.settle(record.sessionKey);
    expect((await fs.readdir(folder)).toSorted()).toEqual(FILES);
    expect(await store.changes.operation('o')).toBeUndefined();
  });
});
