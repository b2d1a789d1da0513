// The replacement of files by other versions of a snapshot store.
// Proves: TF-4
import * as fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openGit } from '#adapters/git/git-program.ts';
import type { FileVersion, Snapshots } from '#core/ports/snapshots.ts';
import { openSnapshots } from './open-snapshots.ts';

let base: string;
let folder: string;
let snapshots: Snapshots;

const openHere = (): Snapshots =>
  openSnapshots({
    home: path.join(base, 'home'),
    forbiddenFolders: [path.join(base, 'home')],
    git: openGit(process.env, () => () => undefined),
  });

beforeEach(async () => {
  base = await fs.realpath(await fs.mkdtemp(path.join(os.tmpdir(), 'gatehouse-replacement-')));
  folder = path.join(base, 'work');
  await fs.mkdir(folder);
  snapshots = openHere();
});
afterEach(() => fs.rm(base, { recursive: true }));

async function put(name: string, content = name, mode?: number): Promise<void> {
  const file = path.join(folder, name);
  await fs.mkdir(path.dirname(file), { recursive: true });
  await fs.writeFile(file, content);
  if (mode !== undefined) await fs.chmod(file, mode);
}

describe('a replacement of files', () => {
  const version = async (text: string, mode: FileVersion['mode'] = '100644'): Promise<FileVersion> => {
    const [id = ''] = await snapshots.write([text]);
    return { id, mode };
  };
  const read = (name: string) => fs.readFile(path.join(folder, name), 'latin1');
  const list = async () => (await fs.readdir(folder, { recursive: true })).toSorted();
  const nothing = async () => undefined;

  it('writes, creates, and deletes files, links, and modes', async () => {
    await put('changed', 'old', 0o640);
    await put('run.sh', 'run');
    await put('gone/deep/file', 'gone');
    await fs.symlink('here', path.join(folder, 'link'));
    await snapshots.replace(
      folder,
      't1',
      [
        { path: 'changed', before: await version('old'), after: await version('n\xffw\r\n') },
        { path: 'run.sh', before: await version('run'), after: await version('run', '100755') },
        { path: 'gone/deep/file', before: await version('gone') },
        { path: 'new/deep/file', after: await version('made') },
        { path: 'link', before: await version('here', '120000'), after: await version('there', '120000') },
      ],
      nothing,
    );
    expect(await read('changed')).toBe('n\xffw\r\n');
    expect((await fs.stat(path.join(folder, 'changed'))).mode & 0o777).toBe(0o640);
    expect((await fs.stat(path.join(folder, 'run.sh'))).mode & 0o111).toBe(0o111);
    expect(await fs.readlink(path.join(folder, 'link'))).toBe('there');
    expect(await list()).toEqual(['changed', 'link', 'new', 'new/deep', 'new/deep/file', 'run.sh']);
  });

  it('changes nothing if one file is different, or if the record of it fails', async () => {
    await put('a', 'a');
    await put('b', 'edited');
    const steps = [
      { path: 'a', before: await version('a'), after: await version('A') },
      { path: 'b', before: await version('b'), after: await version('B') },
    ];
    await expect(snapshots.replace(folder, 't1', steps, nothing)).rejects.toMatchObject({ code: 'changed' });
    await put('b', 'b');
    await expect(
      snapshots.replace(folder, 't1', steps, () => Promise.reject(new Error('no space for the record'))),
    ).rejects.toThrow('no space');
    expect([await read('a'), await read('b'), await list()]).toEqual(['a', 'b', ['a', 'b']]);
  });

  it('goes back if a file changes in the middle', async () => {
    await put('a', 'a');
    await put('b', 'b');
    const steps = [
      { path: 'a', before: await version('a'), after: await version('A') },
      { path: 'new', after: await version('N') },
      { path: 'b', before: await version('b'), after: await version('B') },
    ];
    await expect(snapshots.replace(folder, 't1', steps, () => put('b', 'edited'))).rejects.toMatchObject({
      code: 'changed',
    });
    expect([await read('a'), await read('b'), await list()]).toEqual(['a', 'edited', ['a', 'b']]);
  });

  it.each([0, 1, 2])('is finished after a kill behind step %i, and leaves later edits alone', async (done) => {
    const steps = [
      { path: 'a', before: await version('a'), after: await version('A') },
      { path: 'gone', before: await version('gone') },
      { path: 'b', before: await version('b'), after: await version('B') },
    ];
    await put('a', done > 0 ? 'A' : 'a');
    if (done < 2) await put('gone');
    await put('b', 'edited');
    await put('.gatehouse-t1-0.old', 'a');
    await put('.gatehouse-t1-2.new', 'cut of');
    expect(await openHere().finish(folder, 't1', steps)).toEqual(['b']);
    expect([await read('a'), await read('b'), await list()]).toEqual(['A', 'edited', ['a', 'b']]);
  });

  it('never writes through a link, into a repository, or into the home folder', async () => {
    await fs.mkdir(path.join(base, 'outside'));
    await fs.symlink(path.join(base, 'outside'), path.join(folder, 'out'));
    await fs.mkdir(path.join(folder, 'in'));
    await fs.symlink('in', path.join(folder, 'inside'));
    const after = await version('x');
    for (const name of ['out/file', 'inside/file', '.git/config', '../home/file'])
      await expect(snapshots.replace(folder, 't1', [{ path: name, after }], nothing), name).rejects.toThrow();
    expect(await fs.readdir(path.join(base, 'outside'))).toEqual([]);
    expect(await fs.readdir(path.join(folder, 'in'))).toEqual([]);
  });
});
