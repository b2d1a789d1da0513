// Proves: PP-3
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { MergeMode } from '#contract/types/worktrees.ts';
import { makeTestFolder, openRepository, runGit } from '#tests/support/git-repository.ts';
import { ME, openWorktreeStage, RUNNING, type WorktreeStage } from '#tests/support/core/worktree-stage.ts';

const failure = (work: Promise<unknown>) =>
  work.then(
    () => expect.fail('it succeeded'),
    (error: { readonly extras?: { readonly details?: { readonly code?: string } } }) => error.extras?.details?.code,
  );
const merge = ({ engine }: WorktreeStage, id: string, mode: MergeMode = 'merge', target?: string) =>
  engine.worktrees.merge(id, { mode, ...(target === undefined ? {} : { target }) }, ME, RUNNING);

async function createChanged(stage: WorktreeStage, text: string, file = 'a.txt') {
  const created = await stage.create();
  await created.files.put(file, text);
  created.files.commit(`Change ${file}`);
  return created;
}

describe('a merge', () => {
  it('moves the target and the files that are checked out, and nothing that a person has changed there', async () => {
    const stage = await openWorktreeStage();
    const { base } = stage;
    await base.put('own.txt', 'own\n');
    base.git('add', 'own.txt');
    await base.put('src/main.ts', 'export const own = 1;\n');
    const { id, files } = await createChanged(stage, 'one\ntwo\nTHREE\n');
    await files.put('new/b.txt', 'b\n');
    files.git('rm', '-q', '.gitignore');
    files.commit('More');
    const outcome = await merge(stage, id);
    expect(outcome).toMatchObject({ status: 'merged', target: 'main' });
    expect(base.git('log', '--format=%s', '-1')).toMatch(/^Merge branch 'gatehouse\//);
    expect(base.git('log', '--format=%an <%ae>', '-1')).toBe('Ada Lovelace <ada@example.org>');
    expect(base.git('rev-parse', 'main^2')).toBe(files.git('rev-parse', 'HEAD'));
    expect(await base.read('a.txt')).toBe('one\ntwo\nTHREE\n');
    expect(await base.read('new/b.txt')).toBe('b\n');
    const status = base.git('status', '--porcelain').split('\n');
    expect(status.map((line) => line.trim()).toSorted()).toEqual(['A  own.txt', 'M src/main.ts']);
    expect(await failure(merge(stage, id))).toBe('NOTHING_TO_MERGE');
  });

  it('never overwrites ignored files', async () => {
    const stage = await openWorktreeStage();
    const { base } = stage;
    const { id, files } = await createChanged(stage, 'one\ntwo\nTHREE\n');
    await files.put('ignored/settings', 'theirs\n');
    files.git('add', '-f', 'ignored/settings');
    files.commit('Settings');
    await base.put('ignored/settings', 'mine\n');
    await base.put('ignored/other', 'mine\n');
    const head = base.git('rev-parse', 'main');
    expect(await failure(merge(stage, id))).toBe('BASE_FILES_CHANGED');
    expect([await base.read('ignored/settings'), base.git('rev-parse', 'main')]).toEqual(['mine\n', head]);
    await fs.rm(path.join(base.folder, 'ignored/settings'));
    expect(await merge(stage, id)).toMatchObject({ status: 'merged' });
    expect([await base.read('ignored/settings'), await base.read('ignored/other')]).toEqual(['theirs\n', 'mine\n']);
  });

  it('never replaces an ignored file by a folder', async () => {
    const stage = await openWorktreeStage();
    const { base } = stage;
    await base.put('.gitignore', 'cache\n');
    base.commit('Ignore');
    const { id, files } = await createChanged(stage, 'one\ntwo\nTHREE\n');
    await files.put('cache/deep/entry', 'theirs\n');
    files.git('add', '-f', 'cache/deep/entry');
    files.commit('Cache');
    await base.put('cache', 'mine\n');
    expect(await failure(merge(stage, id))).toBe('BASE_FILES_CHANGED');
    expect(await base.read('cache')).toBe('mine\n');
    await fs.rm(path.join(base.folder, 'cache'));
    expect(await merge(stage, id)).toMatchObject({ status: 'merged' });
  });

  it.each(['squash', 'rebase'] as const)('as %s has one line of history', async (mode) => {
    const stage = await openWorktreeStage();
    const { base } = stage;
    const { id, files } = await createChanged(stage, 'one\ntwo\nTHREE\n');
    await files.put('b.txt', 'b\n');
    files.commit('Add b');
    await base.put('c.txt', 'c\n');
    base.commit('Add c');
    await merge(stage, id, mode);
    const subjects = base.git('log', '--format=%s', '--first-parent').split('\n');
    expect(base.git('log', '--merges', '--format=%h')).toBe('');
    expect(subjects.slice(-2)).toEqual(['Add c', 'First commit']);
    expect(subjects).toHaveLength(mode === 'squash' ? 3 : 4);
    if (mode === 'rebase') expect(subjects.slice(0, 2)).toEqual(['Add b', 'Change a.txt']);
    expect(base.git('status', '--porcelain')).toBe('');
    expect(await base.read('b.txt')).toBe('b\n');
  });

  it('into a branch that is not checked out touches no file', async () => {
    const stage = await openWorktreeStage();
    const { base } = stage;
    base.git('branch', 'release');
    const { id } = await createChanged(stage, 'one\ntwo\nTHREE\n');
    await base.put('a.txt', 'uncommitted\n');
    await merge(stage, id, 'merge', 'release');
    expect(base.git('show', 'release:a.txt')).toBe('one\ntwo\nTHREE');
    expect(await base.read('a.txt')).toBe('uncommitted\n');
    expect(base.git('rev-parse', 'HEAD')).toBe(base.git('rev-parse', 'main'));
  });

  it('moves a checkout of the target in another folder of the person', async () => {
    const stage = await openWorktreeStage();
    const folder = path.join(await makeTestFolder('linked'), 'release');
    stage.base.git('worktree', 'add', '-q', folder, '-b', 'release');
    const { id } = await createChanged(stage, 'one\ntwo\nTHREE\n');
    await merge(stage, id, 'merge', 'release');
    const linked = openRepository(folder);
    expect(await linked.read('a.txt')).toBe('one\ntwo\nTHREE\n');
    expect(linked.git('status', '--porcelain')).toBe('');
  });

  it('is refused, with nothing changed, where it would lose or hide something', async () => {
    const stage = await openWorktreeStage();
    const { base, engine } = stage;
    const { id, files } = await createChanged(stage, 'one\ntwo\nTHREE\n');
    const before = base.git('rev-parse', 'main');
    await files.put('c.txt', 'uncommitted\n');
    expect(await failure(merge(stage, id))).toBe('WORKTREE_DIRTY');
    files.commit('Add c');
    await base.put('a.txt', 'uncommitted\n');
    expect(await failure(merge(stage, id))).toBe('BASE_FILES_CHANGED');
    base.git('checkout', '-q', 'a.txt');
    await base.put('c.txt', 'in the way\n');
    expect(await failure(merge(stage, id))).toBe('BASE_FILES_CHANGED');
    expect(await base.read('c.txt')).toBe('in the way\n');
    await fs.rm(path.join(base.folder, 'c.txt'));
    expect(await failure(merge(stage, id, 'merge', 'nope'))).toBe('UNKNOWN_REF');
    await base.put('.git/MERGE_HEAD', `${before}\n`);
    expect(await failure(merge(stage, id))).toBe('BASE_BUSY');
    await fs.rm(path.join(base.folder, '.git/MERGE_HEAD'));
    await base.put('.git/index.lock', '');
    await expect(merge(stage, id)).rejects.toMatchObject({ code: 'locked' });
    await fs.rm(path.join(base.folder, '.git/index.lock'));
    expect(base.git('rev-parse', 'main')).toBe(before);
    expect(base.git('status', '--porcelain')).toBe('');
    expect(engine.worktrees.peek(id)?.merge).toBeUndefined();
    expect(await merge(stage, id)).toMatchObject({ status: 'merged' });
  });

  it('does not run the filters of the repository, so files that need one are left to git', async () => {
    const stage = await openWorktreeStage();
    const { base } = stage;
    await base.put('.gitattributes', '*.bin filter=lfs\n');
    base.commit('Attributes');
    const { id } = await createChanged(stage, 'version https://git-lfs.github.com/spec/v1\n', 'big.bin');
    base.git('config', 'filter.lfs.smudge', 'touch smudged; cat');
    expect(await failure(merge(stage, id))).toBe('BASE_USES_FILTERS');
    expect(await fs.readdir(base.folder)).not.toContain('smudged');
    expect(base.git('status', '--porcelain')).toBe('');
  });
});

describe('a conflict', () => {
  async function openConflict(mode: MergeMode = 'merge') {
    const stage = await openWorktreeStage();
    const created = await createChanged(stage, 'one\nWORKTREE\nthree\n');
    await created.files.put('deleted.txt', 'x\n');
    created.files.commit('Second');
    await stage.base.put('a.txt', 'one\nBASE\nthree\n');
    stage.base.commit('In the base');
    expect(await merge(stage, created.id, mode)).toMatchObject({ status: 'conflicts', target: 'main' });
    return { ...stage, created };
  }

  it('is shown with its three versions, decided by a person, and then completed', async () => {
    const { engine, base, created } = await openConflict();
    const { worktrees } = engine;
    expect(base.git('status', '--porcelain')).toBe('');
    const { pendingMerge } = await worktrees.status(created.id, { withSize: false, signal: RUNNING });
    expect(pendingMerge?.conflicts).toEqual([
      { path: 'a.txt', has: { base: true, ours: true, theirs: true }, isResolved: false },
    ]);
    expect(await worktrees.conflict(created.id, 'a.txt', RUNNING)).toEqual({
      path: 'a.txt',
      isBinary: false,
      isResolved: false,
      base: 'one\ntwo\nthree\n',
      ours: 'one\nBASE\nthree\n',
      theirs: 'one\nWORKTREE\nthree\n',
      merged: `one\n<<<<<<< main\nBASE\n=======\nWORKTREE\n>>>>>>> ${created.branch}\nthree\n`,
    });
    expect(await failure(worktrees.completeMerge(created.id, ME, RUNNING))).toBe('CONFLICTS_LEFT');
    expect(await failure(worktrees.decide(created.id, 'nope', { take: 'ours' }, RUNNING))).toBe('NOT_IN_CONFLICT');
    expect(await failure(worktrees.merge(created.id, { mode: 'squash' }, ME, RUNNING))).toBe('MERGE_PENDING');
    const { merged = '' } = await worktrees.conflict(created.id, 'a.txt', RUNNING);
    expect(await failure(worktrees.decide(created.id, 'a.txt', { content: merged }, RUNNING))).toBe('CONFLICT_MARKERS');
    expect(await failure(worktrees.completeMerge(created.id, ME, RUNNING))).toBe('CONFLICTS_LEFT');
    await worktrees.decide(created.id, 'a.txt', { content: 'one\nBOTH\nthree\n' }, RUNNING);
    expect(await worktrees.completeMerge(created.id, ME, RUNNING)).toMatchObject({ status: 'merged' });
    expect(await base.read('a.txt')).toBe('one\nBOTH\nthree\n');
    expect(base.git('status', '--porcelain')).toBe('');
    expect(base.git('log', '-1', '--format=%P').split(' ')).toHaveLength(2);
  });

  it.each([
    ['ours', 'one\nBASE\nthree\n'],
    ['theirs', 'one\nWORKTREE\nthree\n'],
    ['delete', undefined],
  ] as const)('of a rebase can be decided for %s', async (take, text) => {
    const { engine, base, created } = await openConflict('rebase');
    await engine.worktrees.decide(created.id, 'a.txt', { take }, RUNNING);
    await engine.worktrees.completeMerge(created.id, ME, RUNNING);
    expect(await base.read('a.txt').catch(() => undefined)).toBe(text);
    expect(await base.read('deleted.txt')).toBe('x\n');
    expect(base.git('status', '--porcelain')).toBe('');
  });

  it('can be canceled, and survives a restart', async () => {
    const stage = await openConflict();
    const { base, created } = stage;
    const before = base.git('rev-parse', 'main');
    const { engine } = await stage.restart();
    expect(engine.worktrees.peek(created.id)?.merge?.step).toBe('deciding');
    await engine.worktrees.cancelMerge(created.id, ME);
    expect(await failure(engine.worktrees.cancelMerge(created.id, ME))).toBe('NO_MERGE');
    expect(base.git('rev-parse', 'main')).toBe(before);
  });

  it('starts again if the target moved meanwhile', async () => {
    const { engine, base, created } = await openConflict();
    await engine.worktrees.decide(created.id, 'a.txt', { take: 'ours' }, RUNNING);
    await base.put('c.txt', 'c\n');
    base.commit('Moved');
    expect(await failure(engine.worktrees.completeMerge(created.id, ME, RUNNING))).toBe('TARGET_MOVED');
    expect(engine.worktrees.peek(created.id)?.merge).toBeUndefined();
  });

  it('of a deleted file keeps or deletes it', async () => {
    const stage = await openWorktreeStage();
    const { base, engine } = stage;
    const { id, files } = await stage.create();
    files.git('rm', '-q', 'a.txt');
    files.commit('Delete');
    await base.put('a.txt', 'changed\n');
    base.commit('Change');
    await merge(stage, id);
    expect(await engine.worktrees.conflict(id, 'a.txt', RUNNING)).toMatchObject({ ours: 'changed\n' });
    await engine.worktrees.decide(id, 'a.txt', { take: 'theirs' }, RUNNING);
    await engine.worktrees.completeMerge(id, ME, RUNNING);
    await expect(base.read('a.txt')).rejects.toThrow();
  });

  it('is handed to the agent, which merges in its own machine', async () => {
    const stage = await openWorktreeStage();
    const { engine, base } = stage;
    const created = await engine.worktrees.create({ repoRoot: base.folder, sessionKey: 'agent:main:a' }, ME, RUNNING);
    const files = openRepository(created.path);
    await files.put('a.txt', 'one\nWORKTREE\nthree\n');
    files.commit('Change');
    await base.put('a.txt', 'one\nBASE\nthree\n');
    base.commit('In the base');
    await merge(stage, created.id);
    const handed = await engine.worktrees.handOver(created.id, ME, RUNNING);
    expect(handed).toMatchObject({ sessionKey: 'agent:main:a', files: ['a.txt'] });
    // The agent can have put a link in the place of a folder, so the host writes no files.
    expect(files.git('status', '--porcelain')).toBe('');
    expect(await files.read('a.txt')).not.toContain('<<<<<<<');
    const [, target = ''] = /git merge --no-ff -m "Merge branch main" ([0-9a-f]{40})$/m.exec(handed.message) ?? [];
    expect(() => files.git('merge', '--no-ff', '-m', 'Merge branch main', target)).toThrow();
    expect(await files.read('a.txt')).toContain('<<<<<<< HEAD');
    await files.put('a.txt', 'one\nBOTH\nthree\n');
    files.git('add', 'a.txt');
    files.git('commit', '-q', '--no-edit');
    expect(await merge(stage, created.id)).toMatchObject({ status: 'merged' });
    expect(await base.read('a.txt')).toBe('one\nBOTH\nthree\n');
  });
});

describe('a merge that was interrupted', () => {
  it.each(['before anything moved', 'with some files moved', 'with all files moved', 'with the branch moved'])(
    'is completed at the next start: %s',
    async (moment) => {
      const stage = await openWorktreeStage();
      const { base, store } = stage;
      const { id, files } = await createChanged(stage, 'one\ntwo\nTHREE\n');
      await files.put('b.txt', 'b\n');
      files.git('rm', '-q', 'src/main.ts');
      files.commit('More');
      const from = base.git('rev-parse', 'main');
      const outcome = await merge(stage, id);
      const result = outcome.status === 'merged' ? outcome.commit : '';
      base.git('reset', '-q', '--hard', from);
      if (moment === 'with some files moved') await base.put('a.txt', 'one\ntwo\nTHREE\n');
      if (moment.includes('all files')) base.git('read-tree', '-m', '-u', from, result);
      if (moment.includes('branch')) base.git('reset', '-q', '--hard', result);
      const record = store.tables.worktrees.get(id);
      if (record === undefined) return expect.fail('the worktree is gone');
      const checkout = { gitDir: `${base.folder}/.git`, workTree: base.folder };
      const applying = { step: 'applying', result, checkout, target: 'main', targetCommit: from } as const;
      const rest = { id: 'm', mode: 'merge', sourceCommit: from, message: 'm', author: 'me' } as const;
      store.tables.worktrees.set(id, {
        ...record,
        merge: { ...rest, ...applying, left: [], onto: from, conflicts: [] },
      });
      const { engine } = await stage.restart();
      expect(engine.worktrees.peek(id)?.merge).toBeUndefined();
      expect(base.git('rev-parse', 'main')).toBe(result);
      expect(base.git('status', '--porcelain')).toBe('');
      expect(runGit(base.folder, 'fsck', '--connectivity-only')).not.toContain('missing');
    },
  );
});
