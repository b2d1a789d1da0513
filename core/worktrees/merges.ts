// Merges a worktree into a branch of its repository. Nothing in the repository changes before the merge is complete.
import { hasConflictMarkers } from '#contract/types/conflict-markers.ts';
import { defined } from '#contract/types/defined.ts';
import { errorMessage, GatewayError, invalidRequest } from '#contract/wire/errors.ts';
import type { MergeMode } from '#contract/types/worktrees.ts';
import { readStatus } from '../git/read-status.ts';
import { GitError } from '../ports/git.ts';
import { formatPrincipal, type Principal } from '../principal.ts';
import type { ConflictVersion, MergeRecord, WorktreeRecord } from '../ports/worktree-store.ts';
import type { KnownWorktrees } from './known-worktrees.ts';
import { keepCommits } from './keep-commits.ts';
import { applyDecisions, mergeTrees, writeCommit, type MergePlace } from './merge-trees.ts';
import { readIdentity } from './read-person.ts';
import { findTarget } from './read-worktree-status.ts';
import { listCommits, repeatCommits } from './repeat-commits.ts';
import { findCheckout, moveCheckout, requireMovable, restoreCheckout, resumeCheckout } from './update-checkout.ts';
import { basePlace, worktreePlace, type WorktreePorts } from './worktree-ports.ts';

/** A merge to start. */
export interface MergeRequest {
  readonly mode: MergeMode;
  /** A branch of the repository. Default: the one that the worktree started from. */
  readonly target?: string;
  readonly message?: string;
}

/** The result of a merge. */
export type MergeOutcome =
  | { readonly status: 'merged'; readonly record: WorktreeRecord; readonly target: string; readonly commit: string }
  | { readonly status: 'conflicts'; readonly record: WorktreeRecord; readonly target: string };

/** How a person decides a conflict. */
export type Decision = { readonly content: string } | { readonly take: 'base' | 'ours' | 'theirs' | 'delete' };

/** The merges of worktrees. */
export class Merges {
  readonly #ports: WorktreePorts;
  readonly #known: KnownWorktrees;

  constructor(ports: WorktreePorts, known: KnownWorktrees) {
    this.#ports = ports;
    this.#known = known;
  }

  /** Starts a merge, and completes it if there are no conflicts. @throws {GatewayError} */
  async start(
    record: WorktreeRecord,
    request: MergeRequest,
    by: Principal,
    signal: AbortSignal,
  ): Promise<MergeOutcome> {
    if (record.merge?.step === 'applying')
      // The last one failed halfway and couldn't be undone either, such as on a full disk.
      return this.start(await this.finish(record, signal), request, by, signal);
    if (record.merge !== undefined)
      throw invalidRequest(
        `A merge of the worktree "${record.name}" is already in progress.`,
        'MERGE_PENDING',
        'Complete or cancel it first.',
      );
    await this.#requireCommitted(record, signal);
    const source = await keepCommits(this.#ports, record, signal);
    const target = request.target ?? (await this.#requireTarget(record, signal));
    const targetCommit = await this.#readBranch(record, target, signal);
    await this.#requireNew(record, source, targetCommit, target, signal);
    const merge: MergeRecord = {
      id: this.#ports.ids.next(),
      mode: request.mode,
      target,
      targetCommit,
      sourceCommit: source,
      message:
        request.message ??
        `Merge branch '${record.branch}'${target === 'main' || target === 'master' ? '' : ` into ${target}`}`,
      author: formatPrincipal(by),
      step: 'deciding',
      left: request.mode === 'rebase' ? await listCommits(await this.#place(record, signal), targetCommit, source) : [],
      onto: targetCommit,
      conflicts: [],
    };
    return this.#continue(record, merge, by, signal);
  }

  /** Decides a conflict. @throws {GatewayError} */
  async decide(record: WorktreeRecord, path: string, decision: Decision, signal: AbortSignal): Promise<WorktreeRecord> {
    const merge = requireMerge(record);
    const conflict = merge.conflicts.find((one) => one.path === path);
    if (conflict === undefined) throw invalidRequest(`${path} has no conflict to resolve.`, 'NOT_IN_CONFLICT');
    if ('content' in decision && hasConflictMarkers(decision.content))
      throw invalidRequest(
        `The result for ${path} still contains conflict markers.`,
        'CONFLICT_MARKERS',
        'Remove the lines that start with <<<<<<<, =======, and >>>>>>>, keeping the text you want.',
      );
    const version = await this.#toVersion(record, conflict, decision, signal);
    const conflicts = merge.conflicts.map((one) => (one.path === path ? { ...one, decided: version } : one));
    const decided: WorktreeRecord = { ...record, merge: { ...merge, conflicts } };
    await this.#known.save(decided);
    return decided;
  }

  /** Completes a merge whose conflicts are decided. @throws {GatewayError} */
  async complete(record: WorktreeRecord, by: Principal, signal: AbortSignal): Promise<MergeOutcome> {
    const merge = requireMerge(record);
    const open = merge.conflicts.filter(({ decided }) => decided === undefined);
    if (open.length > 0)
      throw invalidRequest(
        `These files still have conflicts: ${open.map(({ path }) => path).join(', ')}.`,
        'CONFLICTS_LEFT',
        'Resolve them, then retry.',
      );
    const { tree = '' } = merge;
    const indexFile = `${this.#ports.worktreeFolders.root}/.merging/${merge.id}/index`;
    const folder = indexFile.slice(0, indexFile.lastIndexOf('/'));
    await this.#ports.worktreeFolders.create(folder);
    try {
      const place = await this.#place(record, signal);
      const decided = await applyDecisions(place, { tree, conflicts: merge.conflicts }, indexFile);
      return await this.#continue(record, merge, by, signal, decided);
    } finally {
      await this.#ports.worktreeFolders.remove(folder);
    }
  }

  /** Forgets a merge. Nothing was changed by it. */
  async cancel(record: WorktreeRecord, by: Principal): Promise<WorktreeRecord> {
    requireMerge(record);
    const { merge: _merge, ...rest } = record;
    await this.#known.save(rest, { by, action: 'worktree.merge.canceled', subject: record.id, details: {} });
    return rest;
  }

  /** Completes a merge that was interrupted while the target was moved. */
  async finish(record: WorktreeRecord, signal: AbortSignal): Promise<WorktreeRecord> {
    const { merge, ...rest } = record;
    if (merge?.result === undefined) return record;
    const { git } = this.#ports;
    const ref = `refs/heads/${merge.target}`;
    const now = await this.#readBranch(record, merge.target, signal);
    // Someone moved the branch before our files were: nothing of the merge is visible there.
    if (now === merge.targetCommit || now === merge.result) {
      const move = { from: merge.targetCommit, to: merge.result };
      if (merge.checkout !== undefined) await resumeCheckout(git, merge.checkout, move, signal);
      if (now !== merge.result)
        await git.run(basePlace(record), ['update-ref', '-m', 'merge', ref, merge.result, merge.targetCommit], {
          signal,
        });
    }
    await this.#known.save(rest);
    return rest;
  }

  /** Merges as far as possible from where a merge is. `decided`: the tree of the commit that was in conflict. */
  async #continue(
    record: WorktreeRecord,
    merge: MergeRecord,
    by: Principal,
    signal: AbortSignal,
    decided?: string,
  ): Promise<MergeOutcome> {
    const place = await this.#place(record, signal);
    const next =
      merge.mode === 'rebase' ? await repeatCommits(place, merge, decided) : await mergeOnce(place, merge, decided);
    if (next.result === undefined) {
      const waiting: WorktreeRecord = { ...record, merge: next };
      await this.#known.save(waiting);
      return { status: 'conflicts', record: waiting, target: merge.target };
    }
    const commit = next.result;
    return { status: 'merged', record: await this.#apply(record, next, by, signal), target: merge.target, commit };
  }

  /** Moves the target, and the files of its checkout if it is checked out. */
  async #apply(
    record: WorktreeRecord,
    merge: MergeRecord,
    by: Principal,
    signal: AbortSignal,
  ): Promise<WorktreeRecord> {
    const { git } = this.#ports;
    const { target, targetCommit, result = '' } = merge;
    if ((await this.#readBranch(record, target, signal)) !== targetCommit) {
      const { merge: _merge, ...rest } = record;
      await this.#known.save(rest);
      throw invalidRequest(
        `The branch ${target} has changed since the merge started.`,
        'TARGET_MOVED',
        'Start the merge again.',
      );
    }
    const checkout = await findCheckout(this.#ports, record, target, signal);
    const move = { from: targetCommit, to: result };
    if (checkout !== undefined) await requireMovable(git, checkout, move, signal);
    const applying: WorktreeRecord = { ...record, merge: { ...merge, step: 'applying', ...defined({ checkout }) } };
    const details = { target, from: targetCommit, to: result, mode: merge.mode };
    await this.#known.save(applying, { by, action: 'worktree.merged', subject: record.id, details });
    const { merge: _merge, ...done } = record;
    try {
      if (checkout !== undefined) await moveCheckout(git, checkout, move, signal);
      const reason = `merge ${record.branch}: by Gatehouse`;
      const args = ['update-ref', '-m', reason, `refs/heads/${target}`, result, targetCommit];
      await git.run(basePlace(record), args, { signal });
    } catch (error) {
      await this.#undo(record, applying, isRefusal(error));
      throw error;
    }
    const merged: WorktreeRecord = { ...done, lastActiveAt: this.#ports.clock.now() };
    await this.#known.save(merged);
    return merged;
  }

  /** A step failed. If its files can't be restored either, the merge is completed by the next attempt or the next start. */
  async #undo(record: WorktreeRecord, { merge }: WorktreeRecord, wroteNothing: boolean): Promise<void> {
    const { signal } = new AbortController();
    const { git, log } = this.#ports;
    try {
      if (merge?.checkout !== undefined && merge.result !== undefined) {
        const move = { from: merge.targetCommit, to: merge.result };
        await restoreCheckout(git, merge.checkout, { ...move, wroteNothing }, signal);
      }
      const { merge: _merge, ...rest } = record;
      await this.#known.save(rest);
    } catch (error) {
      log.error("Couldn't restore the files of a merge that failed.", {
        worktree: record.id,
        reason: errorMessage(error),
      });
    }
  }

  async #place(record: WorktreeRecord, signal: AbortSignal): Promise<MergePlace> {
    const identity = await readIdentity(this.#ports, record.repoRoot, signal);
    return { git: this.#ports.git, place: basePlace(record), identity, signal };
  }

  async #requireCommitted(record: WorktreeRecord, signal: AbortSignal): Promise<void> {
    const { entries } = await readStatus(this.#ports.git, worktreePlace(record), signal);
    if (entries.length === 0) return;
    throw invalidRequest(
      `The worktree "${record.name}" has ${entries.length} uncommitted file${entries.length === 1 ? '' : 's'}.`,
      'WORKTREE_DIRTY',
      'Commit them, then merge.',
    );
  }

  async #requireTarget(record: WorktreeRecord, signal: AbortSignal): Promise<string> {
    const target = await findTarget(this.#ports, record, signal);
    if (target !== undefined) return target;
    throw invalidRequest('The repository has no branch checked out.', 'NO_TARGET', 'Choose the branch to merge into.');
  }

  async #readBranch(record: WorktreeRecord, branch: string, signal: AbortSignal): Promise<string> {
    const args = ['rev-parse', '--verify', '--quiet', `refs/heads/${branch}^{commit}`];
    const { text, exitCode } = await this.#ports.git.run(basePlace(record), args, { signal, okCodes: [1, 128] });
    if (exitCode === 0) return text.trim();
    throw invalidRequest(
      `The repository has no branch ${JSON.stringify(branch)}.`,
      'UNKNOWN_REF',
      'Choose another branch.',
    );
  }

  async #requireNew(record: WorktreeRecord, source: string, targetCommit: string, target: string, signal: AbortSignal) {
    const args = ['merge-base', '--is-ancestor', source, targetCommit];
    const { exitCode } = await this.#ports.git.run(basePlace(record), args, { signal, okCodes: [1] });
    if (exitCode === 0)
      throw invalidRequest(`The branch ${target} already has everything from this worktree.`, 'NOTHING_TO_MERGE');
  }

  async #toVersion(
    record: WorktreeRecord,
    conflict: MergeRecord['conflicts'][number],
    decision: Decision,
    signal: AbortSignal,
  ): Promise<ConflictVersion | null> {
    const mode = (conflict.theirs ?? conflict.ours ?? conflict.base)?.mode ?? '100644';
    if ('content' in decision) {
      const args = ['hash-object', '-w', '--stdin'];
      const { text } = await this.#ports.git.run(basePlace(record), args, { signal, input: decision.content });
      return { mode, blob: text.trim() };
    }
    // A side without the file deleted it.
    return decision.take === 'delete' ? null : (conflict[decision.take] ?? null);
  }
}

/** Git checks these before it writes a file. Another process may be at work there. */
function isRefusal(error: unknown): boolean {
  return error instanceof GatewayError || (error instanceof GitError && error.code === 'locked');
}

/** A merge that waits for decisions. @throws {GatewayError} `NO_MERGE` */
export function requireMerge({ merge, name }: WorktreeRecord): MergeRecord {
  if (merge !== undefined && merge.step === 'deciding') return merge;
  throw invalidRequest(`No merge of the worktree "${name}" is in progress.`, 'NO_MERGE', 'Start a merge.');
}

/** One merge of both branches, as a merge commit or as a single commit on top of the target. */
async function mergeOnce(place: MergePlace, merge: MergeRecord, decided: string | undefined): Promise<MergeRecord> {
  const { mode, targetCommit, sourceCommit, message } = merge;
  const { tree, conflicts } =
    decided === undefined ? await mergeTrees(place, targetCommit, sourceCommit) : { tree: decided, conflicts: [] };
  if (conflicts.length > 0) return { ...merge, tree, conflicts };
  const parents = mode === 'squash' ? [targetCommit] : [targetCommit, sourceCommit];
  return { ...merge, tree, conflicts: [], result: await writeCommit(place, { tree, parents, message }) };
}
