// After a restart: worktrees, commits, merges, and decisions are as acknowledged, and nothing else is left on the disk.
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { runGit } from '#tests/support/git-repository.ts';
import { MAX_WAIT_MS } from '#tests/support/wait-until.ts';
import type { Findings } from './checks.ts';
import {
  describeDifference,
  describePendingMerge,
  readPoems,
  toText,
  type CheckoutLedger,
  type RepositoryLedger,
} from './repository-ledger.ts';

const LOOK_EVERY_MS = 25;
/** Temporary files of Gatehouse in a folder that people see. */
const TEMPORARY = /^\.gatehouse-.*\.(tmp|new|old)$/;

/** What is checked. */
export interface RepositoryScope {
  readonly client: GatewayClient;
  readonly repository: RepositoryLedger;
  readonly home: string;
  /** Other folders that people see. */
  readonly workspaces: readonly string[];
  /** Whether worktrees that weren't used since the last check are compared completely, too. */
  readonly isComplete: boolean;
  /** How long temporary files may stay, ms. */
  readonly maxWaitMs?: number;
}

/** Runs all checks. */
export async function checkRepository(scope: RepositoryScope, findings: Findings): Promise<void> {
  const { client, repository } = scope;
  const { worktrees } = await client.request('worktrees.list', {});
  const states = new Map(worktrees.map(({ id, removedAt }) => [id, removedAt === undefined ? 'ready' : 'removed']));
  for (const checkout of repository.checkouts.values())
    await checkCheckout(scope, checkout, states.get(checkout.id) ?? 'purged', findings);
  checkBase(scope, new Set(states.keys()), findings);
  checkFolders(scope, worktrees, findings);
  await checkTemporaries(scope, findings);
}

async function checkCheckout(
  { client, repository, home, isComplete }: RepositoryScope,
  checkout: CheckoutLedger,
  state: string,
  findings: Findings,
): Promise<void> {
  const { id, key } = checkout;
  const { lost, stuck } = findings;
  if (!checkout.state.accepts(state)) lost.push(`worktree ${id}: ${checkout.state.acknowledged} became ${state}`);
  if (state === 'purged') return void repository.checkouts.delete(id);
  if (checkout.isUsed && !(await isIdle(client, key))) stuck.push(`${key} is still running`);
  const folder = state === 'ready' ? checkout.path : join(home, 'worktrees', '.removed', id);
  if (!existsSync(folder)) return void lost.push(`worktree ${id}: its folder ${folder}`);
  const isChecked = checkout.isUsed || isComplete;
  checkout.isUsed = false;
  const files = isChecked ? await checkDecisions(client, { checkout, repository }, findings) : undefined;
  const poems = toText(readPoems(folder));
  if (files !== undefined && poems !== files)
    lost.push(`worktree ${id}: after a decision, ${describeDifference(files, poems)}`);
  if (!checkout.poems.accepts(poems)) {
    lost.push(`worktree ${id}: ${describeDifference(checkout.poems.acknowledged ?? '[]', poems)}`);
    checkout.poems.attempt(poems);
    checkout.poems.acknowledge(poems);
  }
  if (!isChecked) return;
  const there = new Set(runGit(folder, 'rev-list', 'HEAD').split('\n'));
  for (const commit of checkout.commits) if (!there.has(commit)) lost.push(`worktree ${id}: commit ${commit}`);
  if (state === 'ready') await checkPendingMerge(client, checkout, findings);
}

/** Compares the decisions. Returns what the files must be if one was open at the kill. */
async function checkDecisions(
  client: GatewayClient,
  { checkout, repository }: { readonly checkout: CheckoutLedger; readonly repository: RepositoryLedger },
  { lost, twice, stuck }: Findings,
): Promise<string | undefined> {
  const { id, key, decisions } = checkout;
  const end = performance.now() + MAX_WAIT_MS;
  let { operations } = await client.request('changes.list', { sessionKey: key });
  // Decisions that waited for a run are carried out when it has ended.
  while (operations.some(({ state }) => state === 'waiting') && performance.now() < end) {
    await delay(LOOK_EVERY_MS);
    ({ operations } = await client.request('changes.list', { sessionKey: key }));
  }
  for (const { id: decision, state } of operations)
    if (state === 'waiting') stuck.push(`worktree ${id}: decision ${decision} waits, and nothing is running`);
  const compared = decisions.compare(operations);
  lost.push(...compared.lost.map((finding) => `worktree ${id}: ${finding}`));
  twice.push(...compared.twice.map((finding) => `worktree ${id}: ${finding}`));
  if (compared.isRecovered) repository.counts.recovered += 1;
  return compared.files;
}

/** A merge that waits for decisions keeps them. */
async function checkPendingMerge(client: GatewayClient, checkout: CheckoutLedger, { lost }: Findings): Promise<void> {
  const { id, pendingMerge: acknowledged } = checkout;
  const status = await client.request('worktrees.status', { id });
  const pendingMerge = describePendingMerge(status.pendingMerge);
  if (acknowledged !== undefined && pendingMerge !== acknowledged)
    lost.push(`worktree ${id}: the merge was ${acknowledged}, is ${pendingMerge}`);
  if (status.health !== 'ready') lost.push(`worktree ${id} is ${status.health}: ${status.problem}`);
  checkout.pendingMerge = pendingMerge;
}

async function isIdle(client: GatewayClient, key: string): Promise<boolean> {
  const end = performance.now() + MAX_WAIT_MS;
  while (performance.now() < end) {
    const { session } = await client.request('sessions.describe', { key });
    if (!['running', 'queued'].includes(session?.status ?? '')) return true;
    await delay(LOOK_EVERY_MS);
  }
  return false;
}

/** The repository itself: merged commits, clean files, no locks, and no refs of worktrees that don't exist. */
function checkBase({ repository }: RepositoryScope, known: ReadonlySet<string>, findings: Findings): void {
  const { lost, stuck } = findings;
  const { folder } = repository;
  checkMerges(repository, findings);
  const status = runGit(folder, 'status', '--porcelain', '--untracked-files=all');
  if (status !== '') stuck.push(`the repository isn't clean: ${status}`);
  const refs = runGit(folder, 'for-each-ref', '--format=%(refname)').split('\n');
  for (const ref of refs) {
    const id = ref.replace('refs/gatehouse/worktrees/', '');
    if (ref !== 'refs/heads/main' && !known.has(id)) stuck.push(`stray ref ${ref}`);
  }
  const damage = runGit(folder, 'fsck', '--connectivity-only', '--no-dangling');
  if (damage !== '') lost.push(`objects of the repository: ${damage}`);
}

/** The branch contains all merges, and nothing else unless a merge was open at the kill. */
function checkMerges(repository: RepositoryLedger, { lost, twice }: Findings): void {
  const { folder, merged, counts } = repository;
  const [tip = '', ...before] = runGit(folder, 'rev-list', '--topo-order', 'main').split('\n');
  const there = new Set([tip, ...before]);
  for (const commit of merged) if (!there.has(commit)) lost.push(`merged commit ${commit}`);
  if (!merged.has(tip)) {
    if (repository.merging === 0) twice.push(`main is at ${tip}, which nobody requested`);
    counts.recovered += 1;
  }
  merged.add(tip);
  repository.merging = 0;
}

/** Each folder of a worktree belongs to one that is listed. */
function checkFolders(
  { home }: RepositoryScope,
  worktrees: readonly { readonly id: string; readonly path?: string; readonly removedAt?: number }[],
  { stuck, lost }: Findings,
): void {
  const root = join(home, 'worktrees');
  const children = (folder: string) => (existsSync(folder) ? readdirSync(folder) : []);
  const found = children(root).flatMap((group) => children(join(root, group)).map((name) => join(root, group, name)));
  const wanted = worktrees.map(({ id, path = '', removedAt }) =>
    removedAt === undefined ? path : join(root, '.removed', id),
  );
  for (const folder of found) if (!wanted.includes(folder)) stuck.push(`stray folder ${folder}`);
  for (const folder of wanted) if (!found.includes(folder)) lost.push(`folder of a listed worktree: ${folder}`);
}

/** Temporary files are removed in the background, and work on a repository locks it for a moment. */
async function checkTemporaries(scope: RepositoryScope, { stuck }: Findings): Promise<void> {
  const end = performance.now() + (scope.maxWaitMs ?? MAX_WAIT_MS);
  for (;;) {
    const left = findLeft(scope);
    if (left.length === 0) return;
    if (performance.now() > end) {
      stuck.push(`temporary files: ${left.join(', ')}`);
      // They are reported once.
      for (const file of left) rmSync(file, { recursive: true, force: true });
      return;
    }
    await delay(LOOK_EVERY_MS);
  }
}

/** Temporary files, locks of git, and incomplete uploads. */
function findLeft({ home, workspaces, repository }: RepositoryScope): readonly string[] {
  const worktrees = join(home, 'worktrees');
  const visible = [...workspaces, repository.folder, worktrees].flatMap(list);
  const repositories = [join(repository.folder, '.git'), worktrees, join(home, 'snapshots')].flatMap(list);
  const uploads = list(join(home, 'uploads'));
  const other = (file: string): string => file.replace(/(json|part)$/, (end) => (end === 'json' ? 'part' : 'json'));
  return [
    ...visible.filter((file) => TEMPORARY.test(basename(file))),
    ...repositories.filter((file) => file.endsWith('.lock')),
    ...uploads.filter((file) => file.endsWith('.new') || !uploads.includes(other(file))),
    ...list(join(worktrees, '.merging')),
  ];
}

/** Everything in a folder. */
function list(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name));
  } catch (error) {
    // It doesn't exist, or a folder in it was removed meanwhile.
    if (isMissing(error)) return existsSync(folder) ? list(folder) : [];
    throw error;
  }
}

const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT';
