import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { findRepository } from '#core/git/find-repository.ts';
import { readStatus } from '#core/git/read-status.ts';
import { GitError } from '#core/ports/git.ts';
import { openGit } from './git-program.ts';

const git = openGit(process.env, () => expect.fail('nothing is contacted'));
const { signal } = new AbortController();
let folder = '';

const set = (...args: string[]) => execFileSync('git', args, { cwd: folder, stdio: 'pipe' });

beforeEach(async () => {
  folder = await fs.realpath(await fs.mkdtemp(path.join(tmpdir(), 'gatehouse-git-')));
  onTestFinished(() => fs.rm(folder, { recursive: true, force: true }));
});

async function createRepository(): Promise<void> {
  set('init', '-q', '-b', 'main');
  set('config', 'user.name', 'Test');
  set('config', 'user.email', 'test@example.org');
  await fs.writeFile(path.join(folder, 'a'), 'one\n');
  set('add', '.');
  set('commit', '-qm', 'first');
}

describe('the git program', () => {
  it('finds the repository of a folder, and none where there is none', async () => {
    expect(await findRepository(git, folder, signal)).toBeUndefined();
    set('init', '-q', '-b', 'main');
    const empty = {
      branch: 'main',
      workTree: folder,
      gitDir: `${folder}/.git`,
      isShallow: false,
      objectFormat: 'sha1',
    };
    expect(await findRepository(git, folder, signal)).toEqual({ ...empty, commonDir: `${folder}/.git` });
    await createRepository();
    await fs.mkdir(path.join(folder, 'sub'));
    const found = await findRepository(git, path.join(folder, 'sub'), signal);
    expect(found?.head).toMatch(/^[0-9a-f]{40}$/);
    set('checkout', '-q', '--detach');
    expect(await findRepository(git, folder, signal)).not.toHaveProperty('branch');
  });

  it('reads the state of a work tree with its odd file names', async () => {
    await createRepository();
    await fs.writeFile(path.join(folder, 'a'), 'two\n');
    await fs.writeFile(path.join(folder, ' a b\n"c'), 'new');
    const { entries, branch } = await readStatus(git, folder, signal);
    expect(branch).toBe('main');
    expect(entries).toEqual([
      { path: 'a', kind: 'changed', state: '.M' },
      { path: ' a b\n"c', kind: 'untracked', state: '??' },
    ]);
    set('mv', 'a', 'b c');
    expect((await readStatus(git, folder, signal, 'no')).entries).toEqual([
      { path: 'b c', kind: 'renamed', state: 'RM', oldPath: 'a' },
    ]);
  });

  it('starts no program that a repository names', async () => {
    await createRepository();
    const trap = path.join(folder, 'trapped');
    const evil = `sh -c 'echo run >> ${trap}; cat'`;
    await fs.writeFile(path.join(folder, '.gitattributes'), '* filter=evil diff=evil merge=evil\n');
    set('add', '.');
    set('commit', '-qm', 'attributes');
    for (const name of [
      'filter.evil.clean',
      'filter.evil.smudge',
      'filter.evil.process',
      'diff.evil.textconv',
      'diff.evil.command',
      'merge.evil.driver',
      'diff.external',
      'core.pager',
      'core.fsmonitor',
      'core.sshCommand',
      'core.editor',
      'gpg.program',
      'credential.helper',
    ])
      set('config', name, evil);
    set('config', 'commit.gpgSign', 'true');
    set('config', 'filter.evil.required', 'true');
    await fs.mkdir(path.join(folder, 'hooks'));
    for (const hook of ['post-checkout', 'pre-commit', 'post-index-change', 'reference-transaction', 'commit-msg'])
      await fs.writeFile(path.join(folder, 'hooks', hook), `#!/bin/sh\necho run >> ${trap}\n`, { mode: 0o755 });
    set('config', 'core.hooksPath', path.join(folder, 'hooks'));
    await fs.rm(trap, { force: true });
    await fs.writeFile(path.join(folder, 'a'), 'two\n');
    const place = { gitDir: `${folder}/.git`, workTree: folder };
    const run = (...args: string[]) => git.run(place, args, { signal });
    expect((await run('diff')).text).toContain('+two');
    expect((await run('status', '--porcelain')).text).toContain(' M a');
    await run('add', '-A');
    await run('commit', '-m', 'two');
    await run('log', '-p');
    await run('checkout', '-b', 'other', 'HEAD~1');
    await fs.writeFile(path.join(folder, 'a'), 'three\n');
    await run('commit', '-am', 'three');
    await git.run(place, ['merge', 'main'], { signal, okCodes: [1] });
    await expect(git.run(place, ['fetch', 'ssh://example.invalid/x'], { signal })).rejects.toThrow(GitError);
    await expect(fs.stat(trap)).rejects.toThrow();
  });

  it('refuses a driver that no setting can replace', async () => {
    await createRepository();
    const trap = path.join(folder, 'trapped');
    for (const kind of ['filter', 'merge']) {
      await fs.writeFile(path.join(folder, '.gitattributes'), `* ${kind}=a=b\n`);
      const name = kind === 'filter' ? 'filter.a=b.clean' : 'merge.a=b.driver';
      set('config', name, `sh -c 'echo run >> ${trap}; cat'`);
      for (const args of [
        ['status', '--porcelain'],
        ['add', '-A'],
        ['merge-tree', '--write-tree', 'HEAD', 'HEAD'],
      ])
        await expect(git.run(folder, args, { signal })).rejects.toMatchObject({ code: 'denied' });
      set('config', '--unset', name);
    }
    expect(await fs.readdir(folder)).not.toContain('trapped');
    expect((await git.run(folder, ['status', '--porcelain'], { signal })).text).toContain('.gitattributes');
  });

  it('works in exactly the repository it is told, whatever that names as its work tree', async () => {
    await createRepository();
    const elsewhere = path.join(folder, 'elsewhere');
    await fs.mkdir(elsewhere);
    set('config', 'core.worktree', elsewhere);
    await fs.rm(path.join(folder, 'a'));
    await git.run({ gitDir: `${folder}/.git`, workTree: folder }, ['checkout', '-f', 'HEAD'], { signal });
    expect(await fs.readFile(path.join(folder, 'a'), 'utf8')).toBe('one\n');
    expect(await fs.readdir(elsewhere)).toEqual([]);
  });

  it('reports what to do when it fails', async () => {
    await createRepository();
    const failure = (args: readonly string[], options = {}) =>
      git.run(folder, args, { signal, ...options }).then(
        () => undefined,
        (error: unknown) => error,
      );
    expect(await failure(['show', 'nope'])).toMatchObject({ code: 'failed', exitCode: 128 });
    expect(await failure(['cat-file', '-p', 'HEAD'], { maxOutputBytes: 4 })).toMatchObject({ code: 'too-large' });
    await fs.writeFile(path.join(folder, '.git/index.lock'), '');
    expect(await failure(['add', '.'])).toMatchObject({ code: 'locked' });
    expect(await git.run(`${folder}/no`, ['status'], { signal }).catch((error: unknown) => error)).toMatchObject({
      code: 'not-a-repository',
    });
  });

  it('ends with the call that started it', async () => {
    await createRepository();
    const stop = new AbortController();
    const waiting = git.run(folder, ['cat-file', '--batch'], { signal: stop.signal, input: 'HEAD\n'.repeat(400_000) });
    stop.abort(new Error('no longer needed'));
    await expect(waiting).rejects.toThrow('no longer needed');
    const slow = git.run(folder, ['cat-file', '--batch'], { signal, timeoutMs: 1, input: 'HEAD\n'.repeat(400_000) });
    await expect(slow).rejects.toMatchObject({ code: 'timed-out' });
  });
});
