// Worktrees: creating, comparing, merging, removing, and restoring them.
import { errorMessage, invalidRequest } from '#contract/wire/errors.ts';
import type { WorktreeStatus } from '#contract/types/worktrees.ts';
import type { Principal } from '../principal.ts';
import type { WorktreeRecord } from '../ports/worktree-store.ts';
import { SerialQueue } from '../serial-queue.ts';
import { adoptOrphans } from './adopt-orphans.ts';
import { readConflict, type ConflictText } from './read-conflict.ts';
import { WorktreeCreator, type NewWorktree } from './create-worktree.ts';
import { handOver, type HandedOver } from './hand-over.ts';
import { keepCommits } from './keep-commits.ts';
import { keepBranch } from './keep-branch.ts';
import { KnownWorktrees } from './known-worktrees.ts';
import { Merges, type Decision, type MergeOutcome, type MergeRequest } from './merges.ts';
import { readBranches, type Branches } from './read-branches.ts';
import { readWorktreeStatus } from './read-worktree-status.ts';
import { purgeExpired, recoverWorktrees, type RecoveryParts } from './recover-worktrees.ts';
import { WorktreeRemoval } from './remove-worktree.ts';
import type { WorktreePorts } from './worktree-ports.ts';

const DAY_MS = 24 * 60 * 60_000;

/** Worktrees. Errors are {@link GatewayError}s and `GitError`s. */
export interface WorktreesFacet {
  /** Settles what a crash interrupted. */
  recover(): Promise<void>;
  stop(): void;
  /** All of them, including removed ones, oldest first. */
  list(): readonly WorktreeRecord[];
  peek(id: string): WorktreeRecord | undefined;
  /** @throws {GatewayError} `WORKTREE_NOT_FOUND` */
  require(id: string): WorktreeRecord;
  /** The worktree in a folder. */
  findByPath(path: string): WorktreeRecord | undefined;
  branches(folder: string, signal: AbortSignal): Promise<Branches | undefined>;
  create(request: NewWorktree, by: Principal, signal: AbortSignal): Promise<WorktreeRecord>;
  /** Removes a worktree that nobody has worked in, without keeping it. */
  undoCreate(id: string): Promise<void>;
  status(id: string, options: { readonly withSize: boolean; readonly signal: AbortSignal }): Promise<WorktreeStatus>;
  remove(id: string, by: Principal, signal: AbortSignal): Promise<WorktreeRecord>;
  restore(id: string, by: Principal, signal: AbortSignal): Promise<WorktreeRecord>;
  /** Deletes a removed worktree permanently. */
  purge(id: string, by: Principal): Promise<void>;
  /** Deletes removed worktrees that have expired; returns how many. */
  collect(): Promise<number>;
  /** Removes folders of worktrees that no record names, so that they can be restored; returns how many. */
  adoptOrphans(by: Principal): Promise<number>;
  /** Copies its commits into the repository. */
  keep(id: string, signal: AbortSignal): Promise<string>;
  /** Creates or moves forward its branch in the repository. */
  keepBranch(
    id: string,
    by: Principal,
    signal: AbortSignal,
  ): Promise<{ readonly branch: string; readonly commit: string }>;
  merge(id: string, request: MergeRequest, by: Principal, signal: AbortSignal): Promise<MergeOutcome>;
  conflict(id: string, path: string, signal: AbortSignal): Promise<ConflictText>;
  decide(id: string, path: string, decision: Decision, signal: AbortSignal): Promise<WorktreeRecord>;
  completeMerge(id: string, by: Principal, signal: AbortSignal): Promise<MergeOutcome>;
  cancelMerge(id: string, by: Principal): Promise<WorktreeRecord>;
  /** Puts the conflicts into the worktree's files, for its agent. */
  handOver(id: string, by: Principal, signal: AbortSignal): Promise<HandedOver>;
}

/** The worktrees of the engine. `changed` is called after each change. */
export function worktrees(ports: WorktreePorts, changed: () => void): WorktreesFacet {
  const known = new KnownWorktrees(ports.store.worktrees, changed);
  const creator = new WorktreeCreator(ports, known);
  const removal = new WorktreeRemoval(ports, known);
  const merges = new Merges(ports, known);
  const parts: RecoveryParts = { ports, known, creator, removal, merges };
  const turns = new Turns();
  const require = (id: string): WorktreeRecord => {
    const record = known.get(id);
    if (record === undefined || record.state === 'creating')
      throw invalidRequest('Worktree not found.', 'WORKTREE_NOT_FOUND', 'List the worktrees and choose one of them.');
    return record;
  };
  /** Changes of one worktree follow one another. */
  const change = <T>(id: string, act: (record: WorktreeRecord) => Promise<T>): Promise<T> =>
    turns.run(id, () => act(require(id)));
  /** So do merges into one repository. */
  const changeBase = <T>(id: string, act: (record: WorktreeRecord) => Promise<T>): Promise<T> =>
    change(id, ({ repoGitDir }) => turns.run(repoGitDir, () => act(require(id))));
  let cancelTimer = (): void => undefined;
  const collect = () => purgeExpired(parts);
  const collectDaily = (): void => {
    collect().catch((error: unknown) =>
      ports.log.warn("Couldn't delete old worktrees.", { reason: errorMessage(error) }),
    );
    cancelTimer = ports.clock.after(DAY_MS, collectDaily);
  };
  return {
    async recover() {
      await known.load();
      await ports.worktreeFolders.remove(`${ports.worktreeFolders.root}/.merging`);
      await recoverWorktrees(parts);
      if (known.list().length > 0) collectDaily();
    },
    stop: () => cancelTimer(),
    list: () => known.list().filter(({ state }) => state !== 'creating'),
    peek: (id) => known.get(id),
    require,
    findByPath: (path) => known.list().find((record) => record.path === path && record.state === 'ready'),
    branches: (folder, signal) => readBranches(ports, folder, signal),
    create: (request, by, signal) => creator.create(request, by, signal),
    undoCreate: (id) => change(id, (record) => creator.undo(record)),
    status: (id, options) => readWorktreeStatus(ports, require(id), options),
    remove: (id, by, signal) =>
      change(id, async (record) => (record.state === 'removed' ? record : removal.remove(record, by, signal))),
    restore: (id, by, signal) => change(id, (record) => removal.restore(record, by, signal)),
    purge: (id, by) =>
      change(id, (record) => {
        // One that failed halfway is deleted again.
        if (record.state === 'removed' || record.state === 'purging') return removal.purge(record, by);
        throw invalidRequest(
          'Only a removed worktree can be deleted permanently.',
          'WORKTREE_NOT_REMOVED',
          'Remove it first.',
        );
      }),
    collect,
    adoptOrphans: (by) => adoptOrphans({ ports, known, removal }, by),
    ...mergeOperations(ports, { require, change, changeBase, merges }),
  };
}

/** Finds a worktree, and changes it in turn. */
interface WorktreeAccess {
  readonly require: (id: string) => WorktreeRecord;
  readonly change: <T>(id: string, act: (record: WorktreeRecord) => Promise<T>) => Promise<T>;
  readonly changeBase: <T>(id: string, act: (record: WorktreeRecord) => Promise<T>) => Promise<T>;
  readonly merges: Merges;
}

type MergeOperation =
  | 'keep'
  | 'keepBranch'
  | 'merge'
  | 'conflict'
  | 'decide'
  | 'completeMerge'
  | 'cancelMerge'
  | 'handOver';

function mergeOperations(
  ports: WorktreePorts,
  { require, change, changeBase, merges }: WorktreeAccess,
): Pick<WorktreesFacet, MergeOperation> {
  return {
    keep: (id, signal) => change(id, (record) => keepCommits(ports, record, signal)),
    keepBranch: (id, by, signal) => changeBase(id, (record) => keepBranch(ports, record, by, signal)),
    merge: (id, request, by, signal) => changeBase(id, (record) => merges.start(record, request, by, signal)),
    conflict: (id, path, signal) => readConflict(ports, require(id), path, signal),
    decide: (id, path, decision, signal) => change(id, (record) => merges.decide(record, path, decision, signal)),
    completeMerge: (id, by, signal) => changeBase(id, (record) => merges.complete(record, by, signal)),
    cancelMerge: (id, by) => change(id, (record) => merges.cancel(record, by)),
    handOver: (id, by, signal) =>
      change(id, async (record) => {
        const handed = await handOver(ports, record, signal);
        await merges.cancel(record, by);
        return handed;
      }),
  };
}

/** Runs tasks with the same name one after another. */
class Turns {
  readonly #queues = new Map<string, SerialQueue>();

  async run<T>(name: string, task: () => Promise<T>): Promise<T> {
    const queue = this.#queues.get(name) ?? new SerialQueue();
    this.#queues.set(name, queue);
    try {
      return await queue.run(task);
    } finally {
      if (queue.size === 0) this.#queues.delete(name);
    }
  }
}
