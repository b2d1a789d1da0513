// The check of worktrees notices what a host could lose, repeat, or leave behind.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { runGit } from '#tests/support/git-repository.ts';
import { startRunningHost } from '#tests/support/running-host.ts';
import { checkRepository } from './check-repository.ts';
import type { Findings } from './checks.ts';
import { connectTo } from './connect.ts';
import { createRepository, readPoems, toCheckout, toText } from './repository-ledger.ts';

/** A host with a repository and a worktree of it. */
async function openStage() {
  const base = mkdtempSync(join(tmpdir(), 'gatehouse-kill-repository-'));
  const home = join(base, 'home');
  const repository = createRepository(join(base, 'garden'));
  mkdirSync(home, { mode: 0o700 });
  const configuration = { workspaces: { trusted: [repository.folder] } };
  writeFileSync(join(home, 'gatehouse.json5'), JSON.stringify(configuration), { mode: 0o600 });
  const host = await startRunningHost({ home });
  const client = await connectTo(host.origin, host.token);
  onTestFinished(async () => {
    client.stop();
    await host.dispose();
    rmSync(base, { recursive: true, force: true });
  });
  const key = 'agent:main:tree';
  const options = { key, cwd: repository.folder, worktree: true, worktreeName: 'tree' };
  const { worktree } = await client.request('sessions.create', options);
  const checkout = toCheckout(worktree?.id ?? '', key, worktree?.path ?? '');
  repository.checkouts.set(checkout.id, checkout);
  const check = async (): Promise<Findings> => {
    const findings: Findings = { lost: [], twice: [], stuck: [] };
    const scope = { client, repository, home, workspaces: [], isComplete: true, maxWaitMs: 200 };
    await checkRepository(scope, findings);
    return findings;
  };
  return { home, repository, checkout, check };
}

it('detects what is lost, what nobody requested, and what is left behind', async () => {
  const { home, repository, checkout, check } = await openStage();
  expect(await check()).toEqual({ lost: [], twice: [], stuck: [] });

  const strays = [
    join(home, 'worktrees', 'stray', 'tree', 'a.txt'),
    join(home, 'worktrees', '.merging', 'index'),
    join(repository.folder, '.git', 'index.lock'),
    join(checkout.path, '.git', 'HEAD.lock'),
    join(home, 'uploads', 'half.part'),
    join(checkout.path, '.gatehouse-1.tmp'),
  ];
  for (const file of strays) {
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, '');
  }
  runGit(repository.folder, 'update-ref', 'refs/gatehouse/worktrees/unknown', 'main');
  const [folder = '', ...files] = strays;
  const { stuck } = await check();
  for (const stray of [join(folder, '..'), ...files, 'stray ref refs/gatehouse/worktrees/unknown'])
    expect(stuck.join('\n')).toContain(stray);

  writeFileSync(join(checkout.path, 'poems/a.txt'), 'another line\n');
  checkout.commits.add('0'.repeat(40));
  checkout.pendingMerge = 'a merge';
  checkout.decisions.attempt(toText(readPoems(checkout.path)), '["as before"]');
  checkout.decisions.answered({ id: 'a decision', state: 'done' });
  repository.merged.add('1'.repeat(40));
  runGit(repository.folder, 'commit', '-q', '--allow-empty', '-m', 'By someone else');
  const { lost, twice } = await check();
  for (const words of [
    'after a decision, line 1 of poems/a.txt',
    'line 1 of poems/a.txt must be "line 1"',
    'commit 0000',
    'the merge was',
    'decision a decision',
    'merged commit 1',
  ])
    expect(lost.join('\n')).toContain(words);
  expect(twice.join('\n')).toContain('which nobody requested');

  rmSync(checkout.path, { recursive: true });
  expect((await check()).lost.join('\n')).toContain(`folder of a listed worktree: ${checkout.path}`);
});
