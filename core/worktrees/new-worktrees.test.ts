// Proves: PP-3
import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { initRepository, makeTestFolder, runGit } from '#tests/support/git-repository.ts';
import { openGit } from '#adapters/git/git-program.ts';
import { failureCode, ME, openWorktreeStage, RUNNING } from '#tests/support/core/worktree-stage.ts';

describe('commits of a worktree', () => {
  it('are copied into the repository without being held in memory', async () => {
    const git = openGit(process.env, () => () => undefined);
    const read: number[] = [];
    const watched: typeof git = {
      ...git,
      async run(place, args, options) {
        const output = await git.run(place, args, options);
        read.push(output.bytes.length, options.input?.length ?? 0);
        return output;
      },
    };
    const { create, engine, base } = await openWorktreeStage({ git: watched });
    const { id, files } = await create();
    const large = randomBytes(3 * 1024 * 1024);
    await files.put('large', large);
    for (let index = 0; index < 120; index += 1) await files.put(`small/${index}`, `${index}\n`);
    const commit = files.commit('Large');
    await engine.worktrees.keep(id, RUNNING);
    expect(base.git('rev-parse', `${commit}:large`)).toBe(files.git('rev-parse', 'HEAD:large'));
    expect(base.git('fsck', '--connectivity-only')).toBe('');
    expect(base.git('count-objects', '-v')).toContain('packs: 1');
    await files.put('later', 'later\n');
    files.commit('Later');
    await engine.worktrees.keep(id, RUNNING);
    expect(base.git('count-objects', '-v')).toContain('packs: 1');
    expect(Math.max(...read)).toBeLessThan(100_000);
  });
});

describe('a new worktree', () => {
  it('is a checkout of its own on its own branch, with a readable name', async () => {
    const { create, base, root } = await openWorktreeStage();
    const one = await create({ title: 'Fix the login: Ünïcode & more, please! It has a very long title' });
    expect(one.name).toBe('fix-the-login-unicode-more-please-it-has');
    expect(one.branch).toBe(`gatehouse/${one.name}`);
    expect(path.relative(root, one.path)).toMatch(/^app-[0-9a-f]{6}\/fix-the-login/);
    expect(one.files.git('status', '--porcelain', '--branch')).toBe(`## ${one.branch}`);
    expect(one.files.git('rev-parse', 'HEAD')).toBe(base.git('rev-parse', 'main'));
    expect(one.files.git('fsck')).toBe('');
    const two = await create({ title: 'Fix the login: Ünïcode & more, please! It has a very long title' });
    expect(two.name).toBe(`${one.name}-2`);
    // Its own objects only; the others are borrowed.
    expect(one.files.git('count-objects', '-v')).toContain('count: 0');
    await one.files.put('a.txt', 'changed\n');
    one.files.commit('In the worktree');
    expect(base.git('log', '--oneline', '--all')).not.toContain('In the worktree');
    expect(base.git('status', '--porcelain')).toBe('');
  });

  it('starts from the commit, tag, or branch that a person chose, or continues a branch', async () => {
    const { engine, base } = await openWorktreeStage();
    const first = base.git('rev-parse', 'HEAD');
    base.git('tag', '-a', 'v1', '-m', 'One');
    await base.put('a.txt', 'later\n');
    base.commit('Second commit');
    base.git('branch', 'feature/x', 'HEAD~1');
    const create = (options: object) =>
      engine.worktrees.create({ repoRoot: path.join(base.folder, 'src'), ...options }, ME, RUNNING);
    expect((await create({ baseRef: 'v1' })).baseCommit).toBe(first);
    const { branch, baseRef, baseCommit } = await create({ branch: 'feature/x' });
    expect([branch, baseRef, baseCommit]).toEqual(['feature/x', 'main', first]);
    expect((await create({ branch: 'feature/new', baseRef: 'feature/x' })).branch).toBe('feature/new');
    expect(await failureCode(create({ branch: 'feature/x' }))).toBe('BRANCH_IN_USE');
    expect(await failureCode(create({ branch: 'feature' }))).toBe('BRANCH_EXISTS');
    expect(await failureCode(create({ branch: 'a..b' }))).toBe('INVALID_BRANCH');
    expect(await failureCode(create({ baseRef: '--upload-pack=x' }))).toBe('UNKNOWN_REF');
    expect(await failureCode(create({ baseRef: 'nope' }))).toBe('UNKNOWN_REF');
    const before = engine.worktrees.list().length;
    expect(await failureCode(create({ name: engine.worktrees.list()[0]?.name }))).toBe('WORKTREE_EXISTS');
    expect(engine.worktrees.list()).toHaveLength(before);
  });

  it('says what it does not take over', async () => {
    const { create, base } = await openWorktreeStage();
    await base.put('.gitattributes', '*.bin filter=lfs diff=lfs merge=lfs\n');
    await base.put('big.bin', 'version https://git-lfs.github.com/spec/v1\n');
    base.commit('LFS');
    const other = await initRepository(path.join(await makeTestFolder('submodule'), 'lib'));
    await other.put('x', 'x');
    other.commit('x');
    runGit(base.folder, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', other.folder, 'lib');
    base.commit('Submodule');
    base.git('config', 'filter.lfs.smudge', 'touch smudged; cat');
    base.git('config', 'filter.lfs.process', 'touch smudged');
    await base.put('.git/hooks/post-checkout', '#!/bin/sh\ntouch hooked\n');
    await fs.chmod(path.join(base.folder, '.git/hooks/post-checkout'), 0o755);
    await base.put('a.txt', 'uncommitted\n');
    await base.put('new.txt', 'untracked\n');
    const created = await create();
    expect(created.notes.map(({ kind, count }) => [kind, count])).toEqual([
      ['uncommitted', 2],
      ['submodules', 1],
      ['lfs', undefined],
      ['hooks', undefined],
    ]);
    expect(await created.files.read('big.bin')).toContain('git-lfs');
    expect(await fs.readdir(created.path)).not.toContain('smudged');
    expect(await fs.readdir(created.path)).not.toContain('hooked');
    expect(await fs.readdir(path.join(created.path, 'lib'))).toEqual([]);
    expect(created.files.git('status', '--porcelain')).toBe('');
  });

  it('has no credentials of the repository, and only the settings that it needs', async () => {
    const { create, base } = await openWorktreeStage();
    base.git('remote', 'add', 'origin', 'https://me:secret-token@example.org/a.git');
    base.git('config', 'credential.helper', 'store');
    base.git('config', 'core.fsmonitor', 'touch run');
    const { files } = await create();
    const config = await files.read('.git/config');
    expect(config).toContain('url = https://example.org/a.git');
    expect(config).not.toMatch(/secret-token|credential|fsmonitor/);
    expect(files.git('config', 'user.name')).toBe('Ada Lovelace');
  });

  it('never takes or removes a folder that no record names', async () => {
    const { create, engine } = await openWorktreeStage();
    const first = await create({ name: 'first' });
    const folder = path.join(path.dirname(first.path), 'fix-it');
    await fs.mkdir(folder);
    await fs.writeFile(path.join(folder, 'work.txt'), 'unsaved');
    expect(await failureCode(create({ name: 'fix-it' }))).toBe('WORKTREE_EXISTS');
    expect((await create({ title: 'Fix it' })).name).toBe('fix-it-2');
    expect(await fs.readFile(path.join(folder, 'work.txt'), 'utf8')).toBe('unsaved');
    expect(engine.worktrees.list().map(({ name }) => name)).toEqual(['first', 'fix-it-2']);
  });

  it('has the ignore rules of the person, and no file that the repository names instead', async () => {
    const { create, base, root } = await openWorktreeStage();
    const person = path.join(path.dirname(path.dirname(root)), 'person');
    const secret = path.join(person, 'id_ed25519');
    await fs.mkdir(person);
    await fs.writeFile(secret, 'PRIVATE KEY\n');
    await fs.writeFile(path.join(person, 'ignored'), '*.mine\n');
    await fs.writeFile(path.join(person, '.gitconfig'), `[core]\n\texcludesFile = ${person}/ignored\n`);
    await base.put('.git/more', `[core]\n\texcludesFile = ${secret}\n`);
    base.git('config', 'core.excludesFile', secret);
    base.git('config', 'include.path', 'more');
    const { files } = await create();
    expect(await files.read('.git/info/exclude')).toContain('*.mine');
    expect(await files.read('.git/info/exclude')).not.toContain('PRIVATE');
  });

  it.each([
    ['detached', (git: (...args: string[]) => string) => git('checkout', '-q', '--detach'), 'detached'],
    ['packed', (git: (...args: string[]) => string) => git('gc', '-q'), undefined],
  ])('works for a repository that is %s', async (_name, change, note) => {
    const { create, base } = await openWorktreeStage();
    change(base.git);
    const created = await create();
    expect(created.files.git('status', '--porcelain')).toBe('');
    expect(created.notes.map(({ kind }) => kind)).toEqual(note === undefined ? [] : [note]);
  });

  it('works for repositories that are shallow, borrow objects themselves, are bare, linked, or use SHA-256', async () => {
    const stage = await openWorktreeStage();
    const { base, engine } = stage;
    await base.put('a.txt', 'later\n');
    base.commit('Second commit');
    const folder = await makeTestFolder('bases');
    const clone = (name: string, ...options: string[]) => {
      runGit(
        folder,
        'clone',
        '-q',
        ...options,
        options.includes('--depth=1') ? `file://${base.folder}` : base.folder,
        name,
      );
      return path.join(folder, name);
    };
    const sha256 = await initRepository(path.join(folder, 'sha256'), '--object-format=sha256');
    await sha256.put('a', 'a');
    sha256.commit('a');
    base.git('worktree', 'add', '-q', path.join(folder, 'linked'), '-b', 'linked');
    const borrowing = clone('borrowing', '--shared');
    runGit(folder, 'clone', '-q', '--shared', 'borrowing', 'twice');
    const bases = [
      clone('shallow', '--depth=1'),
      borrowing,
      path.join(folder, 'twice'),
      clone('bare.git', '--bare'),
      path.join(folder, 'linked'),
      sha256.folder,
    ];
    for (const repoRoot of bases) {
      const created = await engine.worktrees.create({ repoRoot }, ME, RUNNING);
      expect(runGit(created.path, 'status', '--porcelain'), repoRoot).toBe('');
      expect(runGit(created.path, 'fsck', '--connectivity-only'), repoRoot).not.toContain('missing');
      await fs.writeFile(path.join(created.path, 'new'), 'new');
      runGit(created.path, 'add', '.');
      runGit(created.path, 'commit', '-qm', 'new');
      await engine.worktrees.keep(created.id, RUNNING);
    }
  });

  it('is refused with what to do, and leaves nothing behind', async () => {
    const { engine, root } = await openWorktreeStage();
    const folder = await makeTestFolder('refused');
    const create = (repoRoot: string, options = {}) => engine.worktrees.create({ repoRoot, ...options }, ME, RUNNING);
    expect(await failureCode(create(folder))).toBe('NOT_A_REPOSITORY');
    const empty = await initRepository(path.join(folder, 'empty'));
    expect(await failureCode(create(empty.folder))).toBe('NO_COMMITS');
    const odd = await initRepository(path.join(folder, 'odd'));
    await odd.put('a', 'a');
    odd.commit('a');
    await odd.put('.git/objects/info/alternates', `${folder}\n`);
    expect(await failureCode(create(odd.folder))).toBe('BORROWED_OBJECTS');
    await fs.rm(path.join(odd.folder, '.git/objects/info/alternates'));
    odd.git('config', 'extensions.partialClone', 'origin');
    expect(await failureCode(create(odd.folder))).toBe('PARTIAL_CLONE');
    const stop = new AbortController();
    const stopped = engine.worktrees.create({ repoRoot: odd.folder }, ME, stop.signal);
    stop.abort(new Error('stopped'));
    await expect(stopped).rejects.toThrow();
    expect(engine.worktrees.list()).toEqual([]);
    expect(await fs.readdir(root).catch(() => [])).toEqual([]);
  });
});
