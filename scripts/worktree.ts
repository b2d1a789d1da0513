// An earlier commit in a temporary folder, so that it can be measured beside the current one.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { PROJECT_ROOT } from './project-root.ts';

/** Checks out `ref` in a temporary worktree, runs `work` with its folder, and removes it. */
export async function withWorktree<T>(ref: string, work: (folder: string) => T | Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-worktree-'));
  const git = (...args: readonly string[]) =>
    execFileSync('git', args, { cwd: PROJECT_ROOT, stdio: ['ignore', 'ignore', 'inherit'] });
  try {
    git('worktree', 'add', '--quiet', '--detach', folder, ref);
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
    git('worktree', 'prune');
  }
}
