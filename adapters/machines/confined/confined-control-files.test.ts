// A confined command can't change control files, tried from inside.
// Proves: N-17
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { PROTECTED_FILES, PROTECTED_FOLDERS } from '#core/policy/protected-files.ts';
import { run } from '#tests/conformance/machine-commands.ts';
import { expectRefused, openForTest, requireConfinement } from '#tests/support/confined-guarantees.ts';

requireConfinement();

describe('confined control files', () => {
  const repository = async (workspace: string): Promise<void> => {
    for (const folder of ['.git/hooks', '.git/objects', '.git/refs', '.vscode'])
      await fs.mkdir(path.join(workspace, folder), { recursive: true });
    await fs.writeFile(path.join(workspace, '.git/HEAD'), 'ref: refs/heads/main\n');
    await fs.writeFile(path.join(workspace, '.git/config'), '[core]\n\trepositoryformatversion = 0\n');
    await fs.writeFile(path.join(workspace, '.git/hooks/pre-commit.sample'), '');
    await fs.writeFile(path.join(workspace, '.vscode/settings.json'), '{}');
    await fs.writeFile(path.join(workspace, '.env'), 'A=1');
    await fs.writeFile(path.join(workspace, 'lefthook.yml'), '');
  };

  it('are read-only, and cannot be removed, renamed, or replaced', async () => {
    const { machine } = await openForTest({ prepare: repository });
    await expectRefused(machine, [
      'echo planted >> .git/config',
      'echo planted > .git/hooks/pre-commit',
      'echo planted > .git/config.worktree',
      'git config core.fsmonitor planted',
      'mv .git old && mkdir .git && echo planted > .git/config',
      'rm -rf .git/hooks && mkdir .git/hooks && echo planted > .git/hooks/pre-commit',
      'mv .git/hooks .git/other && mkdir .git/hooks',
      'echo planted > /tmp/new && mv -f /tmp/new .git/config',
      'ln -sf /tmp/x .git/config',
      'echo planted > .vscode/tasks.json',
      'mv .vscode v && mkdir .vscode',
      'rm -f .vscode/settings.json',
      'echo planted >> .env',
      'rm -f lefthook.yml',
      'echo planted > lefthook.yml',
      'chmod 777 .git/config && echo planted >> .git/config',
      'unshare -Urm sh -c "umount .git/config && echo planted >> .git/config"',
      'unshare -Urm sh -c "mount -o remount,rw,bind .git/config && echo planted >> .git/config"',
      'unshare -Urm sh -c "mount --bind . /tmp && echo planted >> /tmp/.git/config"',
    ]);
    const commit = 'git -c user.name=a -c user.email=a@b.test commit -q --allow-empty -m first && git log --format=%s';
    expect(await run(machine, commit)).toMatchObject({ exitCode: 0, output: 'first\n' });
  });

  it('that do not exist yet cannot be created, and nothing is left in the workspace', async () => {
    const { machine, workspace } = await openForTest();
    await machine.write('README.md', '');
    await expectRefused(machine, [
      ...PROTECTED_FILES.map((name) => `echo planted > ${name}`),
      ...PROTECTED_FOLDERS.map((name) => `mkdir -p ${name}; echo planted > ${name}/x`),
      'mkdir -p .git/hooks; echo planted > .git/hooks/pre-commit',
      'mkdir -p .git; echo planted > .git/config',
      'git init -q .',
      'rm -rf .vscode; mkdir .vscode && echo planted > .vscode/tasks.json',
      'mv .bashrc x; echo planted > .bashrc',
      'echo planted > /tmp/new; mv -f /tmp/new .mcp.json',
    ]);
    await machine.dispose();
    expect(await fs.readdir(workspace)).toEqual(['README.md']);
  });

  it('that do not exist yet are hidden from file tools and Git, and can be written by file tools', async () => {
    const { machine, workspace } = await openForTest({
      prepare: async (folder) => {
        await repository(folder);
        await fs.mkdir(path.join(folder, '.git/info'));
        await fs.writeFile(path.join(folder, '.git/info/exclude'), '# mine\n');
      },
    });
    const status = await run(machine, 'git status --porcelain');
    expect(status.output).toBe('?? .env\n?? .vscode/\n?? lefthook.yml\n');
    expect(await fs.readdir(workspace)).toContain('.npmrc');
    const names = (await machine.list('')).map((entry) => entry.path);
    expect(names.sort()).toEqual(['.env', '.git', '.vscode', 'lefthook.yml']);
    await expect(machine.read('.npmrc', 100)).rejects.toMatchObject({ code: 'not-found' });
    await expect(machine.stat('.claude')).rejects.toMatchObject({ code: 'not-found' });
    expect(await machine.fingerprint('.npmrc')).toBeUndefined();
    expect(await machine.fingerprint(path.join(workspace, '.envrc'))).toBeUndefined();
    await machine.write('.npmrc', 'a=1', '');
    expect(await machine.fingerprint('.npmrc')).toBeDefined();
    await machine.write('.claude/settings.json', '{}', '');
    await expectRefused(machine, ['echo planted >> .npmrc', 'echo planted >> .claude/settings.json']);
    await machine.dispose();
    expect((await fs.readdir(workspace)).sort()).toEqual([
      '.claude',
      '.env',
      '.git',
      '.npmrc',
      '.vscode',
      'lefthook.yml',
    ]);
    expect(await fs.readFile(path.join(workspace, '.git/info/exclude'), 'utf8')).toBe('# mine\n');
  });

  it('of nested repositories and submodules are protected, too', async () => {
    const { machine } = await openForTest({
      prepare: async (workspace) => {
        await repository(workspace);
        await fs.mkdir(path.join(workspace, 'packages/one'), { recursive: true });
        await repository(path.join(workspace, 'packages/one'));
        const module = path.join(workspace, '.git/modules/sub');
        await fs.mkdir(path.join(module, 'objects'), { recursive: true });
        await fs.writeFile(path.join(module, 'HEAD'), '');
        await fs.writeFile(path.join(module, 'config'), '');
      },
    });
    await expectRefused(machine, [
      'echo planted >> packages/one/.git/config',
      'echo planted > packages/one/.git/hooks/post-commit',
      'mv packages/one/.git packages/one/old',
      'echo planted >> .git/modules/sub/config',
      'mkdir -p .git/modules/sub/hooks; echo planted > .git/modules/sub/hooks/pre-commit',
    ]);
  });

  it('stay protected when a program outside replaces them', async () => {
    const { machine, workspace } = await openForTest({ prepare: repository });
    await expectRefused(machine, ['echo planted >> .git/config']);
    await fs.writeFile(path.join(workspace, '.git/config.lock'), '[core]\n');
    await fs.rename(path.join(workspace, '.git/config.lock'), path.join(workspace, '.git/config'));
    await expectRefused(machine, ['echo planted >> .git/config']);
  });

  it('cannot be protected if Git’s folder is a link: the command is refused', async () => {
    const { machine, workspace, outside } = await openForTest();
    await fs.symlink(outside, path.join(workspace, '.git'));
    await expect(run(machine, 'true')).rejects.toMatchObject({ code: 'denied', message: /is a link/ });
  });
});
