// The folder of uploads: what is removed from it.
import { expect, it } from 'vitest';
import { createMemoryMachine } from '#tests/support/memory-machine.ts';
import { openUploadFolder, UPLOAD_FOLDER } from './upload-folder.ts';

const DAY_MS = 24 * 60 * 60_000;

it('keeps files and folders for 30 days', async () => {
  const machine = createMemoryMachine();
  await openUploadFolder(machine, { now: Date.now });
  await machine.write(`${UPLOAD_FOLDER}/message/data.zip`, 'x');
  await machine.write(`${UPLOAD_FOLDER}/photo.png`, 'x');
  const list = async () => (await machine.list(UPLOAD_FOLDER)).map(({ path }) => path.slice(UPLOAD_FOLDER.length + 1));
  await openUploadFolder(machine, { now: () => Date.now() + 29 * DAY_MS });
  expect(await list()).toEqual(['message', '.gitignore', 'photo.png']);
  await openUploadFolder(machine, { now: () => Date.now() + 31 * DAY_MS });
  expect(await list()).toEqual(['.gitignore']);
});

it('keeps what has no known time', async () => {
  const removed: string[] = [];
  const entry = { path: `${UPLOAD_FOLDER}/message`, kind: 'directory', size: 0, modifiedAtMs: 0 } as const;
  const machine = {
    ...createMemoryMachine(),
    list: async () => [entry],
    remove: async (path: string) => void removed.push(path),
  };
  await openUploadFolder(machine, { now: Date.now });
  expect(removed).toEqual([]);
});
