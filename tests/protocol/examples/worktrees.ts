// Worktrees of a small repository.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { defineExamples } from './example.ts';
import type { ExampleWorld } from './world.ts';

export const WORKTREE_EXAMPLES = defineExamples({
  'worktrees.list': { params: async (world) => (await create(world), {}) },
  'worktrees.branches': { params: (world) => ({ repoRoot: openSample(world) }) },
  'worktrees.create': { params: (world) => ({ repoRoot: openSample(world), name: 'fix-typo', baseRef: 'main' }) },
  'worktrees.remove': { params: async (world) => ({ id: (await create(world)).id }) },
  'worktrees.restore': { params: async (world) => ({ id: await createRemoved(world) }) },
  'worktrees.gc': {},
  'worktrees.details': { params: async (world) => ({ ids: [(await create(world)).id], status: true }) },
  'worktrees.status': { params: async (world) => ({ id: (await create(world)).id, size: true }) },
  'worktrees.merge': { params: async (world) => ({ id: await createChanged(world, 'merged.txt'), mode: 'merge' }) },
  'worktrees.merge.conflict': { params: async (world) => ({ id: await createConflict(world), path: 'notes.txt' }) },
  'worktrees.merge.decide': {
    params: async (world) => ({ id: await createConflict(world), path: 'notes.txt', take: 'theirs' }),
  },
  'worktrees.merge.complete': { params: async (world) => ({ id: await createDecided(world) }) },
  'worktrees.merge.cancel': { params: async (world) => ({ id: await createConflict(world) }) },
  'worktrees.merge.handOver': {
    // No session works in the sample worktree.
    params: async (world) => ({ id: await createConflict(world) }),
    refusal: 'INVALID_REQUEST',
  },
  'worktrees.keepBranch': { params: async (world) => ({ id: await createChanged(world, 'kept.txt') }) },
  'worktrees.purge': { params: async (world) => ({ id: await createRemoved(world) }) },
});

function git(folder: string, ...args: string[]): void {
  const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null' };
  execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', ...args], { cwd: folder, env });
}

/** A repository beside the workspace. */
export function openSample({ workspace }: ExampleWorld): string {
  const folder = join(dirname(workspace), 'sample-repository');
  if (existsSync(folder)) return folder;
  mkdirSync(folder);
  git(folder, 'init', '-q', '-b', 'main');
  git(folder, 'config', 'user.name', 'Ada');
  git(folder, 'config', 'user.email', 'ada@example.org');
  writeFileSync(join(folder, 'notes.txt'), 'beans\n');
  git(folder, 'add', '.');
  git(folder, 'commit', '-qm', 'First commit');
  return folder;
}

let created = 0;

/** Each has another name, always the same for the same example. */
function create(world: ExampleWorld) {
  created += 1;
  return world.client.request('worktrees.create', { repoRoot: openSample(world), name: `sample-${created}` });
}

async function createRemoved(world: ExampleWorld): Promise<string> {
  const { id } = await create(world);
  await world.client.request('worktrees.remove', { id });
  return id;
}

async function createChanged(world: ExampleWorld, file: string, text = 'peas\n'): Promise<string> {
  const { id, path } = await create(world);
  writeFileSync(join(path, file), text);
  git(path, 'add', '.');
  git(path, 'commit', '-qm', 'Change a file');
  return id;
}

async function createConflict(world: ExampleWorld): Promise<string> {
  const id = await createChanged(world, 'notes.txt', 'in the worktree\n');
  const folder = openSample(world);
  writeFileSync(join(folder, 'notes.txt'), `in the repository ${id}\n`);
  git(folder, 'commit', '-qam', 'Change the same file');
  await world.client.request('worktrees.merge', { id, mode: 'merge' });
  return id;
}

async function createDecided(world: ExampleWorld): Promise<string> {
  const id = await createConflict(world);
  await world.client.request('worktrees.merge.decide', { id, path: 'notes.txt', take: 'ours' });
  return id;
}
