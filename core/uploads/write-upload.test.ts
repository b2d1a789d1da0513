// Proves: TF-5
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createMachineDirectory } from '#adapters/machines/directory.ts';
import { SYSTEM_CLOCK } from '#host/system-clock.ts';
import { makeTestFolder } from '#tests/support/git-repository.ts';
import { hostRequest } from '#tests/support/host-request.ts';
import { QUIET } from '#tests/support/quiet-log.ts';
import { findWritten } from './write-upload.ts';

const TEXT = 'uploaded\n';

it('a file that was written before a crash is found by its content, and only where it was being written', async () => {
  const folder = await makeTestFolder('write-upload');
  const workspace = path.join(folder, 'work');
  await fs.mkdir(workspace);
  const directory = createMachineDirectory({
    home: path.join(folder, 'home'),
    log: QUIET,
    clock: SYSTEM_CLOCK,
    environment: {},
  });
  onTestFinished(() => directory.disposeAll());
  const machine = await directory.open(hostRequest(workspace));
  async function* read() {
    yield Buffer.from(TEXT.slice(0, 3));
    yield Buffer.from(TEXT.slice(3));
  }
  const content = { size: TEXT.length, read, hash: async () => 'hash', started: async () => undefined };
  const find = (writingTo?: string) => findWritten(machine, writingTo === undefined ? {} : { writingTo }, content);
  await fs.writeFile(path.join(workspace, 'same.txt'), TEXT);
  await fs.writeFile(path.join(workspace, 'other.txt'), TEXT.toUpperCase());
  expect(await find('same.txt')).toMatchObject({ path: 'same.txt', size: TEXT.length, hash: 'hash' });
  expect(await find('other.txt')).toBeUndefined();
  expect(await find('missing.txt')).toBeUndefined();
  expect(await find()).toBeUndefined();
});
