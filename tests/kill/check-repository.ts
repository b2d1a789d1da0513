// After a restart: worktrees, commits, merges, and decisions are as acknowledged, and nothing else is left on the disk.
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { runGit } from '#tests/support/git-repository.ts';
import { MAX_WAIT_MS } from '#tests/support/wait-until.ts';
import type { Findings } from './checks.ts';
import { readPoems, toText, type CheckoutLedger, type RepositoryLedger } from './repository-ledger.ts';

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
  { client, repository, home }: RepositoryScope,
  checkout: CheckoutLedger,
  state: string,
  { lost, stuck }: Findings,
): Promise<void> {
  const { id, key, commits, decisions } = checkout;
  if (!checkout.state.accepts(state)) lost.push(`worktree ${id}: ${checkout.state.acknowledged} became ${state}`);
  if (state === 'purged') return void repository.checkouts.delete(id);
  if (!(await isIdle(client, key))) stuck.push(`${key} is still running`);
  const folder = state === 'ready' ? checkout.path : join(home, 'worktrees', '.removed', id);
  const poems = toText(readPoems(folder));
  if (!checkout.poems.accepts(poems)) {
    lost.push(`worktree ${id}: the poems were ${checkout.poems.acknowledged}, are ${poems}`);
    checkout.poems.attempt(poems);
    checkout.poems.acknowledge(poems);
  }
  const there = new Set(runGit(folder, 'rev-list', 'HEAD').split('\n'));
  for (const commit of commits) if (!there.has(commit)) lost.push(`worktree ${id}: commit ${commit}`);
  const locks = listLocks(join(folder, '.git'));
  if (locks.length > 0) stuck.push(`worktree ${id}: ${locks.join(', ')}`);
  if (state !== 'ready') return;
  const { operations } = await client.request('changes.list', { sessionKey: key });
  for (const decision of decisions) {
    const found = operations.find((operation) => operation.id === decision);
    if (found?.state !== 'done') lost.push(`worktree ${id}: decision ${decision} is ${found?.state}`);
  }
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
function checkBase({ repository }: RepositoryScope, known: ReadonlySet<string>, { lost, stuck }: Findings): void {
  const { folder, merged } = repository;
  const there = new Set(runGit(folder, 'rev-list', 'main').split('\n'));
  for (const commit of merged) if (!there.has(commit)) lost.push(`merged commit ${commit}`);
  const status = runGit(folder, 'status', '--porcelain', '--untracked-files=all');
  if (status !== '') stuck.push(`the repository isn't clean: ${status}`);
  const locks = listLocks(join(folder, '.git'));
  if (locks.length > 0) stuck.push(`locks in the repository: ${locks.join(', ')}`);
  const refs = runGit(folder, 'for-each-ref', '--format=%(refname)').split('\n');
  for (const ref of refs) {
    const id = ref.replace('refs/gatehouse/worktrees/', '');
    if (ref !== 'refs/heads/main' && !known.has(id)) stuck.push(`stray ref ${ref}`);
  }
  const damage = runGit(folder, 'fsck', '--connectivity-only', '--no-dangling');
  if (damage !== '') lost.push(`objects of the repository: ${damage}`);
}

function listLocks(gitDir: string): readonly string[] {
  return list(gitDir).filter((name) => name.endsWith('.lock'));
}

function list(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : [];
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
  for (const folder of wanted) if (!found.includes(folder)) lost.push(`folder ${folder}`);
}

/** Temporary files are removed in the background. */
async function checkTemporaries({ home, workspaces, repository }: RepositoryScope, { stuck }: Findings): Promise<void> {
  const end = performance.now() + MAX_WAIT_MS;
  for (;;) {
    const folders = [...workspaces, repository.folder, join(home, 'worktrees')];
    const strays = folders.flatMap((folder) =>
      list(folder).filter((name) => TEMPORARY.test(name.split('/').at(-1) ?? '')),
    );
    const uploads = list(join(home, 'uploads'));
    const halves = uploads.filter(
      (name) =>
        !uploads.includes(name.replace(/(json|part)$/, (end) => (end === 'json' ? 'part' : 'json'))) ||
        name.endsWith('.new'),
    );
    const all = [...strays, ...halves];
    if (all.length === 0) return;
    if (performance.now() > end) {
      stuck.push(`temporary files: ${all.join(', ')}`);
      // They are reported once.
      for (const folder of folders) for (const name of strays) rmSync(join(folder, name), { force: true });
      return;
    }
    await delay(LOOK_EVERY_MS);
  }
}
