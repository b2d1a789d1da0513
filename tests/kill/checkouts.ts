// The workload of worktrees: sessions get one, their agents change files, people review, commit, merge, remove, and restore.
import { checkoutActions, finishCheckout, type Scene } from './checkout-actions.ts';
import type { Day } from './day.ts';
import type { Trigger } from './kill-plan.ts';
import { toCheckout, type CheckoutLedger, type RepositoryLedger } from './repository-ledger.ts';
import { pause, step } from './step.ts';

/** Worktrees that are used at the same time in one part of the workload. */
const PARALLEL = 2;
/** So many exist at most, apart from those that are being used. */
const MAX_CHECKOUTS = 5;
const MAX_STEPS = 60;
/** What happens more often before a kill that waits for it. */
const FAVORITES: Readonly<Partial<Record<Trigger, keyof typeof checkoutActions>>> = {
  reviewing: 'review',
  committing: 'commit',
  merging: 'merge',
  'worktree removing': 'remove',
};
const USUAL = ['edit', 'edit', 'edit', 'review', 'review', 'commit', 'merge', 'merge', 'remove'] as const;

/** Works in worktrees until the kill. */
export async function liveCheckouts(day: Day, repository: RepositoryLedger): Promise<void> {
  const earlier = [...repository.checkouts.values()].toSorted(() => day.random.between(-1, 1));
  const isNew = (): boolean =>
    day.trigger === 'worktree creating' || (earlier.length < MAX_CHECKOUTS && day.random.chance(0.3));
  const works = Array.from({ length: PARALLEL }, (_, index) =>
    liveCheckout(day, repository, `${day.name}-tree${index}`, isNew() ? undefined : earlier[index]),
  );
  await Promise.all(works);
}

/** Uses some of the worktrees once more, after the last kill. */
export async function finishCheckouts(day: Day, repository: RepositoryLedger): Promise<void> {
  const left = [...repository.checkouts.values()].slice(-PARALLEL);
  const name = `${day.name}-tree`;
  const used = left.length > 0 ? left : [await createCheckout(day, repository, name)];
  for (const [index, checkout] of used.entries()) {
    checkout.isUsed = true;
    await finishCheckout({ day, repository, checkout, id: `${name}-${index}` });
  }
}

async function liveCheckout(
  day: Day,
  repository: RepositoryLedger,
  name: string,
  earlier: CheckoutLedger | undefined,
): Promise<void> {
  let checkout = earlier;
  for (let number = 0; !day.signal.aborted && number < MAX_STEPS; number += 1) {
    const id = `${name}-${number}`;
    await step(day, async () => {
      if (checkout === undefined) checkout = await createCheckout(day, repository, id);
      else if (!(await act({ day, repository, checkout, id }))) checkout = undefined;
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
  if (worktree?.path === undefined) throw new Error(`${key} got no worktree`);
  const checkout = toCheckout(worktree.id, key, worktree.path);
  repository.checkouts.set(checkout.id, checkout);
  repository.counts.created += 1;
  return checkout;
}

/** Does something with a worktree. Returns whether it still exists. */
function act(scene: Scene): Promise<boolean> {
  const { day, checkout } = scene;
  checkout.isUsed = true;
  if (checkout.state.acknowledged !== 'ready') return checkoutActions.restore(scene);
  const favorite = day.random.chance(0.5) ? FAVORITES[day.trigger] : undefined;
  return checkoutActions[favorite ?? day.random.pick<keyof typeof checkoutActions>(USUAL)](scene);
}
