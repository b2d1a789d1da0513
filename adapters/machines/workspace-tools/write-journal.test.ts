// Proves: TF-4
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { makeTestFolder } from '#tests/support/git-repository.ts';
import { createFileMethods } from './workspace-files.ts';
import { openWorkspaceRoot } from './workspace-root.ts';
import { openWriteJournal, removeTemporaries } from './write-journal.ts';

it('the next start removes the temporary file of a write that was killed, and nothing else', async () => {
  const folder = await makeTestFolder('write-journal');
  const [home, workspace] = [path.join(folder, 'home'), path.join(folder, 'work')];
  await fs.mkdir(path.join(workspace, 'notes'), { recursive: true });
  const { write } = createFileMethods(await openWorkspaceRoot(workspace, []), openWriteJournal(home));
  await write('notes/a.txt', 'saved', '');
  expect(await fs.readdir(path.join(home, 'writing'))).toEqual([]);

  const { promise: never } = Promise.withResolvers<void>();
  const { promise: started, resolve } = Promise.withResolvers<void>();
  async function* endless() {
    yield Buffer.from('half');
    resolve();
    await never;
  }
  write('notes/b.txt', endless(), '').catch(() => undefined);
  await started;
  await fs.writeFile(path.join(workspace, 'notes/.gatehouse-mine.tmp'), 'of a person');
  expect(await fs.readdir(path.join(workspace, 'notes'))).toHaveLength(3);
  await removeTemporaries(home);
  expect(await fs.readdir(path.join(workspace, 'notes'))).toEqual(['.gatehouse-mine.tmp', 'a.txt']);
  expect(await fs.readdir(path.join(home, 'writing'))).toEqual([]);
});
