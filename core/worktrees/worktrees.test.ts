// Proves: PP-3
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { initRepository, makeTestFolder } from '#tests/support/git-repository.ts';
import { openWorkspaceFolders } from '#adapters/machines/host/workspace-folders.ts';
import { DEFAULT_SETTINGS } from '#tests/support/default-settings.ts';
import { isFolderTrusted, trustedHashes } from '../trust/folder-trust.ts';
import { failureCode, ME, openWorktreeStage, RUNNING } from '#tests/support/core/worktree-stage.ts';

describe('a worktree', () => {
  it('is compared with the branch that it started from', async () => {
    const { create, base, engine } = await openWorktreeStage();
    const { id, files } = await create();
    await files.put('a.txt', 'in the worktree\n');
    files.commit('Ahead');
    await files.put('b.txt', 'untracked\n');
    await files.put('src/main.ts', 'changed\n');
    await base.put('c.txt', 'in the base\n');
    base.commit('Behind');
    const status = await engine.worktrees.status(id, { withSize: true, signal: RUNNING });
    expect(status).toMatchObject({ health: 'ready', target: 'main', ahead: 1, behind: 1, changed: 1, untracked: 1 });
    expect(status.sizeBytes).toBeGreaterThan(100);
  });

  it('can be removed and restored exactly as it was, with ignored files and what is staged', async () => {
    const { create, base, engine, root } = await openWorktreeStage();
    const { id, path: place, files } = await create();
    await files.put('ignored/.env', 'KEY=1\n');
    await files.put('untracked.txt', 'untracked\n');
    await files.put('a.txt', 'staged\n');
    files.git('add', 'a.txt');
    await files.put('a.txt', 'not staged\n');
    const state = () => [
      files.git('status', '--porcelain', '--ignored'),
      files.git('diff', '--cached'),
      files.git('diff'),
    ];
    const before = state();
    await engine.worktrees.remove(id, ME, RUNNING);
    await expect(fs.stat(place)).rejects.toThrow();
    expect(engine.worktrees.findByPath(place)).toBeUndefined();
    expect(await engine.worktrees.status(id, { withSize: false, signal: RUNNING })).toMatchObject({
      health: 'removed',
    });
    base.git('gc', '-q', '--prune=now');
    await engine.worktrees.restore(id, ME, RUNNING);
    expect(state()).toEqual(before);
    expect(await files.read('ignored/.env')).toBe('KEY=1\n');
    expect(await fs.readdir(root)).not.toContain('.removed');
    expect(await failureCode(engine.worktrees.restore(id, ME, RUNNING))).toBe('WORKTREE_NOT_REMOVED');
  });

  it('is deleted permanently after 30 days, or earlier on request', async () => {
    const { create, base, engine, clock, root } = await openWorktreeStage();
    const [one, two] = [await create(), await create()];
    await engine.worktrees.remove(one.id, ME, RUNNING);
    await engine.worktrees.remove(two.id, ME, RUNNING);
    expect(await failureCode(engine.worktrees.purge((await create()).id, ME))).toBe('WORKTREE_NOT_REMOVED');
    await engine.worktrees.purge(two.id, ME);
    await clock.advance(29 * 24 * 60 * 60_000);
    expect(await engine.worktrees.collect()).toBe(0);
    await clock.advance(2 * 24 * 60 * 60_000);
    await engine.worktrees.collect();
    expect(engine.worktrees.peek(one.id)).toBeUndefined();
    expect(await fs.readdir(path.join(root, '.removed')).catch(() => [])).toEqual([]);
    expect(base.git('for-each-ref', 'refs/gatehouse').split('\n')).toHaveLength(1);
  });

  it('whose folder someone deleted comes back with the commits that were kept', async () => {
    const { create, engine } = await openWorktreeStage();
    const { id, path: place, files } = await create();
    await files.put('a.txt', 'kept\n');
    const commit = files.commit('Kept');
    await engine.worktrees.keep(id, RUNNING);
    await fs.rm(place, { recursive: true });
    expect(await engine.worktrees.status(id, { withSize: false, signal: RUNNING })).toMatchObject({
      health: 'missing',
    });
    expect(await failureCode(engine.worktrees.keep(id, RUNNING))).toBe('WORKTREE_MISSING');
    await engine.worktrees.restore(id, ME, RUNNING);
    expect(files.git('rev-parse', 'HEAD')).toBe(commit);
    expect(files.git('status', '--porcelain')).toBe('');
  });

  it('that was made to use other repositories is never read', async () => {
    const { create, base, engine } = await openWorktreeStage();
    const secret = await initRepository(path.join(await makeTestFolder('private'), 'secret'));
    await secret.put('secret.txt', 'secret\n');
    secret.commit('Secret');
    const { id, files } = await create();
    const list = await files.read('.git/objects/info/alternates');
    await files.put('.git/objects/info/alternates', `${list}${secret.folder}/.git/objects\n`);
    files.git('update-ref', 'refs/heads/stolen', secret.git('rev-parse', 'HEAD'));
    files.git('symbolic-ref', 'HEAD', 'refs/heads/stolen');
    expect(await failureCode(engine.worktrees.keepBranch(id, ME, RUNNING))).toBe('WORKTREE_DAMAGED');
    await files.put('.git/objects/info/alternates', list);
    await fs.symlink(path.join(secret.folder, '.git/objects/pack'), path.join(files.folder, '.git/objects/linked'));
    await expect(engine.worktrees.keepBranch(id, ME, RUNNING)).rejects.toThrow();
    expect(base.git('for-each-ref', 'refs/heads')).not.toContain('stolen');
  });

  it.each(['HEAD', 'index', 'refs/heads', 'logs', 'info/exclude'])(
    'that has a link at .git/%s is not used, so nothing is written through it',
    async (name) => {
      const { create, engine } = await openWorktreeStage();
      const { id, files } = await create();
      const outside = path.join(await makeTestFolder('outside'), 'file');
      await fs.rm(path.join(files.folder, '.git', name), { recursive: true, force: true });
      await fs.symlink(outside, path.join(files.folder, '.git', name));
      expect(await failureCode(engine.worktrees.keepBranch(id, ME, RUNNING))).toBe('WORKTREE_DAMAGED');
      await expect(fs.lstat(outside)).rejects.toThrow('ENOENT');
    },
  );
});

describe('folders that no record names', () => {
  it('are removed and can be restored, and what Gatehouse did not create stays', async () => {
    const stage = await openWorktreeStage();
    const { store, root } = stage;
    const [one, two] = [await stage.create(), await stage.create()];
    await one.files.put('work.txt', 'work\n');
    await two.files.put('work.txt', 'removed work\n');
    await stage.engine.worktrees.remove(two.id, ME, RUNNING);
    const foreign = path.join(path.dirname(one.path), 'mine');
    await fs.mkdir(foreign);
    store.tables.worktrees.clear();
    // The IDs of tests repeat after a restart.
    await fs.rename(path.join(root, '.removed', two.id), path.join(root, '.removed', 'another-id'));
    const { engine } = await stage.restart();
    expect(engine.worktrees.list()).toEqual([]);
    expect(await engine.worktrees.adoptOrphans(ME)).toBe(2);
    expect(await engine.worktrees.adoptOrphans(ME)).toBe(0);
    expect((await fs.stat(foreign)).isDirectory()).toBe(true);
    await expect(fs.stat(one.path)).rejects.toThrow();
    const restored: string[] = [];
    for (const { id } of engine.worktrees.list()) {
      const record = await engine.worktrees.restore(id, ME, RUNNING);
      expect(record.objectFolders).toEqual([]);
      restored.push(await fs.readFile(path.join(record.path, 'work.txt'), 'utf8'));
    }
    expect(restored.toSorted()).toEqual(['removed work\n', 'work\n']);
    expect((await fs.readdir(root)).includes('.removed')).toBe(false);
  });

  it('are not trusted because of a repository that they name', async () => {
    const stage = await openWorktreeStage();
    const { store, clock, base } = stage;
    const folders = openWorkspaceFolders(path.join(stage.root, '..'));
    const ports = { store, clock, folders, config: { settings: () => DEFAULT_SETTINGS } };
    await store.settings.set(`trust:${base.folder}`, { trusted: true, files: [], decidedBy: 'me', decidedAtMs: 0 });
    const created = await stage.create();
    expect(await isFolderTrusted(ports, undefined, created.path)).toBe(true);
    store.tables.worktrees.clear();
    const { engine } = await stage.restart();
    await engine.worktrees.adoptOrphans(ME);
    const [orphan] = engine.worktrees.list();
    const restored = await engine.worktrees.restore(orphan?.id ?? '', ME, RUNNING);
    expect(restored).toMatchObject({ path: created.path, repoRoot: base.folder });
    expect(await isFolderTrusted(ports, undefined, restored.path)).toBe(false);
    expect(await trustedHashes(ports, restored.path)).toEqual(new Map());
  });
});

describe('a restart', () => {
  it('undoes a worktree that was being created, and completes what else was interrupted', async () => {
    const stage = await openWorktreeStage();
    const { create, store, base } = stage;
    const [creating, removing, restoring, purging] = [await create(), await create(), await create(), await create()];
    for (const { id } of [restoring, purging]) await stage.engine.worktrees.remove(id, ME, RUNNING);
    const set = (id: string, state: 'creating' | 'removing' | 'restoring' | 'purging') => {
      const record = store.tables.worktrees.get(id);
      if (record !== undefined) store.tables.worktrees.set(id, { ...record, state });
    };
    set(creating.id, 'creating');
    set(removing.id, 'removing');
    set(restoring.id, 'restoring');
    set(purging.id, 'purging');
    const { engine } = await stage.restart();
    expect(engine.worktrees.list().map(({ id, state }) => [id, state])).toEqual([
      [removing.id, 'removed'],
      [restoring.id, 'ready'],
    ]);
    await expect(fs.stat(creating.path)).rejects.toThrow();
    expect((await fs.stat(restoring.path)).isDirectory()).toBe(true);
    expect(base.git('for-each-ref', 'refs/gatehouse').split('\n')).toHaveLength(2);
  });

  it('removes a worktree whose session is gone, unless another session works in it', async () => {
    const { engine, base, restart } = await openWorktreeStage();
    const create = (key: string) =>
      engine.worktrees.create({ repoRoot: base.folder, sessionKey: `agent:main:${key}` }, ME, RUNNING);
    const [unused, shared] = [await create('gone'), await create('gone-too')];
    await engine.sessions.create({ key: 'agent:main:other', workspace: shared.path, worktreeId: shared.id }, ME);
    const { engine: later } = await restart();
    expect(later.worktrees.require(unused.id).state).toBe('removed');
    expect(later.worktrees.require(shared.id).state).toBe('ready');
  });
});
