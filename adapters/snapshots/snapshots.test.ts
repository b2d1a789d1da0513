// Snapshots with the real git.
// Proves: TF-4
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openGit } from '#adapters/git/git-program.ts';
import { createPlaceholders } from '#adapters/machines/workspace-tools/placeholders.ts';
import { compareTrees } from '#core/changes/compare-trees.ts';
import type { FileVersion, Snapshots } from '#core/ports/snapshots.ts';
import { openSnapshots } from './open-snapshots.ts';

const NEVER = new AbortController().signal;
let base: string;
let folder: string;
let snapshots: Snapshots;

beforeEach(async () => {
  base = await fs.realpath(await fs.mkdtemp(path.join(os.tmpdir(), 'gatehouse-snapshots-')));
  folder = path.join(base, 'work');
  await fs.mkdir(folder);
  snapshots = openHere();
});
afterEach(() => fs.rm(base, { recursive: true }));

const openHere = (): Snapshots =>
  openSnapshots({
    home: path.join(base, 'home'),
    forbiddenFolders: [path.join(base, 'home')],
    git: openGit(process.env, () => () => undefined),
  });

const git = (...args: string[]): string =>
  execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t', '-c', 'protocol.file.allow=always', ...args], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();

async function put(name: string, content: string | Uint8Array = name, mode?: number): Promise<void> {
  const file = path.join(folder, name);
  await fs.mkdir(path.dirname(file), { recursive: true });
  await fs.writeFile(file, content);
  if (mode !== undefined) await fs.chmod(file, mode);
}

const take = async (name = 'before') => (await snapshots.take(folder, `runs/1/${name}`, NEVER)).tree;
/** What changed between two snapshots, as letters and paths. */
async function changed(before: string, after: string): Promise<readonly string[]> {
  const changes = await snapshots.compare(before, after, NEVER);
  return changes.map(({ path: name, oldPath, before: from, after: to }) => {
    const letter = oldPath !== undefined ? 'R' : from === undefined ? 'A' : to === undefined ? 'D' : 'M';
    return `${letter} ${oldPath === undefined ? '' : `${oldPath} > `}${name}`;
  });
}
/** Names of the files of a snapshot: everything differs from an empty folder. */
async function names(tree: string): Promise<readonly string[]> {
  const empty = await fs.mkdtemp(path.join(base, 'empty-'));
  const { tree: nothing } = await snapshots.take(empty, 'runs/empty/before', NEVER);
  return (await snapshots.compare(nothing, tree, NEVER)).map((change) => change.path);
}
async function content(version: FileVersion | undefined): Promise<string> {
  return (await snapshots.read([version?.id ?? ''], NEVER)).get(version?.id ?? '') ?? '';
}

describe('a snapshot', () => {
  it('contains untracked files and not ignored ones, with and without a repository', async () => {
    await put('.gitignore', 'built/\n*.log\n');
    await put('a.txt');
    await put('built/out.js');
    await put('x.log');
    expect(await names(await take())).toEqual(['.gitignore', 'a.txt']);
    git('init', '-q');
    await put('kept.log');
    git('add', '-f', 'kept.log', 'a.txt');
    await put('.git/info/exclude', 'private.txt\n');
    await put('private.txt');
    expect(await names(await take())).toEqual(['.gitignore', 'a.txt']);
    expect(git('status', '--porcelain')).toContain('A  a.txt');
  });

  it('shows what was added, changed, deleted, renamed, and made executable', async () => {
    for (const name of ['changed', 'deleted', 'moved', 'script']) await put(name, `${name}\n`.repeat(20));
    await fs.symlink('/etc/passwd', path.join(folder, 'link'));
    const before = await take();
    await put('changed', 'other\n');
    await put('added', 'new\n');
    await fs.rm(path.join(folder, 'deleted'));
    await fs.rename(path.join(folder, 'moved'), path.join(folder, 'elsewhere'));
    await fs.chmod(path.join(folder, 'script'), 0o755);
    await fs.rm(path.join(folder, 'link'));
    await fs.symlink('a b', path.join(folder, 'link'));
    const after = await take('after');
    expect(await changed(before, after)).toEqual([
      'A added',
      'M changed',
      'D deleted',
      'R moved > elsewhere',
      'M link',
      'M script',
    ]);
    const changes = await compareTrees(snapshots, before, after, NEVER);
    const link = changes.find((change) => change.path === 'link');
    expect(await content(link?.before)).toBe('/etc/passwd');
    expect(link?.after?.mode).toBe('120000');
    expect(changes.find((change) => change.path === 'script')?.after?.mode).toBe('100755');
    expect(changes.find((change) => change.path === 'changed')).toMatchObject({ additions: 1, deletions: 20 });
  });

  it('keeps every byte, whatever the attributes of the repository say', async () => {
    git('init', '-q');
    await put(
      '.gitattributes',
      '* text=auto eol=lf ident\n*.bin filter=lfs diff=lfs merge=lfs -text\n*.txt filter=evil\n',
    );
    git('config', 'filter.evil.clean', `touch ${base}/filtered; cat`);
    git('config', 'filter.lfs.clean', `touch ${base}/filtered; cat`);
    git('config', 'filter.lfs.required', 'true');
    const texts = { 'a.txt': 'a\r\nb\n\r\n$Id$', 'big.bin': 'x\0\xff\xfe', 'mark.txt': '\xef\xbb\xbfé' };
    for (const [name, text] of Object.entries(texts)) await put(name, Buffer.from(text, 'latin1'));
    const empty = await fs.mkdtemp(path.join(base, 'empty-'));
    const nothing = await snapshots.take(empty, 'runs/empty/before', NEVER);
    const changes = await snapshots.compare(nothing.tree, await take(), NEVER);
    for (const [name, text] of Object.entries(texts))
      expect(await content(changes.find((change) => change.path === name)?.after)).toBe(text);
    await expect(fs.access(path.join(base, 'filtered'))).rejects.toThrow();
  });

  it('keeps names in both Unicode forms, with spaces, quotes, and backslashes', async () => {
    const odd = ['e\u0301.txt', '\u00e9.txt', ' a "b".txt', 'c\\d.txt', '-n', 'new\nline'];
    for (const name of odd) await put(name);
    expect((await names(await take())).toSorted()).toEqual(odd.toSorted());
  });

  it('contains repositories inside the folder, and the files of submodules', async () => {
    git('init', '-q', path.join(base, 'lib'));
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t', 'commit', '-q', '--allow-empty', '-m', 'x'], {
      cwd: path.join(base, 'lib'),
    });
    git('init', '-q');
    git('submodule', '-q', 'add', path.join(base, 'lib'), 'sub');
    await put('sub/in-sub.txt');
    git('init', '-q', path.join(folder, 'empty-repo'));
    await put('empty-repo/deep/file.txt');
    const before = await take();
    expect(await names(before)).toEqual(['.gitmodules', 'empty-repo/deep/file.txt', 'sub/in-sub.txt']);
    await put('sub/in-sub.txt', 'changed');
    await put('sub/more.txt');
    expect(await changed(before, await take('after'))).toEqual(['M sub/in-sub.txt', 'A sub/more.txt']);
  });

  it('is kept by each of its names, also if nothing has changed in between, and sees the next change', async () => {
    await put('a.txt');
    const tree = await take();
    expect(await take('after')).toBe(tree);
    expect(await take('after')).toBe(tree);
    const home = path.join(base, 'home', 'snapshots');
    const old = new Date(Date.now() - 40 * 24 * 60 * 60_000);
    for (const name of await fs.readdir(path.join(home, 'objects'), { recursive: true }))
      await fs.utimes(path.join(home, 'objects', name), old, old);
    await snapshots.collect(new Set(['runs/1/after']), NEVER);
    expect(await names(tree)).toEqual(['a.txt']);
    await put('a.txt', 'changed');
    expect(await changed(tree, await take('after'))).toEqual(['M a.txt']);
    await put('a.txt', 'a.txt');
    expect(await take('after')).toBe(tree);
  });

  it('is complete in a folder that had none for so long that its contents were removed, or with a damaged index', async () => {
    await put('a/b.txt');
    await take();
    const home = path.join(base, 'home', 'snapshots');
    const old = new Date(Date.now() - 40 * 24 * 60 * 60_000);
    for (const name of await fs.readdir(path.join(home, 'objects'), { recursive: true }))
      await fs.utimes(path.join(home, 'objects', name), old, old);
    await snapshots.collect(new Set(), NEVER);
    const tree = await take();
    expect(await names(tree)).toEqual(['a/b.txt']);
    for (const name of await fs.readdir(path.join(home, 'indexes')))
      await fs.writeFile(path.join(home, 'indexes', name), 'damaged');
    expect(await take()).toBe(tree);
  });

  it("doesn't take a file for new that the one before left out", async (context) => {
    context.skip(process.getuid?.() === 0, 'root can read every file');
    await put('a.txt');
    await put('hidden.txt', 'mine', 0o000);
    const before = await take();
    await fs.chmod(path.join(folder, 'hidden.txt'), 0o644);
    await put('new.txt');
    expect(await changed(before, await take('after'))).toEqual(['A new.txt']);
    expect(await names(await take())).toEqual(['a.txt', 'hidden.txt', 'new.txt']);
  });

  it("doesn't take a file for new that was too large before", async () => {
    await put('a.txt');
    const large = path.join(folder, 'large.bin');
    await fs.writeFile(large, '');
    // Sparse: it takes no space.
    await fs.truncate(large, 101 * 1024 * 1024);
    const before = await take();
    await fs.truncate(large, 10);
    const { tree, gaps } = await snapshots.take(folder, 'runs/1/after', NEVER);
    expect(await changed(before, tree)).toEqual([]);
    expect(gaps).toEqual([{ reason: 'too-large', count: 1, paths: ['large.bin'] }]);
    expect(await names(await take())).toEqual(['a.txt', 'large.bin']);
  });

  it('works in a repository without commits, with a detached head, and with conflicts in its index', async () => {
    git('init', '-q', '-b', 'main');
    await put('a', '1\n');
    const first = await take();
    git('add', '.');
    git('commit', '-qm', 'one');
    git('checkout', '-q', '--detach');
    await put('a', '2\n');
    git('commit', '-qam', 'two');
    git('checkout', '-q', 'main');
    await put('a', '3\n');
    git('commit', '-qam', 'three');
    expect(() => git('merge', 'HEAD@{2}')).toThrow();
    expect(await changed(first, await take('after'))).toEqual(['M a']);
  });

  it('never changes the repository or runs its hooks', async () => {
    git('init', '-q');
    await put('a');
    git('add', '.');
    git('commit', '-qm', 'one');
    for (const hook of ['post-index-change', 'reference-transaction', 'post-checkout'])
      await put(`.git/hooks/${hook}`, `#!/bin/sh\ntouch ${base}/hook\n`, 0o755);
    git('config', 'core.fsmonitor', `touch ${base}/hook`);
    const list = () =>
      execFileSync('find', ['.git', '-newer', `${base}/mark`, '-type', 'f'], { cwd: folder, encoding: 'utf8' });
    await put('b');
    await fs.writeFile(`${base}/mark`, '');
    await fs.utimes(`${base}/mark`, new Date(Date.now() + 10), new Date(Date.now() + 10));
    await take();
    expect(list()).toBe('');
    await expect(fs.access(`${base}/hook`)).rejects.toThrow();
  });

  it.skipIf(process.platform === 'win32')('is readable by the owner only, whatever the umask', async () => {
    const home = path.join(base, 'home');
    const umask = process.umask(0);
    try {
      await put('a/b.txt');
      await take();
      await put('a/b.txt', 'changed');
      await take('after');
      await snapshots.write(['a decision']);
      await snapshots.collect(new Set(['runs/1/after']), NEVER);
      await snapshots.clear();
      await take();
    } finally {
      process.umask(umask);
    }
    const all = await fs.readdir(home, { recursive: true });
    expect(all.length).toBeGreaterThan(10);
    const modes = await Promise.all(
      all.map(async (name) => ({ name, mode: (await fs.stat(path.join(home, name))).mode })),
    );
    expect(modes.filter(({ mode }) => (mode & 0o077) !== 0)).toEqual([]);
  });

  it('leaves out the placeholders of control files that a sandbox protects, until something fills them', async () => {
    await put('a.txt');
    const before = await take();
    const missing = ['.mcp.json', '.envrc'].map(
      (name) => ({ path: path.join(folder, name), missing: 'file' }) as const,
    );
    const placeholders = await createPlaceholders(missing, path.join(base, 'note'));
    expect(await changed(before, await take('after'))).toEqual([]);
    await put('.envrc', 'export A=1\n');
    expect(await changed(before, await take('after'))).toEqual(['A .envrc']);
    await placeholders.removeAll();
    await fs.rm(path.join(folder, '.envrc'));
    await put('.mcp.json', '');
    expect(await changed(before, await take('after'))).toEqual(['A .mcp.json']);
  });

  it('counts no lines of files that are too large to be compared, and reads them only on request', async () => {
    await put('big.txt', 'line\n'.repeat(1_100_000));
    await put('small.txt', 'one\n');
    const before = await take();
    await put('big.txt', 'other\n'.repeat(1_100_000));
    await put('small.txt', 'two\n');
    const changes = await compareTrees(snapshots, before, await take('after'), NEVER);
    expect(changes).toMatchObject([
      { path: 'big.txt', additions: 0, deletions: 0, binary: true },
      { path: 'small.txt', additions: 1, deletions: 1 },
    ]);
    const id = changes[0]?.after?.id ?? '';
    expect((await snapshots.read([id], NEVER, 1_000)).has(id)).toBe(false);
    expect((await snapshots.read([id], NEVER)).get(id)).toHaveLength(6_600_000);
  });

  it('can still be read after a person packed the repository', async () => {
    await put('a.txt', 'one\n');
    const before = await take();
    const id = (await snapshots.current(folder, ['a.txt'])).get('a.txt')?.id ?? '';
    await put('a.txt', 'two\n');
    const after = await take('after');
    execFileSync('git', ['--git-dir', path.join(base, 'home/snapshots'), 'repack', '-qad'], { stdio: 'ignore' });
    snapshots = openHere();
    expect((await snapshots.read([id], NEVER)).get(id)).toBe('one\n');
    expect(await compareTrees(snapshots, before, after, NEVER)).toMatchObject([{ additions: 1, deletions: 1 }]);
  });

  it('says which files it leaves out', async () => {
    await put('small');
    await fs.truncate(path.join(folder, 'small'), 5);
    await put('huge', '');
    await fs.truncate(path.join(folder, 'huge'), 101 * 1024 * 1024);
    await fs.writeFile(Buffer.concat([Buffer.from(`${folder}/bad-`), Buffer.from([0xff])]), 'x');
    const { tree, gaps } = await snapshots.take(folder, 'runs/1/before', NEVER);
    expect(await names(tree)).toEqual(['small']);
    expect(gaps).toEqual([
      { reason: 'name', count: 1, paths: ['bad-\ufffd'] },
      { reason: 'too-large', count: 1, paths: ['huge'] },
    ]);
  });

  it('notices that a file became a folder, and a folder a link', async () => {
    await put('a');
    await put('b/c');
    const before = await take();
    await fs.rm(path.join(folder, 'a'));
    await put('a/inside');
    await fs.rename(path.join(folder, 'b'), path.join(folder, 'real'));
    await fs.symlink('real', path.join(folder, 'b'));
    expect(await names(await take('after'))).toEqual(['a/inside', 'b', 'real/c']);
    expect(await names(before)).toEqual(['a', 'b/c']);
  });

  it('is removed with its name, after 31 days', async () => {
    await put('a', 'old content');
    await take();
    const id = (await snapshots.current(folder, ['a'])).get('a')?.id ?? '';
    await put('a', 'new content');
    await take('after');
    await snapshots.collect(new Set(['runs/1/after']), NEVER);
    expect((await snapshots.read([id], NEVER)).get(id)).toBe('old content');
    const objects = path.join(base, 'home/snapshots/objects');
    const past = new Date(Date.now() - 32 * 24 * 60 * 60_000);
    for (const name of await fs.readdir(objects, { recursive: true }))
      await fs.utimes(path.join(objects, name), past, past);
    await snapshots.collect(new Set(['runs/1/after']), NEVER);
    await expect(snapshots.read([id], NEVER)).rejects.toMatchObject({ code: 'not-found' });
  });
});
