import { expect, it } from 'vitest';
import { rateClass, type MethodDeclaration } from './define-method.ts';
import { METHODS } from './registry.ts';

it('derives the rate limit from the declaration', () => {
  const table = new Map<string, MethodDeclaration>(Object.entries(METHODS));
  const classes = ['chat.send', 'config.patch', 'device.pair.approve', 'sessions.list', 'sessions.patch'].map((name) =>
    rateClass(table.get(name) ?? expect.fail(name)),
  );
  expect(classes).toEqual(['chatSend', 'controlPlane', 'pairing', 'read', 'write']);
});

it('requires an administrator to change the files or repositories of a person, or to use their credentials', () => {
  const table = new Map<string, MethodDeclaration>(Object.entries(METHODS));
  const writing = [
    'sessions.files.set',
    'files.delete',
    'files.move',
    'files.upload.start',
    'files.versions.restore',
    'changes.reject',
    'changes.edit',
    'changes.undo',
    'changes.rewind',
    'changes.commit',
    'changes.push',
    'changes.pullRequest',
    'worktrees.merge',
    'worktrees.merge.decide',
    'worktrees.merge.complete',
    'worktrees.keepBranch',
    'worktrees.remove',
    'worktrees.restore',
    'worktrees.purge',
  ];
  for (const name of writing) expect(table.get(name)?.scope, name).toBe('operator.admin');
});
