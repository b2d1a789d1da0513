// Proves: AP-3
import { expect, it } from 'vitest';
import { createMemoryMachine } from '#tests/support/memory-machine.ts';
import { limitFiles } from './limit-files.ts';

it('looks at a file once, and at a limited number of them', async () => {
  const machine = createMemoryMachine();
  await machine.write('a.txt', 'a');
  let looks = 0;
  const counted = {
    workspace: machine.workspace,
    stat: (path: string) => {
      looks += 1;
      return machine.stat(path);
    },
    list: (path: string) => machine.list(path),
    read: (path: string, limitBytes: number) => machine.read(path, limitBytes),
  };
  const { files, isExceeded } = limitFiles(counted);
  for (let at = 0; at < 10; at += 1) expect(await files.stat('a.txt')).toMatchObject({ path: 'a.txt' });
  expect(looks).toBe(1);
  expect(isExceeded()).toBe(false);
  for (let at = 0; at < 3_000; at += 1) await files.stat(`${at}.txt`).catch(() => undefined);
  expect(isExceeded()).toBe(true);
  expect(looks).toBeLessThan(1_100);
  await expect(files.stat('a.txt')).rejects.toThrow('Too many files to check.');
});
