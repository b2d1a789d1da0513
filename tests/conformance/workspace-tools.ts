// Conformance suite of the tools on top of a machine: find, search, and trash. Every kind of machine must carry them.
// Proves: TF-1
import { beforeEach, describe, expect, it } from 'vitest';
import { randomUUID } from 'node:crypto';
import type { Machine } from '#core/ports/machine.ts';
import { findFiles } from '#core/workspaces/find-files.ts';
import type { LineQuery } from '#core/ports/machine.ts';
import { searchLines } from '#core/workspaces/search-lines.ts';
import { moveToTrash, restoreFromTrash, sweepTrash, TRASH_FOLDER } from '#core/workspaces/trash.ts';
import { SYSTEM_CLOCK } from '#host/system-clock.ts';
import { openForEachTest, type MachineUnderTest } from './machine-under-test.ts';

const LIMIT = 1024 * 1024;
const IDS = { next: () => randomUUID() };
const MONTH_MS = 30 * 24 * 60 * 60_000;

/** Registers the suite. */
export function workspaceToolsConformance(name: string, open: MachineUnderTest): void {
  describe(`${name}: finding`, () => {
    const { machine } = openForEachTest(open);
    const { find, search } = searchIn(machine);

    beforeEach(async () => {
      await machine().write('.gitignore', 'dist/\n*.log\n!keep.log\n');
      await machine().write('src/app.ts', 'const Answer = 42;\nlet other = 1;\n');
      await machine().write('src/deep/apple.txt', 'answer\r\nAnswer 7\n');
      await machine().write('dist/app.js', 'Answer');
      await machine().write('noise.log', 'Answer');
      await machine().write('keep.log', 'Answer');
      await machine().write('node_modules/x/app.ts', 'Answer');
      await machine().write('binary', new Uint8Array([0, 1, 2]));
    });

    it('finds files by name, best match first, without ignored ones', async () => {
      const found = await find('app', 10);
      expect(found.map((file) => file.path)).toEqual(['src/app.ts', 'src/deep/apple.txt']);
      expect((await find('sdapt', 10)).map((file) => file.path)).toEqual(['src/deep/apple.txt']);
      expect(await find('app', 1)).toHaveLength(1);
    });

    it('finds lines by text', async () => {
      const found = await search({ pattern: 'Answer', regex: false, limit: 10 });
      expect(found).toEqual([
        { path: 'keep.log', line: 1, text: 'Answer' },
        { path: 'src/app.ts', line: 1, text: 'const Answer = 42;' },
        { path: 'src/deep/apple.txt', line: 2, text: 'Answer 7' },
      ]);
      expect(await search({ pattern: 'Answer', regex: false, limit: 1 })).toHaveLength(1);
      expect(await search({ pattern: 'Answer', regex: false, limit: 9, path: 'src', glob: '*.{ts,js}' })).toHaveLength(
        1,
      );
    });

    it('finds lines by regular expression', async () => {
      const found = await search({ pattern: '^A\\w+ \\d$', regex: true, limit: 10 });
      expect(found.map((match) => match.path)).toEqual(['src/deep/apple.txt']);
    });

    it('is not slowed down by a hostile pattern', async () => {
      await machine().write('evil', `${'a'.repeat(50_000)}!\n`);
      await search({ pattern: '^(a+)+$', regex: true, limit: 10 });
      await search({ pattern: '(a|aa|a?)*b.*c.*d', regex: true, limit: 10 });
      await expect(search({ pattern: '(a)\\1', regex: true, limit: 10 })).rejects.toThrow(/backreferences/);
    });

    it('stops on abort', async () => {
      await expect(
        search({ pattern: 'x', regex: false, limit: 10 }, AbortSignal.abort(new Error('enough'))),
      ).rejects.toThrow('enough');
    });
  });
  describe(`${name}: trash`, () => {
    const { machine } = openForEachTest(open);
    const { find, search } = searchIn(machine);

    it('restores a deleted file', async () => {
      await machine().write('folder/a', 'a');
      const id = await moveToTrash(machine(), 'folder', IDS);
      await expect(machine().stat('folder')).rejects.toMatchObject({ code: 'not-found' });
      await restoreFromTrash(machine(), id);
      expect((await machine().read('folder/a', LIMIT)).text).toBe('a');
      await expect(restoreFromTrash(machine(), id)).rejects.toMatchObject({ code: 'not-found' });
    });

    it('does not overwrite a new file on restore', async () => {
      await machine().write('a', 'old');
      const id = await moveToTrash(machine(), 'a', IDS);
      await machine().write('a', 'new');
      await expect(restoreFromTrash(machine(), id)).rejects.toMatchObject({ code: 'exists' });
      expect((await machine().read('a', LIMIT)).text).toBe('new');
    });

    it('deletes what has been in the trash for 30 days', async () => {
      await machine().write('a', 'a');
      const id = await moveToTrash(machine(), 'a', IDS);
      await sweepTrash(machine(), { now: () => Date.now() + MONTH_MS - 60_000 });
      expect(await machine().list(`${TRASH_FOLDER}/${id}`)).toHaveLength(2);
      await sweepTrash(machine(), { now: () => Date.now() + MONTH_MS + 60_000 });
      await expect(restoreFromTrash(machine(), id)).rejects.toMatchObject({ code: 'not-found' });
    });

    it('is not searched, and hides itself from git', async () => {
      await machine().write('a', 'needle');
      await moveToTrash(machine(), 'a', IDS);
      expect(await search({ pattern: 'needle', regex: false, limit: 5 })).toEqual([]);
      expect(await find('content', 5)).toEqual([]);
      expect((await machine().read(`${TRASH_FOLDER}/.gitignore`, LIMIT)).text).toBe('*\n');
    });

    it.each(['../../etc', '..', 'a/b', '', '00000000-0000-0000-0000-00000000000g'])(
      'accepts IDs, not paths: %j',
      async (id) => {
        await expect(restoreFromTrash(machine(), id)).rejects.toMatchObject({ code: 'outside-workspace' });
      },
    );
  });
}

/** Finds and searches in the machine of the running test. */
function searchIn(machine: () => Machine) {
  return {
    find: (query: string, limit: number) =>
      findFiles(machine(), query, limit, { signal: new AbortController().signal, clock: SYSTEM_CLOCK }),
    search: async (query: LineQuery, signal = new AbortController().signal) =>
      (await searchLines(machine(), query, { signal, clock: SYSTEM_CLOCK })).matches,
  };
}
