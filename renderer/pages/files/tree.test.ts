import { describe, expect, it } from 'vitest';
import {
  EMPTY_TREE,
  joinPath,
  nameProblem,
  parentFolder,
  staleFolders,
  toggleFolder,
  treeRows,
  withFolder,
  type TreeEntry,
} from './tree.ts';

const entry = (path: string, kind: TreeEntry['kind'] = 'file'): TreeEntry => ({
  path,
  name: path.split('/').at(-1) ?? path,
  kind,
});
const TREE = withFolder(EMPTY_TREE, '', [entry('b10.ts'), entry('b9.ts'), entry('src', 'directory'), entry('A.md')]);

describe('the folder tree', () => {
  it('sorts folders first, then names naturally', () => {
    expect(treeRows(TREE).map((row) => row.entry.name)).toEqual(['src', 'A.md', 'b9.ts', 'b10.ts']);
  });

  it('shows a folder as loading until it is loaded, then its rows', () => {
    const opened = toggleFolder(TREE, 'src');
    expect(treeRows(opened)[0]).toMatchObject({ state: 'loading' });
    const read = withFolder(opened, 'src', [entry('src/x.ts')]);
    expect(
      treeRows(read)
        .slice(0, 2)
        .map((row) => [row.entry.path, row.depth, row.state]),
    ).toEqual([
      ['src', 0, 'open'],
      ['src/x.ts', 1, undefined],
    ]);
    expect(treeRows(toggleFolder(read, 'src'))).toHaveLength(4);
  });

  it('reloads only loaded folders', () => {
    const state = withFolder(TREE, 'src', []);
    expect(staleFolders(state, ['src/new.ts', 'lib/never/read.ts'], false)).toEqual(['src']);
    expect(staleFolders(state, ['top.ts'], false)).toEqual(['']);
    expect(staleFolders(state, [], true)).toEqual(['', 'src']);
  });

  it('rejects names that point elsewhere or already exist', () => {
    expect(nameProblem('new.ts', ['a.ts'])).toBeUndefined();
    expect(nameProblem('deep/new.ts', [])).toBeUndefined();
    for (const bad of ['', ' ', '.', '..', '../x', 'a/../../x', '/etc', 'a\\b', 'a.ts'])
      expect(nameProblem(bad, ['a.ts'])).toBeTypeOf('string');
  });

  it('splits and joins paths', () => {
    expect([parentFolder('a/b/c'), parentFolder('a'), joinPath('', 'a'), joinPath('a', 'b')]).toEqual([
      'a/b',
      '',
      'a',
      'a/b',
    ]);
  });
});
