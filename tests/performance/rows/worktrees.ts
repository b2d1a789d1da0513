// How long a person waits for a worktree of a repository with 5,000 files, compared with git's own.
// Proves: PP-3
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runGit } from '#tests/support/git-repository.ts';
import type { Row } from '../report.ts';
import { median } from '../statistics.ts';
import type { World } from '../world.ts';

const FOLDERS = 100;
const FILES_PER_FOLDER = 50;
const LINES = 60;
const TARGET_MS = 500;

/** Creates worktrees over a connection, one after another. */
export async function worktreeRow({ client }: World, rounds: number): Promise<Row> {
  const base = mkdtempSync(join(tmpdir(), 'gatehouse-bench-worktrees-'));
  const repoRoot = join(base, 'repository');
  try {
    fill(repoRoot);
    const ours: number[] = [];
    const bare: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const startedAt = performance.now();
      const { id } = await client.request<{ readonly id: string }>('worktrees.create', { repoRoot });
      ours.push(performance.now() - startedAt);
      await client.request('worktrees.remove', { id });
      await client.request('worktrees.purge', { id });
      const bareAt = performance.now();
      runGit(repoRoot, 'worktree', 'add', '-q', '-b', `bare${round}`, join(base, 'bare'));
      bare.push(performance.now() - bareAt);
      runGit(repoRoot, 'worktree', 'remove', '--force', join(base, 'bare'));
    }
    return {
      id: 'worktree',
      title: 'Worktree of a repository with 5,000 files',
      unit: 'ms',
      value: median(ours),
      target: TARGET_MS,
      better: 'lower',
      bare: median(bare),
      note: 'compared with `git worktree add`',
    };
  } finally {
    rmSync(base, { recursive: true, force: true });
  }
}

function fill(folder: string): void {
  for (let group = 0; group < FOLDERS; group += 1) {
    const at = join(folder, `folder${group}`);
    mkdirSync(at, { recursive: true });
    for (let file = 0; file < FILES_PER_FOLDER; file += 1)
      writeFileSync(
        join(at, `f${file}.ts`),
        `export const value = ${group * FILES_PER_FOLDER + file};\n`.repeat(LINES),
      );
  }
  runGit(folder, 'init', '-q', '-b', 'main');
  runGit(folder, 'add', '-A');
  runGit(folder, 'commit', '-qm', 'First commit');
  // As in a repository that someone cloned.
  runGit(folder, 'gc', '-q');
}
