// Conformance of the store of worktrees.
import { expect, it } from 'vitest';
import type { Store } from '#core/ports/store.ts';
import type { WorktreeRecord } from '#core/ports/worktree-store.ts';
import { testPrincipal } from '#tests/support/core/test-principal.ts';

/** A worktree for tests. */
export function worktree(id: string, more: Partial<WorktreeRecord> = {}): WorktreeRecord {
  return {
    id,
    ownerId: 'local',
    name: id,
    state: 'ready',
    repoRoot: '/work/app',
    repoGitDir: '/work/app/.git',
    repoFingerprint: '0123456789abcdef',
    objectFormat: 'sha1',
    path: `/home/worktrees/app/${id}`,
    branch: `gatehouse/${id}`,
    baseRef: 'main',
    baseCommit: 'a'.repeat(40),
    objectFolders: ['/work/app/.git/objects'],
    configHash: 'b'.repeat(64),
    inode: '1',
    notes: [],
    createdAt: 1,
    lastActiveAt: 1,
    ...more,
  };
}

/** Registers the tests. */
export function worktreeConformance(store: () => Store): void {
  it('keeps worktrees until they are deleted, oldest first, with an audit entry for each change that has one', async () => {
    const { worktrees, audit } = store();
    const change = (action: string) => ({ by: testPrincipal('me'), action, subject: 'a', details: {} });
    await worktrees.save(worktree('a', { state: 'creating' }));
    await worktrees.save(worktree('b', { createdAt: 2 }));
    await worktrees.save(worktree('a'), change('worktree.created'));
    expect(await worktrees.list()).toEqual([worktree('a'), worktree('b', { createdAt: 2 })]);
    await worktrees.delete('a', change('worktree.purged'));
    expect((await worktrees.list()).map(({ id }) => id)).toEqual(['b']);
    const actions = (await audit.list({ limit: 10 })).map(({ action }) => action);
    expect(actions).toEqual(['worktree.purged', 'worktree.created']);
  });
}
