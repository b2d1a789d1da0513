import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
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

  it('starts no filter or driver with an unusual name', async () => {
    await createRepository();
    const trap = path.join(folder, 'trapped');
    await fs.writeFile(path.join(folder, '.gitattributes'), '* filter=a=b merge=a=b\n');
    for (const name of ['filter.a=b.clean', 'filter.a=b.smudge', 'merge.a=b.driver'])
      set('config', name, `sh -c 'echo run >> ${trap}; cat'`);
    await fs.writeFile(path.join(folder, 'a'), 'two\n');
    for (const args of [
      ['status', '--porcelain'],
      ['add', '-A'],
      ['merge-tree', '--write-tree', 'HEAD', 'HEAD'],
    ])
      await git.run(folder, args, { signal });
    expect(await fs.readdir(folder)).not.toContain('trapped');
  });

  it('starts no program that is added to the settings while it works', async () => {
    await createRepository();
    const trap = path.join(folder, 'trapped');
    const file = path.join(folder, '.git', 'config');
    await fs.writeFile(path.join(folder, '.gitattributes'), '* filter=evil merge=evil diff=evil\n');
    const plain = await fs.readFile(file, 'utf8');
    const program = `sh -c 'echo run >> ${trap}; cat'`;
    const evil = `${plain}[filter "evil"]\n\tclean = "${program}"\n\tsmudge = "${program}"\n[extensions]\n\tworktreeConfig = true\n`;
    await fs.writeFile(`${file}.worktree`, evil);
    // An agent, at the worst moment: when git was started, and hasn't read them yet.
    const note = () => {
      writeFileSync(file, evil);
      return () => undefined;
    };
    const watched = openGit(process.env, () => expect.fail('nothing is contacted'), { note });
    const place = { gitDir: `${folder}/.git`, workTree: folder };
    for (let count = 0; count < 10; count += 1) {
      await fs.writeFile(file, plain);
      await fs.writeFile(path.join(folder, 'a'), `${count}\n`);
      await watched.run(place, ['add', '-A'], { signal });
      await watched.run(place, ['checkout-index', '--force', '--all'], { signal });
    }
    // And at any moment.
    await fs.writeFile(`${file}.plain`, plain);
    const flip = 'while :; do cp "$1" "$0"; cp "$2" "$0"; done';
    const agent = spawn('sh', ['-c', flip, file, `${file}.plain`, `${file}.worktree`]);
    onTestFinished(() => void agent.kill('SIGKILL'));
    for (let count = 0; count < 30; count += 1) {
      await fs.writeFile(path.join(folder, 'a'), `${count} ${count}\n`);
      // Half a file is refused.
      await git.run(place, ['add', '-A'], { signal }).catch(() => undefined);
    }
    const ended = once(agent, 'exit');
    agent.kill('SIGKILL');
    await ended;
    expect(await fs.readdir(folder)).not.toContain('trapped');
  });

  it('keeps what the settings say about files, in linked work trees and their own settings, too', async () => {
    await createRepository();
    await fs.writeFile(path.join(folder, '.gitattributes'), '* text=auto\n');
    set('config', 'core.fileMode', 'false');
    set('config', 'extensions.worktreeConfig', 'true');
    set('config', '--worktree', 'core.autocrlf', 'true');
    set('config', 'core.excludesFile', path.join(folder, '.git', 'excluded "x"'));
    await fs.writeFile(path.join(folder, '.git', 'excluded "x"'), 'hidden\n');
    set('add', '.');
    set('commit', '-qm', 'two');
    await fs.writeFile(path.join(folder, 'hidden'), '');
    await fs.chmod(path.join(folder, 'a'), 0o755);
    await fs.writeFile(path.join(folder, 'b'), 'one\r\n');
    expect((await readStatus(git, folder, signal)).entries).toEqual([{ path: 'b', kind: 'untracked', state: '??' }]);
    await git.run(folder, ['add', 'b'], { signal });
    expect((await git.run(folder, ['show', ':b'], { signal })).text).toBe('one\n');
    set('worktree', 'add', '-q', '-b', 'linked', path.join(folder, '.git', 'linked'));
    const linked = path.join(folder, '.git', 'linked');
    await fs.writeFile(path.join(linked, 'a'), 'two\n');
    expect(await readStatus(git, linked, signal)).toMatchObject({ branch: 'linked', entries: [{ path: 'a' }] });
    await git.run(linked, ['commit', '-qam', 'three'], { signal });
    expect(set('log', '-1', '--format=%s', 'linked').toString()).toBe('three\n');
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

  it('passes data of any size from one program to the next, and ends all of them when one fails', async () => {
    await createRepository();
    const size = 8 * 1024 * 1024;
    await fs.writeFile(path.join(folder, 'large'), randomBytes(size));
    const blob = set('hash-object', '-w', 'large').toString().trim();
    await fs.rm(path.join(folder, 'large'));
    const place = { gitDir: `${folder}/.git` };
    const steps = [{ args: ['cat-file', 'blob', blob] }, { args: ['hash-object', '-w', '--stdin'] }];
    await git.pipe(place, steps, { signal, maxOutputBytes: size });
    const failure = (...args: Parameters<typeof git.pipe>) => git.pipe(...args).catch((error: unknown) => error);
    expect(await failure(place, steps, { signal, maxOutputBytes: size - 1 })).toMatchObject({ code: 'too-large' });
    const broken = [steps[0] ?? expect.fail(), { args: ['cat-file', 'blob', 'missing'] }];
    expect(await failure(place, broken, { signal, maxOutputBytes: size })).toMatchObject({ exitCode: 128 });
    const stopped = AbortSignal.abort(new Error('stopped'));
    expect(await failure(place, steps, { signal: stopped })).toMatchObject({ message: 'stopped' });
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
