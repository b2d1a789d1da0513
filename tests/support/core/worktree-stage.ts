// An engine with real git and real folders, for tests of worktrees.
import path from 'node:path';
import { expect } from 'vitest';
import { openGit } from '#adapters/git/git-program.ts';
import { openWorktreeFolders } from '#adapters/git/worktree-folders.ts';
import type { WorktreeRecord } from '#core/ports/worktree-store.ts';
import { initRepository, makeTestFolder, openRepository, type TestRepository } from '../git-repository.ts';
import { harness, type Harness, type HarnessOptions } from './engine-harness.ts';
import type { MemoryStore } from './memory-store.ts';
import type { ScriptedCall } from './scripted-provider.ts';
import { testPrincipal } from './test-principal.ts';

/** Who works with worktrees in tests. */
export const ME = testPrincipal('me');
/** Never aborted. */
export const { signal: RUNNING } = new AbortController();

/** The code with which something fails. */
export const failureCode = (work: Promise<unknown>): Promise<string | undefined> =>
  work.then(
    () => expect.fail('it succeeded'),
    (error: { readonly extras?: { readonly details?: { readonly code?: string } } }) => error.extras?.details?.code,
  );

/** A repository and an engine. */
export interface WorktreeStage extends Harness {
  readonly base: TestRepository;
  /** Where worktrees are. */
  readonly root: string;
  create(options?: {
    readonly title?: string;
    readonly name?: string;
  }): Promise<WorktreeRecord & { readonly files: TestRepository }>;
  /** Another engine on what is stored now, as after a restart. */
  restart(store?: MemoryStore): Promise<WorktreeStage>;
}

/** Opens a stage whose repository has one commit, unless `base` is given. */
export async function openWorktreeStage(
  options: HarnessOptions & {
    readonly base?: TestRepository;
    readonly folder?: string;
    readonly script?: readonly ScriptedCall[];
  } = {},
): Promise<WorktreeStage> {
  const folder = options.folder ?? (await makeTestFolder('worktrees'));
  const base = options.base ?? (await openSample(path.join(folder, 'app')));
  const root = path.join(folder, 'home', 'worktrees');
  const environment = { PATH: process.env['PATH'], HOME: path.join(folder, 'person') };
  const parts = harness(options.script ?? [], {
    git: openGit(environment, () => () => undefined),
    worktreeFolders: openWorktreeFolders(root),
    ...options,
  });
  await parts.engine.recover();
  return {
    ...parts,
    base,
    root,
    async create(wanted = {}) {
      const record = await parts.engine.worktrees.create({ repoRoot: base.folder, ...wanted }, ME, RUNNING);
      return { ...record, files: openRepository(record.path) };
    },
    async restart(store = parts.store) {
      return openWorktreeStage({ ...options, folder, base, store });
    },
  };
}

async function openSample(folder: string): Promise<TestRepository> {
  const base = await initRepository(folder);
  await base.put('a.txt', 'one\ntwo\nthree\n');
  await base.put('src/main.ts', 'export {};\n');
  await base.put('.gitignore', 'ignored/\n');
  base.commit('First commit');
  return base;
}
