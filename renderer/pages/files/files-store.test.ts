import { describe, expect, it } from 'vitest';
import { scriptedClient, settled } from '../../state/testing/stand-ins.ts';
import { Files } from './files-store.ts';
import { treeRows } from './tree.ts';

/** A workspace in memory behind the gateway's methods; `onWatch` runs while the watch is being set up. */
function makeWorkspace(paths: string[], onWatch: () => void = () => undefined) {
  const list = (folder: string): readonly object[] => {
    const prefix = folder === '' ? '' : `${folder}/`;
    const below = paths.filter((path) => path.startsWith(prefix)).map((path) => path.slice(prefix.length));
    return [...new Set(below.map((path) => path.split('/', 1)[0] ?? ''))].map((name) => ({
      name,
      path: `${prefix}${name}`,
      kind: below.includes(name) ? 'file' : 'directory',
    }));
  };
  const { client, calls, emit } = scriptedClient((method, params) => {
    const path = String(params['path'] ?? '');
    if (method === 'files.watch') onWatch();
    if (method === 'files.createFolder') paths.push(`${path}/.keep`);
    if (method === 'sessions.files.set') paths.push(path);
    if (method === 'files.move') paths.splice(paths.indexOf(String(params['from'])), 1, String(params['to']));
    return method === 'sessions.files.list' ? { files: [], browser: { entries: list(path) } } : {};
  });
  const files = new Files(client, 'main');
  return {
    files,
    calls,
    emit,
    paths,
    shown: () => treeRows(files.store.getState().tree).map(({ entry }) => entry.path),
  };
}

describe('opening the files panel', () => {
  it('shows a change made while the watch is being set up', async () => {
    const { files, shown, paths } = makeWorkspace(['a.txt'], () => paths.push('late.txt'));
    files.start();
    await settled();
    expect(shown()).toEqual(['a.txt', 'late.txt']);
  });

  it('shows the files even if the gateway cannot watch them', async () => {
    const { files, shown } = makeWorkspace(['a.txt'], () => {
      throw new Error('too many watches');
    });
    files.start();
    await settled();
    expect(shown()).toEqual(['a.txt']);
  });
});

describe('a path in folders that do not exist yet', () => {
  it.each([
    ['a created file', (files: Files) => files.createFile('new/deep/a.txt')],
    ['a created folder', (files: Files) => files.createFolder('new/deep')],
    ['a moved file', (files: Files) => files.rename('old.txt', 'new/deep/old.txt')],
  ])('%s shows the topmost new folder', async (_, act) => {
    const { files, shown } = makeWorkspace(['b/c.txt', 'old.txt']);
    files.start();
    await settled();
    await act(files);
    expect(shown()).toContain('new');
  });

  it('reloads each open folder above it', async () => {
    const { files, shown } = makeWorkspace(['src/a.txt']);
    files.start();
    await settled();
    files.toggle('src');
    await settled();
    await files.createFile('src/new/b.txt');
    expect(shown()).toEqual(['src', 'src/new', 'src/a.txt']);
  });
});
