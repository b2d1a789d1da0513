// `gatehouse worktrees` and `gatehouse changes`: from a task in a worktree to a commit, a push, and a merge.
// Proves: CL-4, PP-3
import { realpathSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { initRepository, runGit, type TestRepository } from '#tests/support/git-repository.ts';
import { lastToolResults, lastUserText, type ModelRequestRecord, type Reply } from '#tests/support/model-server.ts';
import { openShell, type Shell } from './shell.ts';

/** The model writes what it is asked to: `<file>: <text>`. */
function reply(request: ModelRequestRecord): Reply {
  if (lastToolResults(request).length > 0) return { steps: [{ say: 'It is written.' }] };
  const [, name, text] = /^([\w.]+): (.+)$/m.exec(lastUserText(request)) ?? [];
  if (name === undefined) return { steps: [{ say: 'Describe the beds' }] };
  return { steps: [{ call: 'write', input: { path: name, content: `${text}\n` } }] };
}

let shell: Shell;
let base: TestRepository;
let remote: string;

beforeAll(async () => {
  shell = await openShell(reply);
  const parent = realpathSync(shell.folder);
  base = await initRepository(path.join(parent, 'garden'));
  await base.put('notes.txt', 'beans\n');
  base.commit('First commit');
  base.git('config', 'user.name', 'Ada Lovelace');
  base.git('config', 'user.email', 'ada@example.org');
  remote = path.join(parent, 'remote.git');
  runGit(parent, 'init', '-q', '--bare', '-b', 'main', remote);
  base.git('remote', 'add', 'origin', remote);
  await shell.gatehouse(['projects', 'create', base.folder]);
});
afterAll(() => shell.stop());

/** Starts a task in a new worktree and returns the key of its session and the name of the worktree. */
async function startTask(task: string, ...options: string[]): Promise<{ key: string; name: string }> {
  const args = ['chat', '--project', 'garden', '--worktree', 'new', '--mode', 'accept-edits', ...options, task];
  const lines = await shell.json(args);
  const key = String(lines.find((line) => line['type'] === 'started')?.['sessionKey']);
  const [described] = await shell.json(['call', 'sessions.describe', '--params', JSON.stringify({ key })]);
  const id = /"worktree":\{"id":"([^"]+)"/.exec(JSON.stringify(described))?.[1] ?? '';
  const [shown] = await shell.json(['worktrees', 'show', id]);
  return { key, name: /"name":"([^"]+)"/.exec(JSON.stringify(shown))?.[1] ?? '' };
}

it('runs a task in a new worktree, commits it with the message of the model, pushes it, and merges it', async () => {
  const { key, name } = await startTask('beds.txt: four beds');
  expect((await shell.gatehouse(['changes', 'list', key])).out).toMatch(/^added +beds\.txt/m);
  const commit = await shell.gatehouse(['changes', 'commit', key]);
  expect(commit).toMatchObject({ code: 0, out: 'Committed 1 file: Describe the beds\n' });
  const push = await shell.gatehouse(['changes', 'push', key]);
  expect(push.out).toBe(`Pushed gatehouse/${name} to origin.\n`);
  expect(runGit(remote, 'show', `gatehouse/${name}:beds.txt`)).toBe('four beds');
  expect(await fs.readdir(base.folder)).not.toContain('beds.txt');
  expect((await shell.gatehouse(['worktrees', 'merge', name])).code).toBe(0);
  expect(await base.read('beds.txt')).toBe('four beds\n');
});

it('commits no secret unless that is confirmed', async () => {
  const { key } = await startTask('--allow-secrets', 'keys.txt: AKIAIOSFODNN7EXAMPLQ');
  const refused = await shell.gatehouse(['changes', 'commit', key, '--message', 'Add keys']);
  expect(refused.code).not.toBe(0);
  expect(refused.err).toContain('AWS key in keys.txt');
  const confirmed = await shell.gatehouse(['changes', 'commit', key, '--message', 'Add keys', '--allow-secrets']);
  expect(confirmed.out).toBe('Committed 1 file: Add keys\n');
});

it('leaves no worktree behind when the first message is rejected', async () => {
  const list = async () => (await shell.gatehouse(['worktrees', 'list'])).out.match(/ ready /g)?.length ?? 0;
  const before = await list();
  const task = 'keys.txt: AKIAIOSFODNN7EXAMPLQ';
  const rejected = await shell.gatehouse(['chat', '--project', 'garden', '--worktree', 'new', task]);
  expect(rejected.code).not.toBe(0);
  expect(await list()).toBe(before);
});

it('resolves a conflict with one of the versions, or hands it over to the agent', async () => {
  const first = await startTask('notes.txt: peas');
  await shell.gatehouse(['changes', 'commit', first.key, '-m', 'Peas']);
  const second = await startTask('notes.txt: corn');
  await shell.gatehouse(['changes', 'commit', second.key, '-m', 'Corn']);
  expect((await shell.gatehouse(['worktrees', 'merge', first.name])).code).toBe(0);
  const stopped = await shell.gatehouse(['worktrees', 'merge', second.name]);
  expect(stopped.out + stopped.err).toContain('notes.txt');
  const handed = await shell.gatehouse(['worktrees', 'hand-over', second.name]);
  expect(handed.out).toContain('The agent is resolving the conflicts.');
  expect(await base.read('notes.txt')).toBe('peas\n');
});

it('says what is wrong with where a session should work', async () => {
  const chat = (...args: string[]) => shell.gatehouse(['chat', '--project', 'garden', ...args, 'notes.txt: x']);
  expect((await chat('--worktree', 'nowhere')).err).toContain('no worktree matches "nowhere"');
  expect((await chat('--base', 'main')).err).toContain('--base requires a new worktree');
  const { key, name } = await startTask('more.txt: rows');
  expect((await chat('--session', key, '--worktree', 'new')).err).toContain(
    "an existing session can't move to another worktree",
  );
  expect((await chat('--worktree', name, '--mode', 'accept-edits')).code).toBe(0);
  const unknown = await chat('--worktree', 'new', '--base', 'no-such-branch');
  expect(unknown.code).not.toBe(0);
  expect(unknown.err).toContain('no-such-branch');
});
