// The workload of worktrees: sessions get one, their agents change files, people review, commit, merge, remove, and restore.
import { isJsonObject } from '#contract/types/json-object.ts';
import type { MergeMode } from '#contract/types/worktrees.ts';
import type { Trigger } from './kill-plan.ts';
import type { Day } from './day.ts';
import { pause, step } from './step.ts';
import { KeptValue } from './kept-value.ts';
import {
  fromText,
  readPoems,
  toText,
  type CheckoutLedger,
  type Poems,
  type RepositoryLedger,
} from './repository-ledger.ts';

/** Worktrees that are used at the same time in one part of the workload. */
const PARALLEL = 2;
/** More than these are deleted. */
const MAX_CHECKOUTS = 8;
const MAX_STEPS = 60;
const MAX_CONFLICTS = 6;
/** What happens more often before a kill that waits for it. */
const CHOICE: Readonly<Partial<Record<Trigger, number>>> = { reviewing: 4, merging: 7, 'worktree removing': 8 };
/** Refusals that are part of the workload, because two worktrees merge into one branch. */
const EXPECTED: ReadonlySet<unknown> = new Set([
  'NOTHING_TO_MERGE',
  'NOTHING_TO_COMMIT',
  'TARGET_MOVED',
  // The list was older than the end of a run.
  'CHANGES_STALE',
]);

/** A worktree in use. */
interface Scene {
  readonly day: Day;
  readonly repository: RepositoryLedger;
  readonly checkout: CheckoutLedger;
}

/** Works in worktrees until the kill. */
export async function liveCheckouts(day: Day, repository: RepositoryLedger): Promise<void> {
  const earlier = [...repository.checkouts.values()];
  const works = Array.from({ length: PARALLEL }, (_, index) =>
    liveCheckout(
      day,
      repository,
      `${day.name}-tree${index}`,
      earlier[day.random.integer(earlier.length * 2 + 1) * 2 + index],
    ),
  );
  await Promise.all(works);
}

async function liveCheckout(
  day: Day,
  repository: RepositoryLedger,
  name: string,
  earlier: CheckoutLedger | undefined,
): Promise<void> {
  let checkout = earlier;
  for (let number = 0; !day.signal.aborted && number < MAX_STEPS; number += 1) {
    await step(day, async () => {
      if (checkout === undefined) checkout = await createCheckout(day, repository, `${name}-${number}`);
      else if (!(await act({ day, repository, checkout }, `${name}-${number}`))) checkout = undefined;
    });
    await pause(day, day.random.between(0, 30));
  }
}

async function createCheckout(day: Day, repository: RepositoryLedger, name: string): Promise<CheckoutLedger> {
  const key = `agent:main:${name}`;
  day.hit('worktree creating');
  const { worktree } = await day.client.request('sessions.create', {
    key,
    permissionMode: 'full',
    cwd: repository.folder,
    worktree: true,
    worktreeName: name,
  });
  if (worktree === undefined) throw new Error(`${key} got no worktree`);
  const checkout: CheckoutLedger = {
    id: worktree.id,
    key,
    path: worktree.path ?? '',
    state: new KeptValue(),
    poems: new KeptValue(),
    commits: new Set(),
    decisions: new Set(),
  };
  set(checkout.state, 'ready');
  set(checkout.poems, toText(readPoems(checkout.path)));
  repository.checkouts.set(checkout.id, checkout);
  repository.counts.created += 1;
  return checkout;
}

function set(kept: KeptValue, value: string): void {
  kept.attempt(value);
  kept.acknowledge(value);
}

/** Does something with a worktree. Returns whether it still exists. */
async function act(scene: Scene, id: string): Promise<boolean> {
  const { day, checkout, repository } = scene;
  if (checkout.state.acknowledged !== 'ready') return restore(scene);
  const choice = day.random.chance(0.4) ? (CHOICE[day.trigger] ?? 0) : day.random.integer(10);
  if (choice < 4) return edit(scene, id);
  if (choice < 6) return review(scene);
  if (choice < 7) return commit(scene, id);
  if (choice < 8) return merge(scene, id);
  return remove(scene, repository.checkouts.size > MAX_CHECKOUTS);
}

const current = ({ checkout }: Scene): Poems => fromText(checkout.poems.acknowledged ?? '');

/** The agent changes two lines, far apart, in one or two poems, one after the other. */
async function edit(scene: Scene, id: string): Promise<true> {
  const { day, repository, checkout } = scene;
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
async function review(scene: Scene): Promise<true> {
  const { day, checkout, repository } = scene;
  const { client, random } = day;
  const sessionKey = checkout.key;
  const { files } = await client.request('changes.list', { sessionKey });
  if (files.length === 0) return true;
  const kind = random.pick<'accept' | 'reject'>(['accept', 'reject', 'reject']);
  const before = current(scene);
  let after = before;
  const selected = [];
  for (const { path, version } of files.slice(0, 1 + random.integer(files.length))) {
    const { hunks } = await client.request('changes.get', { sessionKey, path });
    const decided = random.chance(0.5) ? hunks : hunks.slice(0, 1);
    selected.push({ path, version, hunks: decided.map((hunk) => hunk.id) });
    const lines = (before[path] ?? '').split('\n');
    for (const { newStart, newLines, oldLines } of decided.toReversed())
      lines.splice(newStart - 1, newLines.length, ...oldLines);
    if (kind === 'reject') after = { ...after, [path]: lines.join('\n') };
  }
  checkout.poems.attempt(toText(after));
  await expected(async () => {
    day.hit('reviewing');
    const { operation } = await client.request(`changes.${kind}`, { sessionKey, files: selected });
    checkout.poems.acknowledge(toText(after));
    checkout.decisions.add(operation.id);
    repository.counts.decided += 1;
    if (!random.chance(0.3)) return;
    checkout.poems.attempt(toText(before));
    checkout.decisions.delete(operation.id);
    day.hit('reviewing');
    await client.request('changes.undo', { sessionKey, id: operation.id });
    checkout.poems.acknowledge(toText(before));
  });
  return true;
}

async function commit({ day, checkout }: Scene, id: string): Promise<true> {
  await expected(async () => {
    const message = `Change of ${id}`;
    day.hit('merging');
    const made = await day.client.request('changes.commit', { sessionKey: checkout.key, message });
    checkout.commits.add(made.commit);
  });
  return true;
}

/** Commits and merges. Conflicts are decided for the worktree, or the merge is canceled. */
async function merge(scene: Scene, id: string): Promise<true> {
  const { day, checkout, repository } = scene;
  const { client, random } = day;
  await commit(scene, id);
  await expected(async () => {
    const status = await client.request('worktrees.status', { id: checkout.id });
    if (status.pendingMerge !== undefined) await client.request('worktrees.merge.cancel', { id: checkout.id });
    day.hit('merging');
    const mode = random.pick<MergeMode>(['merge', 'squash', 'rebase']);
    let outcome = await client.request('worktrees.merge', { id: checkout.id, mode });
    for (let round = 0; outcome.status === 'conflicts' && round < MAX_CONFLICTS; round += 1) {
      if (random.chance(0.2)) return void (await client.request('worktrees.merge.cancel', { id: checkout.id }));
      for (const { path } of outcome.pending.conflicts)
        await client.request('worktrees.merge.decide', { id: checkout.id, path, take: 'theirs' });
      day.hit('merging');
      outcome = await client.request('worktrees.merge.complete', { id: checkout.id });
    }
    if (outcome.status !== 'merged') return;
    repository.merged.add(outcome.commit);
    repository.counts.merged += 1;
  });
  return true;
}

async function remove({ day, checkout, repository }: Scene, isLast: boolean): Promise<boolean> {
  const { client } = day;
  const { id } = checkout;
  checkout.state.attempt('removed');
  day.hit('worktree removing');
  await client.request('worktrees.remove', { id, force: true });
  checkout.state.acknowledge('removed');
  if (!isLast) return true;
  checkout.state.attempt('purged');
  day.hit('worktree removing');
  await client.request('worktrees.purge', { id });
  checkout.state.acknowledge('purged');
  repository.checkouts.delete(id);
  repository.counts.purged += 1;
  return false;
}

async function restore({ day, checkout, repository }: Scene): Promise<true> {
  checkout.state.attempt('ready');
  day.hit('worktree removing');
  await day.client.request('worktrees.restore', { id: checkout.id });
  checkout.state.acknowledge('ready');
  repository.counts.restored += 1;
  return true;
}

async function expected(run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    const details = error instanceof Error && 'details' in error ? error.details : undefined;
    if (!isJsonObject(details) || !EXPECTED.has(details['code'])) throw error;
  }
}
