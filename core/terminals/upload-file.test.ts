import { beforeEach, expect, it } from 'vitest';
import { ManualClock } from '#tests/support/core/manual-clock.ts';
import { createMemoryMachine } from '#tests/support/memory-machine.ts';
import type { Machine } from '../ports/machine.ts';
import { UPLOAD_FOLDER } from '../workspaces/upload-folder.ts';
import { uploadToTerminal } from './upload-file.ts';

const DAY_MS = 24 * 60 * 60_000;

let clock: ManualClock;
let machine: Machine;

beforeEach(() => {
  clock = new ManualClock();
  machine = createMemoryMachine();
});

const upload = (name: string, text = 'x') => uploadToTerminal(machine, { name, bytes: Buffer.from(text) }, clock);
const at = (name: string) => `${machine.workspace}/${UPLOAD_FOLDER}/${name}`;

it('stores files under free names in a folder that Git ignores', async () => {
  expect([await upload('photo.png', 'one'), await upload('photo.png', 'two')]).toEqual([
    at('photo.png'),
    at('photo-2.png'),
  ]);
  expect((await machine.read(`${UPLOAD_FOLDER}/photo-2.png`, 100)).text).toBe('two');
  expect((await machine.read(`${UPLOAD_FOLDER}/.gitignore`, 100)).text).toBe('*\n');
});

it.each([
  ['../../etc/passwd', 'passwd'],
  ['C:\\temp\\a.txt', 'a.txt'],
  ['-rf', 'rf'],
  ['.bashrc', 'bashrc'],
  ['a\n$(id);`b`.png', 'a__(id)__b_.png'],
  ['..', 'file'],
  ['Über uns.pdf', 'Über uns.pdf'],
])('stores %j as %j', async (name, safe) => {
  expect(await upload(name)).toBe(at(safe));
});

it('removes uploads of more than 30 days ago', async () => {
  await upload('old.txt');
  const { modifiedAtMs } = await machine.stat(`${UPLOAD_FOLDER}/old.txt`);
  clock.jump(modifiedAtMs - clock.now() + 31 * DAY_MS);
  await upload('new.txt');
  const names = (await machine.list(UPLOAD_FOLDER)).map(({ path }) => path.split('/').at(-1) ?? '');
  expect(names.toSorted()).toEqual(['.gitignore', 'new.txt']);
});
