// Conformance suite of the machine port, changes of files on disk.
import * as fs from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { FileAction } from '#core/ports/machine.ts';
import { run } from './machine-commands.ts';
import { waitUntil } from '#tests/support/wait-until.ts';
import { openForEachTest, type MachineUnderTest } from './machine-under-test.ts';

/** Registers the suite. */
export function machineWatchConformance(name: string, open: MachineUnderTest): void {
  describe(`${name}: changes`, () => {
    const { machine, at } = openForEachTest(open);

    /** Writes a file until its change is seen: a watch does not start at once. */
    const watching = (seen: ReadonlySet<string>): Promise<true> =>
      waitUntil('the start of the watch', async () => {
        await fs.writeFile(at('probe'), String(performance.now()));
        return seen.has('probe');
      });

    it('reports changed files, merged, without ignored ones', async () => {
      await machine().write('.gitignore', 'dist/\n');
      const seen = new Set<string>();
      let notices = 0;
      const stop = machine().watch((paths) => {
        notices += 1;
        for (const file of paths) seen.add(file);
      });
      await watching(seen);
      notices = 0;
      await fs.mkdir(at('new/deep'), { recursive: true });
      await fs.writeFile(at('new/deep/a.txt'), 'a');
      await fs.mkdir(at('dist'));
      await fs.writeFile(at('dist/out.js'), 'a');
      await waitUntil('a file in a new folder', () => seen.has('new/deep/a.txt'));
      await fs.writeFile(at('new/deep/b.txt'), 'b');
      await waitUntil('a second file', () => seen.has('new/deep/b.txt'));
      expect([...seen].filter((file) => file.startsWith('dist/'))).toEqual([]);
      expect(notices).toBeLessThan(8);
      stop();
      const before = notices;
      const seenByOther = new Set<string>();
      const stopOther = machine().watch((paths) => paths.forEach((file) => seenByOther.add(file)));
      await watching(seenByOther);
      stopOther();
      expect(notices).toBe(before);
    });

    it('tells what happened to each path', async () => {
      await machine().write('replaced', 'one');
      await machine().write('edited', 'one');
      await machine().write('deleted', 'one');
      const seen = new Map<string, FileAction>();
      const stop = machine().watch((paths, _overflow, actions) => {
        for (const file of paths) seen.set(file, actions.get(file) ?? 'changed');
      });
      await waitUntil('the start of the watch', async () => {
        await fs.writeFile(at('probe'), String(performance.now()));
        return seen.has('probe');
      });
      await machine().write('replaced', 'two, which is longer');
      await fs.writeFile(at('edited'), 'two, which is longer');
      await fs.rm(at('deleted'));
      await fs.writeFile(at('created'), 'one');
      const names = ['created', 'deleted', 'edited', 'replaced'];
      await waitUntil('all changes', () => names.every((name) => seen.has(name)));
      expect(names.map((name) => seen.get(name))).toEqual(['created', 'deleted', 'changed', 'changed']);
      stop();
    });

    it('reports what a command on the machine changes, with the content that it wrote', async () => {
      const seen = new Set<string>();
      const stop = machine().watch((paths) => paths.forEach((file) => seen.add(file)));
      await watching(seen);
      await run(machine(), 'echo inside > from-command; mkdir -p made && echo deep > made/deep');
      await waitUntil('the changes of a command', () => seen.has('from-command') && seen.has('made/deep'));
      expect((await machine().read('from-command', 100)).text).toBe('inside\n');
      stop();
    });

    it('merges many changes and reports an overflow if it does not list them', async () => {
      const seen = new Set<string>();
      let overflowed = false;
      let notices = 0;
      const stop = machine().watch((paths, overflow) => {
        notices += 1;
        overflowed ||= overflow;
        for (const file of paths) seen.add(file);
      });
      await watching(seen);
      notices = 0;
      for (let batch = 0; batch < 30; batch += 1)
        await Promise.all(Array.from({ length: 100 }, (_, index) => fs.writeFile(at(`f${batch}-${index}`), '')));
      await waitUntil('every change', () => overflowed || seen.size > 3000);
      expect(notices).toBeLessThan(300);
      stop();
    });
  });
}
