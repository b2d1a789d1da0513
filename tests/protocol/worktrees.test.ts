// Five sessions on one repository at once, each in a worktree of its own, on every kind of machine that is on this computer.
// Proves: PP-3
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { findMissingConfinement } from '../support/confined-machine.ts';
import { openTestEngine, TEST_IMAGE } from '../support/docker-engine.ts';
import { initRepository, makeTestFolder, openRepository, type TestRepository } from '../support/git-repository.ts';
import { lastToolResults, lastUserText } from '../support/model-server.ts';
import { startOwnClient, type OwnClient } from './support/own-client.ts';
import { MODEL, startProtocolHost } from './support/protocol-host.ts';

const FILE = 'poem.txt';
const LINES = ['Roses are red', 'violets are blue', 'beans are green', ''];
const WAIT_MS = 120_000;
const engine = await openTestEngine();

afterAll(() => (typeof engine === 'string' ? undefined : engine.stop()));

interface Stage {
  readonly client: OwnClient['client'];
  readonly base: TestRepository;
  /** Starts a session in a new worktree whose agent runs this command, and waits for the end of the run. */
  work(
    name: string,
    command: string,
  ): Promise<{ readonly id: string; readonly key: string; readonly files: TestRepository }>;
}

async function openStage(machine: string, env: Readonly<Record<string, string>> = {}): Promise<Stage> {
  const gateway = await startProtocolHost(
    (request) => {
      const results = lastToolResults(request);
      if (results.length > 0) return { steps: [{ say: JSON.stringify(results) }] };
      const command = /^run: (.*)$/s.exec(lastUserText(request))?.[1];
      return { steps: [command === undefined ? { say: 'Hello.' } : { call: 'exec', input: { command } }] };
    },
    {
      machine,
      env,
      config: {
        titles: { automatic: false },
        agents: { defaults: { model: MODEL, approvalMode: 'full' } },
        machines: { docker: { image: TEST_IMAGE, pull: 'never', memoryMb: 128 } },
      },
    },
  );
  const { client, stop } = startOwnClient(gateway.url);
  const base = await initRepository(path.join(gateway.workspace, '..', 'garden'));
  await base.put(FILE, LINES.join('\n'));
  await base.put('other.txt', 'other\n');
  base.commit('First commit');
  onTestFinished(async () => {
    stop();
    await gateway.stop();
  });
  return {
    client,
    base,
    async work(name, command) {
      const key = `agent:main:${name}`;
      const options = { worktree: true, worktreeName: name, cwd: base.folder };
      const { worktree } = await client.request('sessions.create', { key, ...options });
      const runId = `run-of-${name}-in-a-worktree`;
      await client.request('chat.send', { sessionKey: key, message: `run: ${command}`, idempotencyKey: runId });
      await client.request('agent.wait', { runId, timeoutMs: WAIT_MS });
      return { id: worktree?.id ?? '', key, files: openRepository(worktree?.path ?? '') };
    },
  };
}

/** Replaces a line of the file, and leaves an untracked file. */
const edit = (line: number, text: string) => `sed -i '${line}s/.*/${text}/' ${FILE} && echo ${text} > "${text}.txt"`;

async function checkFive({ client, base, work }: Stage): Promise<void> {
  await base.put('other.txt', 'my own change\n');
  const texts = ['alpha', 'beta', 'gamma', 'delta', 'epsilon'];
  const sessions = await Promise.all(texts.map((text) => work(text, edit(1, text))));
  const [first, second, third, fourth, fifth] = sessions;
  if (!first || !second || !third || !fourth || !fifth) return expect.fail('a session is missing');
  for (const [index, { files }] of sessions.entries()) {
    expect(await files.read(FILE)).toBe([texts[index], ...LINES.slice(1)].join('\n'));
    // Files that exist only while a sandbox runs don't count.
    const status = await client.request('worktrees.status', { id: sessions[index]?.id ?? '' });
    expect(status).toMatchObject({ health: 'ready', changed: 1, untracked: 1 });
  }
  expect(await base.read(FILE)).toBe(LINES.join('\n'));

  const commit = (sessionKey: string) => client.request('changes.commit', { sessionKey, message: 'Change the poem' });
  for (const { key } of [first, second]) await commit(key);
  expect(await client.request('worktrees.merge', { id: first.id, mode: 'squash' })).toMatchObject({ status: 'merged' });
  expect(await base.read(FILE)).toBe(['alpha', ...LINES.slice(1)].join('\n'));

  const conflict = await client.request('worktrees.merge', { id: second.id, mode: 'merge' });
  expect(conflict).toMatchObject({ status: 'conflicts', pending: { conflicts: [{ path: FILE, isResolved: false }] } });
  const versions = await client.request('worktrees.merge.conflict', { id: second.id, path: FILE });
  expect([versions.ours, versions.theirs].map((text) => text?.split('\n')[0])).toEqual(['alpha', 'beta']);
  const content = ['alpha and beta', ...LINES.slice(1)].join('\n');
  await client.request('worktrees.merge.decide', { id: second.id, path: FILE, content });
  expect(await client.request('worktrees.merge.complete', { id: second.id })).toMatchObject({ status: 'merged' });
  expect(await base.read(FILE)).toBe(content);

  for (const { id } of [third, fourth, fifth]) await client.request('worktrees.remove', { id });
  await expect(fs.stat(fourth.files.folder)).rejects.toThrow();
  await client.request('worktrees.restore', { id: fourth.id });
  expect(await fourth.files.read(FILE)).toBe(['delta', ...LINES.slice(1)].join('\n'));
  expect(await fourth.files.read('delta.txt')).toBe('delta\n');

  expect(base.git('status', '--porcelain').trim()).toBe('M other.txt');
  expect(await base.read('other.txt')).toBe('my own change\n');
  expect(await fs.readdir(path.join(base.folder, '.git'))).not.toContain('index.lock');
  expect(base.git('fsck', '--connectivity-only')).not.toContain('missing');
  const { worktrees } = await client.request('worktrees.list', {});
  expect(worktrees.filter(({ removedAt }) => removedAt === undefined)).toHaveLength(3);
}

/** Commits, and tries to write to everything that the worktree borrows. */
const ATTACK = [
  'objects=$(head -n 1 .git/objects/info/alternates)',
  'ls "$objects/pack" > /dev/null && echo readable',
  '(echo x > "$objects/planted") 2>/dev/null || echo "not writable"',
  '(ls "$objects/../config" || ls "$objects/../HEAD") > /dev/null 2>&1 || echo "nothing else"',
].join('; ');

describe('worktrees', () => {
  it('of five sessions on this computer are merged, resolved, discarded, and restored, and nothing is lost', async () => {
    await checkFive(await openStage('host'));
  });

  const missing = findMissingConfinement();
  it('in sandboxes let agents commit, and keep the repository from being changed', async (context) => {
    if (missing !== undefined) return context.skip(true, missing);
    const stage = await openStage('confined');
    await checkFive(stage);
    const { key, files } = await stage.work(
      'attack',
      `git commit -qam "In a sandbox" --allow-empty; git log --oneline; ${ATTACK}`,
    );
    expect(files.git('log', '-1', '--format=%an: %s')).toBe('Ada Lovelace: In a sandbox');
    const history = JSON.stringify(await stage.client.request('chat.history', { sessionKey: key }));
    for (const text of ['First commit', 'readable', 'not writable', 'nothing else']) expect(history).toContain(text);
    expect(await fs.readdir(path.join(stage.base.folder, '.git/objects'))).not.toContain('planted');
  });

  it('in containers do the same', async (context) => {
    if (typeof engine === 'string') return context.skip(true, engine);
    const stage = await openStage('docker', engine.environment);
    await checkFive(stage);
    const { key } = await stage.work('attack', ATTACK);
    const history = JSON.stringify(await stage.client.request('chat.history', { sessionKey: key }));
    for (const text of ['readable', 'not writable', 'nothing else']) expect(history).toContain(text);
    expect(await fs.readdir(path.join(stage.base.folder, '.git/objects'))).not.toContain('planted');
  });
});

/** A session in the repository itself, whose own settings don't say who commits. */
async function runInPlace(machine: string, command: string, env: Readonly<Record<string, string>> = {}) {
  const settings = path.join(await makeTestFolder('person'), 'gitconfig');
  await fs.writeFile(
    settings,
    '[user]\n\tname = Grace Hopper\n\temail = grace@example.org\n[credential]\n\thelper = store\n',
  );
  const { client, base } = await openStage(machine, { ...env, GIT_CONFIG_GLOBAL: settings });
  for (const key of ['user.name', 'user.email']) base.git('config', '--unset', key);
  const key = 'agent:main:in-place';
  await client.request('sessions.create', { key, cwd: base.folder });
  await client.request('chat.send', { sessionKey: key, message: `run: ${command}`, idempotencyKey: 'in-place' });
  await client.request('agent.wait', { runId: 'in-place', timeoutMs: WAIT_MS });
  return { base, history: JSON.stringify(await client.request('chat.history', { sessionKey: key })) };
}

describe('the name and email of the person', () => {
  const missing = findMissingConfinement();
  it('are those of a commit in a sandbox, which sees no other git setting of theirs', async (context) => {
    if (missing !== undefined) return context.skip(true, missing);
    const command = 'git commit -q --allow-empty -m Inside; git config credential.helper || echo "no helper"';
    const { base, history } = await runInPlace('confined', command);
    expect(base.git('log', '-1', '--format=%an <%ae> %cn: %s')).toBe(
      'Grace Hopper <grace@example.org> Grace Hopper: Inside',
    );
    expect(history).toContain('no helper');
  });

  it('are in the settings of git in a container', async (context) => {
    if (typeof engine === 'string') return context.skip(true, engine);
    const { history } = await runInPlace('docker', 'cat ~/.gitconfig', engine.environment);
    expect(history).toContain('Grace Hopper');
    expect(history).not.toContain('helper = store');
  });
});

it('a session with options that exclude each other is refused, and creates nothing', async () => {
  const { client, base } = await openStage('host');
  const create = (options: object) =>
    client.request('sessions.create', { cwd: base.folder, ...options }).then(
      () => 'created',
      (error: { readonly details?: { readonly code?: string } }) => error.details?.code,
    );
  expect(await create({ worktreeName: 'a' })).toBe('INVALID_PARAMS');
  expect(await create({ worktreeId: 'a' })).toBe('INVALID_PARAMS');
  expect(await create({ worktree: true, worktreeBaseRef: 'nope' })).toBe('UNKNOWN_REF');
  expect((await client.request('worktrees.list', {})).worktrees).toEqual([]);
  const { key, worktree } = await client.request('sessions.create', {
    cwd: base.folder,
    worktree: true,
    message: 'Hi',
  });
  const { sessions } = await client.request('sessions.list', {});
  expect(sessions.find((session) => session.key === key)?.worktree).toMatchObject({
    id: worktree?.id,
    repoRoot: base.folder,
  });
  const shared = await client.request('sessions.create', { worktreeId: worktree?.id ?? '' });
  expect(shared.worktree).toEqual(worktree);
});
