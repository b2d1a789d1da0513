// Proves: PJ-4
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { openGit } from '#adapters/git/git-program.ts';
import { describe, expect, it } from 'vitest';
import type { PullRequest } from '#contract/types/publishing.ts';
import type { Git } from '#core/ports/git.ts';
import type { PullRequests } from '#core/ports/pull-requests.ts';
import { makeTestFolder, openRepository, runGit } from '#tests/support/git-repository.ts';
import { ME, openWorktreeStage, RUNNING, type WorktreeStage } from '#tests/support/core/worktree-stage.ts';
import { says } from '#tests/support/core/scripted-provider.ts';
import { parseAddress } from './find-remote.ts';
import { scanPatch } from './scan-patch.ts';

const KEY = 'agent:main:publishing';
/** Looks like a token of GitHub. Split, so that no scanner finds it here. */
const TOKEN = `ghp_${'a1B2'.repeat(9)}`;
const failure = (work: Promise<unknown>) =>
  work.then(
    () => expect.fail('it succeeded'),
    (error: { readonly extras?: { readonly details?: { readonly code?: string } } }) => error.extras?.details?.code,
  );

async function openSession(stage: WorktreeStage, inWorktree = true) {
  const created = inWorktree ? await stage.create() : undefined;
  const workspace = created?.path ?? stage.base.folder;
  const place = created === undefined ? {} : { worktreeId: created.id };
  const session = await stage.engine.sessions.create({ key: KEY, workspace, ...place }, ME);
  const commit = (message: string, more: { paths?: readonly string[]; allowSecrets?: boolean } = {}) =>
    stage.engine.publishing.commit(session, { message, allowSecrets: false, ...more }, ME, RUNNING);
  return { session, files: openRepository(workspace), commit };
}

describe('a commit', () => {
  it.each([true, false])(
    'of everything or of some files keeps what else is staged (in a worktree: %s)',
    async (inWorktree) => {
      const stage = await openWorktreeStage();
      const { files, commit } = await openSession(stage, inWorktree);
      await files.put('a.txt', 'changed\n');
      await files.put('new.txt', 'new\n');
      await files.put('staged.txt', 'staged\n');
      files.git('add', 'staged.txt');
      files.git('mv', 'src/main.ts', 'src/start.ts');
      expect(await commit('Change a', { paths: ['a.txt', 'src/start.ts'] })).toMatchObject({ files: 3 });
      expect(files.git('show', '--name-status', '--format=%an: %s', '-M')).toBe(
        'Ada Lovelace: Change a\n\nM\ta.txt\nR100\tsrc/main.ts\tsrc/start.ts',
      );
      expect(files.git('status', '--porcelain')).toBe('A  staged.txt\n?? new.txt');
      await commit('The rest');
      expect(files.git('status', '--porcelain')).toBe('');
      expect(await failure(commit('Nothing'))).toBe('NOTHING_TO_COMMIT');
    },
  );

  it('runs no hook, and leaves files with a filter to git', async () => {
    const stage = await openWorktreeStage();
    const { files, commit } = await openSession(stage, false);
    for (const hook of ['pre-commit', 'commit-msg', 'post-commit']) {
      await files.put(`.git/hooks/${hook}`, '#!/bin/sh\ntouch hooked\nexit 1\n');
      await fs.chmod(path.join(files.folder, '.git/hooks', hook), 0o755);
    }
    await files.put('a.txt', 'changed\n');
    await commit('Change');
    expect(await fs.readdir(files.folder)).not.toContain('hooked');
    files.git('config', 'filter.lfs.clean', 'touch cleaned; cat');
    await files.put('.gitattributes', '*.bin filter=lfs\n');
    await commit('Attributes');
    await files.put('b.bin', 'binary');
    expect(await failure(commit('Binary'))).toBe('FILES_USE_FILTERS');
    expect(await fs.readdir(files.folder)).not.toContain('cleaned');
  });

  it('with a secret is refused until a person confirms it', async () => {
    const stage = await openWorktreeStage();
    const { files, commit } = await openSession(stage);
    await files.put('settings.ini', `name = x\ntoken = ${TOKEN}\n`);
    const error: unknown = await commit('Settings').catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      extras: {
        details: { code: 'SECRETS_FOUND', findings: [{ path: 'settings.ini', line: 2, kind: 'GitHub token' }] },
      },
    });
    expect(JSON.stringify(error)).not.toContain(TOKEN);
    expect(files.git('log', '--format=%s')).toBe('First commit');
    await commit('Settings', { allowSecrets: true });
    const audit = await stage.store.audit.list({ limit: 1 });
    expect(audit[0]).toMatchObject({ action: 'changes.committed', details: { allowSecrets: true } });
  });

  it('with a secret is refused also if attributes declare its file as binary', async () => {
    const stage = await openWorktreeStage();
    const { files, commit } = await openSession(stage);
    await files.put('.gitattributes', '* -diff\n');
    await files.put('settings.ini', `token = ${TOKEN}\n`);
    expect(await failure(commit('Settings'))).toBe('SECRETS_FOUND');
  });

  it('is the first one of a repository without commits', async () => {
    const stage = await openWorktreeStage();
    const folder = await makeTestFolder('first');
    runGit(folder, 'init', '-q', '-b', 'main');
    runGit(folder, 'config', 'user.name', 'Ada');
    runGit(folder, 'config', 'user.email', 'ada@example.org');
    await fs.writeFile(path.join(folder, 'a'), 'a\n');
    const session = await stage.engine.sessions.create({ key: KEY, workspace: folder }, ME);
    await stage.engine.publishing.commit(session, { message: 'First', allowSecrets: false }, ME, RUNNING);
    expect(runGit(folder, 'log', '--format=%s')).toBe('First');
    expect(runGit(folder, 'status', '--porcelain')).toBe('');
  });

  it('has a message that the model proposes, or one that names the files', async () => {
    const stage = await openWorktreeStage({ script: [says('```\nGreet the world\n\nBecause it is polite.\n```')] });
    const { session, files } = await openSession(stage);
    await files.put('a.txt', `hello ${TOKEN}\n`);
    expect(await stage.engine.publishing.proposeMessage(session, RUNNING)).toBe(
      'Greet the world\n\nBecause it is polite.',
    );
    const asked = JSON.stringify(stage.providers.requests.at(-1));
    expect(asked).toContain('hello');
    expect(asked).not.toContain(TOKEN);
    const silent = await openWorktreeStage({ agent: { model: '' } });
    const other = await openSession(silent);
    await other.files.put('a.txt', 'hello\n');
    expect(await silent.engine.publishing.proposeMessage(other.session, RUNNING)).toBe('Update a.txt');
  });
});

describe('a push', () => {
  const push = (
    stage: WorktreeStage,
    session: Awaited<ReturnType<typeof openSession>>['session'],
    allowSecrets = false,
  ) => stage.engine.publishing.push(session, { allowSecrets, onProgress: () => undefined }, ME, RUNNING);

  async function openWithRemote(git?: Git) {
    const stage = await openWorktreeStage(git === undefined ? {} : { git });
    const remote = path.join(await makeTestFolder('remote'), 'app.git');
    runGit(stage.base.folder, 'clone', '-q', '--bare', '.', remote);
    stage.base.git('remote', 'add', 'origin', remote);
    stage.base.git('fetch', '-q', 'origin');
    return { stage, remote, ...(await openSession(stage)) };
  }

  it('publishes the branch of a worktree, and no hook or setting of the project takes effect', async () => {
    const { stage, remote, session, files, commit } = await openWithRemote();
    await stage.base.put('.git/hooks/pre-push', '#!/bin/sh\ntouch hooked\nexit 1\n');
    await fs.chmod(path.join(stage.base.folder, '.git/hooks/pre-push'), 0o755);
    stage.base.git('config', 'remote.origin.receivepack', 'touch hooked; git-receive-pack');
    await files.put('a.txt', 'changed\n');
    await commit('Change');
    const pushed = await push(stage, session);
    expect(runGit(remote, 'log', '-1', '--format=%s', pushed.branch)).toBe('Change');
    expect(stage.base.git('rev-parse', `origin/${pushed.branch}`)).toBe(pushed.commit);
    expect(await fs.readdir(stage.base.folder)).not.toContain('hooked');
    expect(await fs.readdir(stage.root)).not.toContain('.merging');
  });

  it('never overwrites commits of the remote', async () => {
    const { stage, remote, session, files, commit } = await openWithRemote();
    await files.put('a.txt', 'changed\n');
    await commit('Change');
    const { branch } = await push(stage, session);
    const other = runGit(remote, 'commit-tree', '-m', 'Theirs', '-p', branch, `${branch}^{tree}`);
    runGit(remote, 'update-ref', `refs/heads/${branch}`, other);
    await files.put('a.txt', 'changed again\n');
    await commit('Again');
    expect(await failure(push(stage, session))).toBe('PUSH_REJECTED');
    expect(runGit(remote, 'rev-parse', branch)).toBe(other);
  });

  it('with a secret in any commit is refused until a person confirms it', async () => {
    const { stage, session, files } = await openWithRemote();
    await files.put('settings.ini', `token = ${TOKEN}\n`);
    files.commit('Secret');
    await files.put('settings.ini', 'token = none\n');
    files.commit('Remove it');
    expect(await failure(push(stage, session))).toBe('SECRETS_FOUND');
    expect((await push(stage, session, true)).remote).toBe('origin');
  });

  it('with a secret in a merge, or in one of many large commits, is refused', async () => {
    const limit = 100_000;
    const git = openGit({ PATH: process.env['PATH'], HOME: '/nonexistent' }, () => () => undefined);
    const { stage, session, files } = await openWithRemote({
      ...git,
      run: (place, args, options) =>
        git.run(place, args, args[0] === 'log' ? { ...options, maxOutputBytes: limit } : options),
    });
    const [main, branch] = [files.git('rev-parse', 'HEAD'), files.git('branch', '--show-current')];
    const reset = (): void => {
      files.git('reset', '-q', '--hard', main);
      stage.base.git('branch', '-q', '-D', branch);
    };
    await files.put('a.txt', 'ours\n');
    files.commit('Ours');
    files.git('checkout', '-q', '-b', 'other', main);
    await files.put('b.txt', 'theirs\n');
    files.commit('Theirs');
    files.git('checkout', '-q', branch);
    files.git('merge', '-q', '--no-commit', '--no-ff', 'other');
    await files.put('settings.ini', `token = ${TOKEN}\n`);
    files.commit('Merge');
    expect(await failure(push(stage, session))).toBe('SECRETS_FOUND');
    reset();
    await files.put('settings.ini', `token = ${TOKEN}\n`);
    files.commit('Secret');
    for (let part = 0; part < 2; part += 1) {
      await files.put(`large-${part}.txt`, 'some text\n'.repeat(limit / 20));
      files.commit('Large');
    }
    expect(await failure(push(stage, session))).toBe('SECRETS_FOUND');
    reset();
    await files.put('larger.txt', 'some text\n'.repeat(limit / 5));
    files.commit('Too large');
    expect(await failure(push(stage, session))).toBe('TOO_LARGE_TO_SCAN');
  });

  it('passes the password in the address of a remote neither as an argument nor in an error', async () => {
    const git = openGit({ PATH: process.env['PATH'], HOME: '/nonexistent' }, () => () => undefined);
    const seen: string[] = [];
    const stage = await openWorktreeStage({
      git: {
        ...git,
        run(place, args, options) {
          seen.push(...args);
          return git.run(place, args, options);
        },
      },
    });
    const { session, files, commit } = await openSession(stage);
    stage.base.git('remote', 'add', 'origin', 'https://ada:hunter2-hunter2@127.0.0.1:1/app.git');
    await files.put('a.txt', 'changed\n');
    await commit('Change');
    const error: unknown = await push(stage, session).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ extras: { details: { code: 'PUSH_UNREACHABLE' } } });
    expect(seen).toContain('push');
    expect(`${seen.join(' ')} ${JSON.stringify(error)} ${String(error)}`).not.toContain('hunter2');
  });

  it('says what to do without a remote, or when it cannot be reached', async () => {
    const stage = await openWorktreeStage();
    const { session } = await openSession(stage);
    expect(await failure(push(stage, session))).toBe('NO_REMOTE');
    stage.base.git('remote', 'add', 'origin', path.join(stage.base.folder, 'nowhere'));
    expect(await failure(push(stage, session))).toBe('PUSH_FAILED');
    stage.base.git('remote', 'set-url', 'origin', 'ext::sh -c touch% hooked');
    expect(await failure(push(stage, session))).toBe('REMOTE_ADDRESS');
  });
});

describe('a pull request', () => {
  it('is opened once for the pushed branch', async () => {
    const created: unknown[] = [];
    let open: PullRequest | undefined;
    const pullRequests: PullRequests = {
      async create(repository, { head, base, title }) {
        created.push({ repository, head, base, title });
        open = { number: 7, url: 'https://github.com/ada/app/pull/7', title, state: 'open', base, checks: [] };
        return open;
      },
      find: async () => open,
    };
    const stage = await openWorktreeStage({ pullRequests });
    const remote = path.join(await makeTestFolder('remote'), 'app.git');
    runGit(stage.base.folder, 'clone', '-q', '--bare', '.', remote);
    stage.base.git('remote', 'add', 'origin', 'https://github.com/ada/app.git');
    const { session, files, commit } = await openSession(stage);
    await files.put('a.txt', 'changed\n');
    await commit('Change');
    const home = path.join(path.dirname(stage.base.folder), 'person');
    await fs.mkdir(home);
    // The person's own settings lead to a repository on this computer.
    await fs.writeFile(
      path.join(home, '.gitconfig'),
      `[url "${remote}"]\n\tpushInsteadOf = https://github.com/ada/app.git\n`,
    );
    const request = { title: 'Change a', allowSecrets: false, onProgress: () => undefined };
    expect(await failure(stage.engine.publishing.openPullRequest(session, request, ME, RUNNING))).toBe('NOT_HOSTED');
    await fs.writeFile(path.join(home, '.gitconfig'), '');
    expect(
      await failure(stage.engine.publishing.openPullRequest(session, { ...request, remote: 'nope' }, ME, RUNNING)),
    ).toBe('NO_REMOTE');
    expect(await stage.engine.publishing.pullRequest(session, RUNNING)).toBeUndefined();
    expect(created).toEqual([]);
  });
});

it('finds where an address leads', () => {
  expect(parseAddress('https://me:token@GitHub.com/ada/app.git')).toEqual({
    contacts: { host: 'github.com', port: 443 },
    hosted: { host: 'github.com', path: 'ada/app' },
  });
  expect(parseAddress('git@github.com:ada/app.git')).toEqual({
    contacts: { host: 'github.com', port: 22 },
    hosted: { host: 'github.com', path: 'ada/app' },
  });
  expect(parseAddress('ssh://git@example.org:2222/deep/er/app')).toEqual({
    contacts: { host: 'example.org', port: 2222 },
  });
  expect(parseAddress('/srv/app.git')).toEqual({});
  expect(parseAddress('C:/work/app')).toEqual({});
});

it('scans only the lines that a patch adds', () => {
  const guard = { redact: <T>(value: T) => ({ value, labels: String(value).includes('SECRET') ? ['key'] : [] }) };
  const patch = [
    'diff --git a/x b/x',
    '--- a/x',
    '+++ b/x',
    '@@ -1,2 +3,2 @@',
    '-SECRET',
    '+fine',
    '+++SECRET',
    '',
  ].join('\n');
  expect(scanPatch(patch, guard)).toEqual([{ path: 'x', line: 4, kind: 'key' }]);
});
