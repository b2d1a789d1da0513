// Removes worktrees so that they can be restored: the whole folder moves aside and is deleted when it expires.
import { errorMessage, invalidRequest } from '#contract/wire/errors.ts';
import type { Principal } from '../principal.ts';
import type { WorktreeRecord } from '../ports/worktree-store.ts';
import { findProblem } from './find-problem.ts';
import type { KnownWorktrees } from './known-worktrees.ts';
import { keepCommits } from './keep-commits.ts';
import { basePlace, keptRef, worktreePlace, type WorktreePorts } from './worktree-ports.ts';
import { checkOut, writeRepository } from './write-repository.ts';
import { inspectBase } from './inspect-base.ts';

const DAY_MS = 24 * 60 * 60_000;
/** For how long a removed worktree can be restored. */
export const KEPT_MS = 30 * DAY_MS;

/** Removes, restores, and permanently deletes worktrees. */
export class WorktreeRemoval {
  readonly #ports: WorktreePorts;
  readonly #known: KnownWorktrees;

  constructor(ports: WorktreePorts, known: KnownWorktrees) {
    this.#ports = ports;
    this.#known = known;
  }

  /** Moves a worktree aside. Its commits are first copied into the repository. */
  async remove(record: WorktreeRecord, by: Principal, signal: AbortSignal): Promise<WorktreeRecord> {
    const { merge: _merge, ...rest } = record;
    const problem = await findProblem(this.#ports, record);
    if (problem === undefined)
      await keepCommits(this.#ports, record, signal).catch((error: unknown) =>
        this.#ports.log.warn("Couldn't copy the commits of a removed worktree. Its folder is kept.", {
          worktree: record.id,
          reason: errorMessage(error),
        }),
      );
    const removing: WorktreeRecord = { ...rest, state: 'removing', removedAt: this.#ports.clock.now() };
    const audit = { by, action: 'worktree.removed', subject: record.id, details: { path: record.path } };
    await this.#known.save(removing, audit);
    return this.finishRemoval(removing);
  }

  /** Completes a removal, also one that was interrupted. */
  async finishRemoval(record: WorktreeRecord): Promise<WorktreeRecord> {
    const { worktreeFolders: files } = this.#ports;
    const place = this.#removedPlace(record);
    const isThere = (await files.identify(record.path)) !== undefined;
    if (isThere && (await files.identify(place)) === undefined) await files.move(record.path, place);
    const removed: WorktreeRecord = { ...record, state: 'removed' };
    await this.#known.save(removed);
    return removed;
  }

  /** Brings a removed worktree back, or one whose folder is gone. */
  async restore(record: WorktreeRecord, by: Principal, signal: AbortSignal): Promise<WorktreeRecord> {
    const { worktreeFolders: files, clock } = this.#ports;
    const problem = await findProblem(this.#ports, record);
    if (problem === undefined || problem.health === 'damaged')
      throw invalidRequest(
        `The worktree "${record.name}" hasn't been removed, so there is nothing to restore.`,
        'WORKTREE_NOT_REMOVED',
      );
    if ((await files.identify(record.path)) !== undefined)
      throw invalidRequest(
        `Another folder is now at the path of the worktree "${record.name}": ${record.path}.`,
        'WORKTREE_PLACE_TAKEN',
        'Move that folder, then restore the worktree.',
      );
    const audit = { by, action: 'worktree.restored', subject: record.id, details: { path: record.path } };
    const restoring: WorktreeRecord = { ...record, state: 'restoring', lastActiveAt: clock.now() };
    await this.#known.save(restoring, audit);
    return this.finishRestore(restoring, signal);
  }

  /** Completes a restore, also one that was interrupted. */
  async finishRestore(record: WorktreeRecord, signal: AbortSignal): Promise<WorktreeRecord> {
    const { worktreeFolders: files } = this.#ports;
    const place = this.#removedPlace(record);
    if ((await files.identify(place)) !== undefined) await files.move(place, record.path);
    const { removedAt: _removedAt, ...rest } = record;
    const inode = await files.identify(record.path);
    const restored: WorktreeRecord =
      inode === undefined ? await this.#checkOutAgain(rest, signal) : { ...rest, state: 'ready', inode };
    await this.#known.save(restored);
    return restored;
  }

  /** Deletes a removed worktree permanently. */
  async purge(record: WorktreeRecord, by: Principal): Promise<void> {
    const audit = { by, action: 'worktree.purged', subject: record.id, details: { path: record.path } };
    await this.#known.save({ ...record, state: 'purging' }, audit);
    await this.finishPurge(record);
  }

  /** Completes a permanent deletion, also one that was interrupted. */
  async finishPurge(record: WorktreeRecord): Promise<void> {
    const { git, worktreeFolders } = this.#ports;
    await worktreeFolders.remove(this.#removedPlace(record));
    const { signal } = new AbortController();
    // The repository may be gone, too.
    await git.run(basePlace(record), ['update-ref', '-d', keptRef(record.id)], { signal }).catch(() => undefined);
    await this.#known.delete(record.id);
  }

  #removedPlace({ id }: WorktreeRecord): string {
    return `${this.#ports.worktreeFolders.removed}/${id}`;
  }

  /** Someone else deleted the folder: what is left are the commits that the repository keeps. */
  async #checkOutAgain(record: WorktreeRecord, signal: AbortSignal): Promise<WorktreeRecord> {
    const { git, worktreeFolders: files } = this.#ports;
    const base = await inspectBase(this.#ports, record.repoRoot, signal);
    const { text } = await git.run(basePlace(record), ['rev-parse', '--verify', keptRef(record.id)], { signal });
    const plan = { path: record.path, branch: record.branch, commit: text.trim() };
    const inode = await files.create(record.path);
    const config = await writeRepository(this.#ports, base, plan);
    await checkOut(this.#ports, plan, signal);
    await git.run(worktreePlace(plan), ['update-index', '-q', '--refresh'], { signal, okCodes: [1] });
    const { objectFolders } = base;
    return { ...record, state: 'ready', inode, configHash: files.hash(config), objectFolders };
  }
}
