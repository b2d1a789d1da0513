// The search on GitHub, with a program in place of the GitHub CLI.
// Proves: PJ-4
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openGithubSearch } from './github-search.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'gatehouse-gh-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const contacts: string[] = [];
function search(query: string, script?: string) {
  if (script !== undefined) {
    writeFileSync(join(folder, 'gh'), `#!/bin/sh\nprintf '%s\\n' "$@" > '${folder}/arguments'\n${script}\n`);
    chmodSync(join(folder, 'gh'), 0o755);
  }
  const environment = { PATH: folder, HOME: folder };
  const run = openGithubSearch(environment, ({ host }) => {
    contacts.push(host);
    return () => undefined;
  });
  return run(query, AbortSignal.timeout(30_000));
}

describe.skipIf(process.platform === 'win32')('the search for repositories', () => {
  it('returns what the program finds, and passes the query as one argument that is no option', async () => {
    const rows = [
      {
        name: 'garden',
        fullName: 'ada/garden',
        description: 'Plants.',
        url: 'https://github.com/ada/garden',
        isPrivate: true,
      },
      { name: 'bad', fullName: 'ada/bad', description: '', url: 'javascript:alert(1)', isPrivate: false },
      { name: 'plain', fullName: 'ada/plain', description: '', url: 'https://github.com/ada/plain', isPrivate: false },
    ];
    expect(await search('--web garden', `echo '${JSON.stringify(rows)}'`)).toEqual([
      {
        name: 'garden',
        fullName: 'ada/garden',
        description: 'Plants.',
        cloneUrl: 'https://github.com/ada/garden.git',
        webUrl: 'https://github.com/ada/garden',
        private: true,
      },
      {
        name: 'plain',
        fullName: 'ada/plain',
        cloneUrl: 'https://github.com/ada/plain.git',
        webUrl: 'https://github.com/ada/plain',
        private: false,
      },
    ]);
    expect(readFileSync(join(folder, 'arguments'), 'utf8').trimEnd().split('\n').slice(-2)).toEqual([
      '--',
      '--web garden',
    ]);
    expect(contacts).toContain('api.github.com');
  });

  it('finds nothing without the program or a sign-in', async () => {
    expect(await search('garden')).toBeUndefined();
    const signedOut = "echo 'To get started with GitHub CLI, please run:  gh auth login' >&2; exit 4";
    expect(await search('garden', signedOut)).toBeUndefined();
  });

  it('fails with the reason of the program', async () => {
    await expect(search('garden', "echo 'HTTP 503: unavailable' >&2; exit 1")).rejects.toThrow('HTTP 503');
  });
});
