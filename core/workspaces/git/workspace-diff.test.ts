import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMachineDirectory } from '#adapters/machines/directory.ts';
import { SYSTEM_CLOCK } from '#host/system-clock.ts';
import { hostRequest } from '#tests/support/host-request.ts';
import { QUIET } from '#tests/support/quiet-log.ts';
import { FileError, type MachineDirectory } from '../../ports/machine.ts';
import { diffWorkspace, type WorkspaceDiff } from './workspace-diff.ts';

const NEVER = new AbortController().signal;
let folder: string;
let machines: MachineDirectory;
const git = (...args: string[]): string =>
  execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t', ...args], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();
const put = (name: string, text: string | Uint8Array): Promise<void> => fs.writeFile(path.join(folder, name), text);
const diff = async (scope: 'all' | 'uncommitted' | 'commit', commit?: string): Promise<WorkspaceDiff> =>
  diffWorkspace(
    await machines.open(hostRequest(folder)),
    { scope, ...(commit === undefined ? {} : { commit }) },
    NEVER,
  );
const files = (result: WorkspaceDiff) => ('files' in result ? result.files : []);

beforeEach(async () => {
  folder = await fs.realpath(await fs.mkdtemp(path.join(os.tmpdir(), 'gatehouse-diff-')));
  machines = createMachineDirectory({
    home: `${folder}-home`,
    environment: process.env,
    log: QUIET,
    clock: SYSTEM_CLOCK,
  });
});
afterEach(async () => {
  await machines.disposeAll();
  await fs.rm(folder, { recursive: true, force: true });
});

describe('the diff of a workspace', () => {
  it('reports that there is no repository', async () => {
    expect(await diff('all')).toEqual({ unavailable: 'not_git' });
  });

  it("shows each file's own text, whatever the files are and contain", async () => {
    git('init', '-b', 'main');
    const trick = (end: string) => `x${end}diff --git a/b b/b${end}y\n`;
    for (const name of ['a', 'b', 'z']) await put(name, 'one\n');
    git('add', '.');
    git('commit', '-m', 'first');
    await fs.rm(path.join(folder, 'a'));
    await fs.symlink('z', path.join(folder, 'a'));
    await put('b', trick('\r') + trick('\u2028') + trick('\u2029'));
    await put('z', 'two\n');
    const [a, b, z] = files(await diff('all'));
    expect(a?.patch).toMatch(/^diff --git a\/a b\/a\ndeleted file[^]*\ndiff --git a\/a b\/a\nnew file/);
    expect(b?.patch).toContain('\u2028');
    expect(z?.patch).toMatch(/^diff --git a\/z b\/z\n[^]*\+two\n$/);
  });

  it('shows all files of a repository without a commit', async () => {
    git('init', '-b', 'main');
    await put('a', 'one\n');
    git('add', 'a');
    await put('b', 'two');
    expect(files(await diff('all')).map((file) => [file.path, file.status, file.untracked ?? false])).toEqual([
      ['a', 'added', false],
      ['b', 'added', true],
    ]);
  });

  it('shows changed, added, deleted, renamed, binary, and untracked files with their text', async () => {
    git('init', '-b', 'main');
    await put('changed ü.txt', 'one\ntwo\n');
    await put('gone', 'x\n');
    await put('old name', 'a\nb\nc\nd\n');
    git('add', '.');
    git('commit', '-m', 'first');
    await put('changed ü.txt', 'one\nTWO\ndiff --git a/x b/x\n');
    await fs.rm(path.join(folder, 'gone'));
    git('mv', 'old name', 'new name');
    await put('image', new Uint8Array([0, 1, 2]));
    git('add', 'image');
    await put('fresh', 'hello\n');
    const found = Object.fromEntries(files(await diff('uncommitted')).map((file) => [file.path, file]));
    expect(found['changed ü.txt']).toMatchObject({ status: 'modified', additions: 2, deletions: 1 });
    expect(found['changed ü.txt']?.patch).toContain('+TWO');
    expect(found['gone']).toMatchObject({ status: 'deleted', deletions: 1 });
    expect(found['new name']).toMatchObject({ status: 'renamed', oldPath: 'old name' });
    expect(found['image']).toMatchObject({ status: 'added', binary: true });
    expect(found['fresh']).toMatchObject({ untracked: true, additions: 1 });
    expect(found['fresh']?.patch).toContain('+hello');
  });

  it('shows a branch since its base, and one commit', async () => {
    git('init', '-b', 'main');
    await put('a', '1\n');
    git('add', '.');
    git('commit', '-m', 'base');
    git('checkout', '-b', 'work');
    await put('b', '2\n');
    git('add', '.');
    git('commit', '-m', 'on the branch');
    await put('c', '3\n');
    const all = await diff('all');
    expect(all).toMatchObject({
      branch: 'work',
      baseRef: 'main',
      mergeBase: { subject: 'base' },
      commits: [{ subject: 'on the branch' }],
    });
    expect(files(all).map((file) => file.path)).toEqual(['b', 'c']);
    expect(files(await diff('uncommitted')).map((file) => file.path)).toEqual(['c']);
    expect(files(await diff('commit', git('rev-parse', 'HEAD'))).map((file) => file.path)).toEqual(['b']);
    expect(files(await diff('commit', git('rev-parse', 'main'))).map((file) => file.path)).toEqual(['a']);
    for (const commit of ['0000000', '--output=x', 'HEAD', ''])
      expect(await diff('commit', commit)).toEqual({ unavailable: 'unknown_commit' });
  });

  it('runs nothing configured in a repository', async () => {
    git('init', '-b', 'main');
    await put('.gitattributes', '* filter=evil diff=evil\n');
    await put('a', 'one\n');
    git('add', '.');
    git('commit', '-m', 'first');
    const trap = path.join(folder, 'trapped');
    const evil = `sh -c 'echo run >> ${trap}; cat'`;
    for (const name of [
      'filter.evil.clean',
      'filter.evil.smudge',
      'filter.evil.process',
      'diff.evil.textconv',
      'diff.evil.command',
      'diff.external',
      'core.pager',
      'pager.diff',
      'core.fsmonitor',
      'core.sshCommand',
    ])
      git('config', name, evil);
    git('config', 'filter.evil.required', 'true');
    await fs.mkdir(path.join(folder, 'hooks'));
    for (const hook of ['post-index-change', 'fsmonitor-watchman', 'reference-transaction'])
      await fs.writeFile(path.join(folder, 'hooks', hook), `#!/bin/sh\necho run >> ${trap}\n`, { mode: 0o755 });
    git('config', 'core.hooksPath', path.join(folder, 'hooks'));
    await put('a', 'two\n');
    const result = files(await diff('all'));
    expect(result.find((file) => file.path === 'a')?.patch).toContain('+two');
    await expect(fs.stat(trap)).rejects.toThrow();
  });

  it.each([
    ['has a name that no setting can replace', 'a=b', ''],
    ["is in settings that can't be listed", 'evil', `[x "${'y'.repeat(60_000)}"]\n${'k\n'.repeat(700)}`],
  ])("isn't made if a filter %s", async (_why, filter, more) => {
    git('init', '-b', 'main');
    await put('a', 'one\n');
    git('add', '.');
    git('commit', '-m', 'first');
    const trap = path.join(folder, 'trapped');
    await put('.gitattributes', `* filter=${filter}\n`);
    git('config', `filter.${filter}.clean`, `sh -c 'echo run >> ${trap}; cat'`);
    await fs.appendFile(path.join(folder, '.git', 'config'), more);
    await put('a', 'two\n');
    await expect(diff('all')).rejects.toThrow(FileError);
    await expect(fs.stat(trap)).rejects.toThrow();
  });
});
