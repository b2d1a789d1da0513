// What works with git repositories on this computer.
import { realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { openGit, type RecordContact } from '#adapters/git/git-program.ts';
import { openGithubCli } from '#adapters/git/github-cli.ts';
import { openRunningPrograms } from '#adapters/git/running-programs.ts';
import { openGithubSearch } from '#adapters/git/github-search.ts';
import { openWorktreeFolders } from '#adapters/git/worktree-folders.ts';
import type { Home } from '#adapters/home/open-home.ts';
import { openSnapshots } from '#adapters/snapshots/open-snapshots.ts';
import type { OutboundRecords } from '#core/outbound/outbound-records.ts';

/** Git doesn't tell how many bytes it sent. */
const UNKNOWN_TRAFFIC = { sent: 0, received: 0 };

/** Git, GitHub's command line, worktrees, and snapshots. Each contact with another host is recorded. */
export function openGitServices(
  { folder, database }: Home,
  environment: Readonly<Record<string, string | undefined>>,
  ledger: Pick<OutboundRecords, 'open'>,
) {
  const record: RecordContact = (destination, stop) =>
    ledger.open({ kind: 'gateway', name: 'git' }, destination, { traffic: () => UNKNOWN_TRAFFIC, stop });
  const git = openGit(environment, record, { note: openRunningPrograms(folder), views: join(folder, 'git-views') });
  return {
    git,
    pullRequests: openGithubCli(environment, record),
    searchRepositories: openGithubSearch(environment, record),
    worktreeFolders: openWorktreeFolders(join(realpathSync(folder), 'worktrees')),
    snapshots: openSnapshots({ home: folder, forbiddenFolders: [folder, dirname(database)], git }),
  };
}
