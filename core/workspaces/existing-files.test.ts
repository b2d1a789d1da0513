// Proves: AP-1
import { describe, expect, it } from 'vitest';
import { FileError, type OpenFolder } from '../ports/machine.ts';
import { createExistenceCheck } from './existing-files.ts';

/** A workspace with these files, and how often its folders were listed. A folder named `link` leads outside. */
function workspace(files: readonly string[]) {
  const listed: string[] = [];
  const openFolder = async (path: string): Promise<OpenFolder> => {
    if (path.split('/').includes('link')) throw new FileError('outside-workspace', 'It leads outside.');
    const start = path === '' ? '' : `${path}/`;
    const names = files.flatMap((file) =>
      file.startsWith(start) ? [file.slice(start.length).split('/')[0] ?? ''] : [],
    );
    if (names.length === 0) throw new FileError('not-found', "It doesn't exist.");
    listed.push(path);
    return {
      list: async () => names.map((name) => ({ name, kind: 'other' as const })),
      read: () => Promise.reject(new Error('not needed')),
      open: () => Promise.reject(new Error('not needed')),
      close: async () => undefined,
    };
  };
  return { listed, machine: { workspace: '/w', openFolder } };
}

/** A check that has been asked for other names often enough to list folders. */
async function checkIn(machine: Parameters<typeof createExistenceCheck>[0], folders: readonly string[]) {
  const mayExist = createExistenceCheck(machine);
  for (const folder of folders) for (const name of ['one', 'two', 'three']) await mayExist(`${folder}/${name}`);
  return mayExist;
}

describe('a file that a command may run', () => {
  it('is ruled out only if the listing of its folder has no such name', async () => {
    const { machine } = workspace(['build.sh', 'src/App.ts', 'link/x', 'long-name.sh']);
    const mayExist = await checkIn(machine, ['/w', '/w/src', '/w/none', '/w/none/deep', '/w/link']);
    expect(await mayExist('/w/build.sh')).toBe(true);
    expect(await mayExist('/w/build.js')).toBe(false);
    expect(await mayExist('/w/src/App.ts')).toBe(true);
    expect(await mayExist('/w/src/App.js')).toBe(false);
    expect(await mayExist('/w/none/index.js')).toBe(false);
    expect(await mayExist('/w/none/deep/index.js')).toBe(false);
  });

  it('is opened if its name differs only in what some file systems ignore', async () => {
    const { machine } = workspace(['Build.sh', 'ﬁle.sh', 'straße.sh']);
    const mayExist = await checkIn(machine, ['/w']);
    for (const name of ['BUILD.SH', 'build.sh.', 'build.sh::$DATA', 'file.sh', 'STRASSE.sh', 'BUILD~1.SH'])
      expect(await mayExist(`/w/${name}`), name).toBe(true);
  });

  it('is opened if its folder is outside the workspace or can only be listed elsewhere', async () => {
    const { machine } = workspace(['a', 'link']);
    const mayExist = await checkIn(machine, ['/w', '/w/link', '/usr/bin']);
    expect(await mayExist('/w/link/x')).toBe(true);
    expect(await mayExist('/usr/bin/x')).toBe(true);
    const withoutListings = await checkIn({ workspace: '/w' }, ['/w']);
    expect(await withoutListings('/w/none')).toBe(true);
  });

  it('needs a listing only if a command names several files of a folder, and one for all of them', async () => {
    const { machine, listed } = workspace(['a', 'src/b']);
    const mayExist = createExistenceCheck(machine);
    expect([await mayExist('/w/x'), await mayExist('/w/y')]).toEqual([true, true]);
    expect(listed).toEqual([]);
    for (const name of ['x', 'y', 'z']) expect(await mayExist(`/w/${name}`)).toBe(false);
    expect(listed).toEqual(['']);
  });
});
