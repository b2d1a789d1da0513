// What agents and people do in a worktree of the workload. Each action returns whether the worktree still exists.
import type { MethodParams, MethodResult } from '#contract/methods/registry.ts';
import { isJsonObject } from '#contract/types/json-object.ts';
import type { MergeMode } from '#contract/types/worktrees.ts';
import type { Day } from './day.ts';
import { pause } from './step.ts';
import {
  describePendingMerge,
  fromText,
  toText,
  type CheckoutLedger,
  type Poems,
  type RepositoryLedger,
} from './repository-ledger.ts';

const MAX_CONFLICTS = 6;
const LOOK_EVERY_MS = 20;
/** After the last kill, what is refused is tried again so many times. */
const MAX_TRIES = 20;
/** Refusals that are part of the workload, because two worktrees merge into one branch. Nothing has changed after them. */
const REFUSALS: ReadonlySet<unknown> = new Set([
  'NOTHING_TO_MERGE',
  'NOTHING_TO_COMMIT',
  // The commit before it was refused.
  'WORKTREE_DIRTY',
  'TARGET_MOVED',
  // A list of changes can be older than the end of a run, which is noticed a moment after it.
  'CHANGES_STALE',
  'RUN_ACTIVE',
]);

/** A worktree in use. `id`: names what is done. */
export interface Scene {
  readonly day: Day;
  readonly repository: RepositoryLedger;
  readonly checkout: CheckoutLedger;
  readonly id: string;
}

/** What can be done in a worktree. */
export const checkoutActions = { edit, review, commit, merge, remove, restore } as const;

const current = ({ checkout }: Scene): Poems => fromText(checkout.poems.acknowledged ?? '');

/** The agent changes two lines, far apart, in one or two poems, one after the other. */
async function edit(scene: Scene): Promise<boolean> {
  const { day, repository, checkout, id } = scene;
  const before = current(scene);
  const paths = Object.keys(before)
    .toSorted(() => day.random.between(-1, 1))
    .slice(0, 1 + day.random.integer(2));
  let after = before;
  const written: Record<string, string> = {};
  for (const path of paths) {
    const lines = (before[path] ?? '').split('\n');
    for (const line of [day.random.integer(5), 20 + day.random.integer(5)]) lines[line] = `${id} ${line}`;
    written[path] = lines.join('\n');
    after = { ...after, [path]: written[path] };
    checkout.poems.attempt(toText(after));
  }
  repository.edits.set(id, written);
  day.hit('reviewing');
  await day.client.request('chat.send', { sessionKey: checkout.key, message: `write ${id}`, idempotencyKey: id });
  for (;;) {
    const { status } = await day.client.request('agent.wait', { runId: id, timeoutMs: 500 });
    if (status === 'error') throw new Error(`the run ${id} failed`);
    if (status === 'ok') break;
  }
  checkout.poems.acknowledge(toText(after));
  return true;
}

/** A person accepts or rejects one part or everything, and may undo it. */
async function review(scene: Scene): Promise<boolean> {
  const { checkout, day, repository } = scene;
  const sessionKey = checkout.key;
  const { files } = await day.client.request('changes.list', { sessionKey });
  if (files.length === 0) return edit({ ...scene, id: `${scene.id}-first` });
  const kind = day.random.pick<'accept' | 'reject'>(['accept', 'reject', 'reject']);
  const before = current(scene);
  let after = before;
  const selected: MethodParams<'changes.accept'>['files'][number][] = [];
  for (const { path, version } of files.slice(0, 1 + day.random.integer(files.length))) {
    const { hunks } = await day.client.request('changes.get', { sessionKey, path });
    const decided = day.random.chance(0.5) ? hunks : hunks.slice(0, 1);
    selected.push({ path, version, hunks: decided.map((hunk) => hunk.id) });
    const lines = splitLines(before[path] ?? '');
    for (const { newStart, newLines, oldLines } of decided.toReversed())
      lines.splice(newStart - 1, newLines.length, ...oldLines);
    if (kind === 'reject') after = { ...after, [path]: lines.join('') };
  }
  const [done, notDone] = [toText(after), toText(before)];
  checkout.poems.attempt(done);
  checkout.decisions.attempt(done, notDone);
  day.hit('reviewing');
  const answer = await unlessRefused(day.client.request(`changes.${kind}`, { sessionKey, files: selected }));
  if (answer === undefined) return refuse(checkout);
  checkout.decisions.answered(answer.operation);
  if (!(await settleDecision(scene, answer.operation))) return refuse(checkout);
  checkout.poems.acknowledge(done);
  repository.counts.decided += 1;
  if (day.random.chance(0.3)) await undo(scene, answer.operation.id, { done, notDone });
  return true;
}

/** Uses a worktree once more, without a kill: its agent, a review, and a merge. */
export async function finishCheckout(scene: Scene): Promise<void> {
  if (scene.checkout.state.acknowledged !== 'ready') await restore(scene);
  await cancelMerge(scene);
  const { counts } = scene.repository;
  await edit(scene);
  const { decided } = counts;
  // The end of the run, for which a decision waits or is refused, is noticed a moment after it.
  await untilDone(scene, review, () => counts.decided > decided);
  const { merged } = counts;
  await untilDone(scene, editAndMerge, () => counts.merged > merged);
}

async function editAndMerge(scene: Scene): Promise<void> {
  const { day, checkout } = scene;
  await edit({ ...scene, id: `${scene.id}-again` });
  await commit(scene);
  const { id } = checkout;
  await requestMerge(scene, () => day.client.request('worktrees.merge', { id, mode: 'merge' }));
  await resolveConflicts(scene);
}

/** Does something again until it wasn't refused. The scene of each try has another ID. */
async function untilDone(scene: Scene, work: (scene: Scene) => Promise<unknown>, isDone: () => boolean): Promise<void> {
  for (let attempt = 0; attempt < MAX_TRIES && !isDone(); attempt += 1) {
    if (attempt > 0) await pause(scene.day, LOOK_EVERY_MS);
    await work(attempt === 0 ? scene : { ...scene, id: `${scene.id}-${attempt}` });
  }
}

/** A list of lines with their endings. */
function splitLines(text: string): string[] {
  return text.split(/(?<=\n)/);
}

function refuse({ poems, decisions }: CheckoutLedger): true {
  poems.refuse();
  decisions.refuse();
  return true;
}

/** A decision that waits for the end of a run is carried out then, or conflicts. Returns whether it is done. */
async function settleDecision({ day, checkout }: Scene, operation: { readonly id: string }): Promise<boolean> {
  for (;;) {
    const { operations } = await day.client.request('changes.list', { sessionKey: checkout.key });
    const found = operations.find(({ id }) => id === operation.id);
    if (found === undefined) throw new Error(`the decision ${operation.id} is gone`);
    if (found.state !== 'waiting') {
      checkout.decisions.settle(found);
      return found.state === 'done';
    }
    await pause(day, LOOK_EVERY_MS);
  }
}

async function undo(
  { day, checkout, repository }: Scene,
  id: string,
  { done, notDone }: { readonly done: string; readonly notDone: string },
): Promise<void> {
  checkout.poems.attempt(notDone);
  checkout.decisions.attemptUndo(id, done, notDone);
  day.hit('reviewing');
  const answer = await unlessRefused(day.client.request('changes.undo', { sessionKey: checkout.key, id }));
  if (answer === undefined) return void refuse(checkout);
  checkout.decisions.settle(answer.operation);
  checkout.poems.acknowledge(notDone);
  repository.counts.undone += 1;
}

async function commit({ day, checkout, repository, id }: Scene): Promise<boolean> {
  const message = `Change of ${id}`;
  day.hit('committing');
  const made = await unlessRefused(day.client.request('changes.commit', { sessionKey: checkout.key, message }));
  if (made === undefined) return true;
  checkout.commits.add(made.commit);
  repository.counts.committed += 1;
  return true;
}

/** Commits and merges. Conflicts are decided, left for later, or the merge is canceled. */
async function merge(scene: Scene): Promise<boolean> {
  const { day, checkout } = scene;
  const { client, random } = day;
  const { id } = checkout;
  const status = await client.request('worktrees.status', { id });
  if (status.pendingMerge !== undefined) return random.chance(0.3) ? cancelMerge(scene) : resolveConflicts(scene);
  if (status.changed + status.ahead === 0) await edit(scene);
  await commit(scene);
  const mode = random.pick<MergeMode>(['merge', 'squash', 'rebase']);
  await requestMerge(scene, () => client.request('worktrees.merge', { id, mode }));
  return random.chance(0.8) ? resolveConflicts(scene) : true;
}

/** Starts or completes a merge. */
async function requestMerge(
  { day, checkout, repository }: Scene,
  request: () => Promise<MethodResult<'worktrees.merge'>>,
): Promise<void> {
  checkout.pendingMerge = undefined;
  repository.merging += 1;
  day.hit('merging');
  const outcome = await unlessRefused(request());
  repository.merging -= 1;
  if (outcome === undefined) {
    // A merge that is refused because the branch has moved is forgotten.
    const { pendingMerge } = await day.client.request('worktrees.status', { id: checkout.id });
    checkout.pendingMerge = describePendingMerge(pendingMerge);
    return;
  }
  checkout.pendingMerge = describePendingMerge(outcome.status === 'conflicts' ? outcome.pending : undefined);
  if (outcome.status === 'conflicts') return void (repository.counts.conflicted += 1);
  repository.merged.add(outcome.commit);
  repository.counts.merged += 1;
}

/** Decides all conflicts of a merge that waits. A rebase can stop at the next commit. */
async function resolveConflicts(scene: Scene): Promise<boolean> {
  const { day, checkout } = scene;
  const { client, random } = day;
  const { id } = checkout;
  for (let round = 0; round < MAX_CONFLICTS; round += 1) {
    const { pendingMerge } = await client.request('worktrees.status', { id });
    if (pendingMerge === undefined) return true;
    for (const { path, isResolved } of pendingMerge.conflicts) {
      if (isResolved) continue;
      checkout.pendingMerge = undefined;
      const take = random.pick<'ours' | 'theirs'>(['ours', 'theirs', 'theirs']);
      const { pending } = await client.request('worktrees.merge.decide', { id, path, take });
      checkout.pendingMerge = describePendingMerge(pending);
    }
    await requestMerge(scene, () => client.request('worktrees.merge.complete', { id }));
  }
  return cancelMerge(scene);
}

async function cancelMerge({ day, checkout }: Scene): Promise<boolean> {
  const { id } = checkout;
  const { pendingMerge } = await day.client.request('worktrees.status', { id });
  if (pendingMerge === undefined) return true;
  checkout.pendingMerge = undefined;
  await day.client.request('worktrees.merge.cancel', { id });
  checkout.pendingMerge = describePendingMerge(undefined);
  return true;
}

/** Removes a worktree, and deletes some of them permanently. */
async function remove({ day, checkout, repository }: Scene): Promise<boolean> {
  const { client } = day;
  const { id } = checkout;
  checkout.state.attempt('removed');
  // A merge that waits is forgotten.
  checkout.pendingMerge = undefined;
  day.hit('worktree removing');
  await client.request('worktrees.remove', { id, force: true });
  checkout.state.acknowledge('removed');
  checkout.pendingMerge = describePendingMerge(undefined);
  if (day.random.chance(0.6)) return true;
  checkout.state.attempt('purged');
  day.hit('worktree removing');
  await client.request('worktrees.purge', { id });
  checkout.state.acknowledge('purged');
  repository.checkouts.delete(id);
  repository.counts.purged += 1;
  return false;
}

async function restore({ day, checkout, repository }: Scene): Promise<boolean> {
  checkout.state.attempt('ready');
  day.hit('worktree removing');
  await day.client.request('worktrees.restore', { id: checkout.id });
  checkout.state.acknowledge('ready');
  repository.counts.restored += 1;
  return true;
}

/** The answer; undefined if the host refused for a reason that is part of the workload. */
async function unlessRefused<T>(request: Promise<T>): Promise<T | undefined> {
  try {
    return await request;
  } catch (error) {
    const details = error instanceof Error && 'details' in error ? error.details : undefined;
    if (!isJsonObject(details) || !REFUSALS.has(details['code'])) throw error;
    return undefined;
  }
}
