// An approval and a rule cover the content of what a command runs, not only its name. Commands run on the real machine.
// Proves: AP-1, AP-3
import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMachineDirectory } from '#adapters/machines/directory.ts';
import type { ApprovalDecision, ApprovalRecord } from '#contract/types/approvals.ts';
import { harness, KEY, type Harness } from '#tests/support/core/engine-harness.ts';
import { ManualClock } from '#tests/support/core/manual-clock.ts';
import { calls, says } from '#tests/support/core/scripted-provider.ts';
import { testPrincipal } from '#tests/support/core/test-principal.ts';
import { QUIET } from '#tests/support/quiet-log.ts';
import { waitUntil } from '#tests/support/wait-until.ts';
import type { MachineDirectory } from '../ports/machine.ts';

const ME = testPrincipal('me');
let root: string;
let folder: string;
let machines: MachineDirectory;

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'gatehouse-changed-'));
  folder = path.join(root, 'work');
  await mkdir(folder);
  machines = createMachineDirectory({
    home: path.join(root, 'home'),
    environment: process.env,
    log: QUIET,
    clock: new ManualClock(),
  });
});

afterEach(async () => {
  await machines.disposeAll();
  await rm(root, { recursive: true, force: true });
});

const at = (name: string) => path.join(folder, name);
const put = async (name: string, text: string): Promise<void> => {
  await mkdir(path.dirname(at(name)), { recursive: true });
  await writeFile(at(name), text);
  await chmod(at(name), 0o755);
};
const script = (text: string) => `#!/bin/sh\n${text}\n`;

/** An agent that runs these command lines, one after another. */
function start(...lines: readonly string[]): Harness {
  const script = lines.map((command, index) => calls([{ id: `c${index}`, name: 'exec', input: { command } }]));
  return harness([...script, says('done')], { machines, agent: { workspace: folder, approvalMode: 'ask' } });
}

const pending = (h: Harness, after?: ApprovalRecord): Promise<ApprovalRecord> =>
  waitUntil('the approval', async () => (await h.engine.approvals.pending()).find(({ id }) => id !== after?.id));
const resolve = (h: Harness, { id }: ApprovalRecord, decision: ApprovalDecision) =>
  h.engine.approvals.resolve({ id, decision, by: ME });
const ended = (h: Harness) => waitUntil('the end of the run', () => h.engine.runs.wait('a', 0));
const outputs = (h: Harness) => h.events().flatMap((event) => (event.type === 'tool.finished' ? [event.text] : []));

describe('an approval', () => {
  it.each([
    ['./build.sh', 'build.sh'],
    ['sh build.sh', 'build.sh'],
    ['cd . && sh ./build.sh', 'build.sh'],
    ['cat build.sh | sh', 'build.sh'],
    ['env X=1 ./build.sh', 'build.sh'],
    ["sh -c './build.sh'", 'build.sh'],
    ['sh < sub/x', 'sub/x'],
    ['node app', 'app.js'],
    ['node --require ./hook.js app.js', 'hook.js'],
    ['make', 'Makefile'],
    ['npm test', 'package.json'],
    ['npm --prefix sub test', 'sub/package.json'],
  ])('of "%s" does not cover %s once it has changed', async (line, name) => {
    await put('build.sh', script('echo old'));
    await put('sub/x', 'echo old\n');
    await put('app.js', 'console.log("old")');
    await put('hook.js', '');
    await put('Makefile', 'all:\n\t@echo old\n');
    for (const one of ['package.json', 'sub/package.json']) await put(one, '{"scripts":{"test":"echo old"}}');
    const h = start(line);
    await h.send('go', { runId: 'a' });
    const first = await pending(h);
    expect(first.subject.files?.map((file) => file.path)).toContainEqual(expect.stringContaining(name));
    await put(name, name.endsWith('.json') ? '{"scripts":{"test":"touch PROOF"}}' : 'touch PROOF');
    await resolve(h, first, 'allow-once');
    const second = await pending(h, first);
    expect(second.subject.reason).toMatch(/changed since you saw it, so it needs approval again\.$/);
    expect(second.subject.risks[0], 'clients of the protocol show only risks').toContain('changed since you saw it');
    await resolve(h, second, 'deny');
    await ended(h);
    await expect(readFile(at('PROOF'))).rejects.toThrow();
  });

  it('covers a script outside the workspace, too', async () => {
    const outside = path.join(root, 'outside.sh');
    await writeFile(outside, 'echo old\n');
    const h = start(`sh ${outside}`);
    await h.send('go', { runId: 'a' });
    const first = await pending(h);
    await writeFile(outside, `touch ${at('PROOF')}\n`);
    await resolve(h, first, 'allow-once');
    await resolve(h, await pending(h, first), 'deny');
    await ended(h);
    await expect(readFile(at('PROOF'))).rejects.toThrow();
  });

  it('of an unchanged script runs it, and again for the session until it changes', async () => {
    await put('build.sh', script('echo old'));
    const h = start('./build.sh', './build.sh', 'true', './build.sh');
    await h.send('go', { runId: 'a' });
    await resolve(h, await pending(h), 'allow-session');
    const between = await pending(h);
    expect(between.subject.command).toBe('true');
    expect(outputs(h)).toEqual(['old\n', 'old\n']);
    await put('build.sh', script('echo new'));
    await resolve(h, between, 'allow-once');
    const again = await pending(h, between);
    expect(again.subject).toMatchObject({ command: './build.sh' });
    expect(again.subject.reason).toContain('"build.sh" changed since you saw it');
    await resolve(h, again, 'allow-once');
    await ended(h);
    expect(outputs(h).at(-1)).toBe('new\n');
  });
});

describe('a rule', () => {
  it('covers a package script only while it is the same, and can be renewed', async () => {
    await put('package.json', '{"scripts":{"test":"echo old"}}');
    const h = start('npm test', 'npm test', 'true', 'npm test', 'npm test');
    await h.send('go', { runId: 'a' });
    await resolve(h, await pending(h), 'allow-always');
    const between = await pending(h);
    expect(between.subject.command, 'the second call was covered').toBe('true');
    await put('package.json', '{"name":"renamed","scripts":{"test":"echo new"}}');
    await resolve(h, between, 'allow-once');
    const again = await pending(h, between);
    expect(again.subject.reason).toContain('A script in package.json has changed since you saw it');
    await resolve(h, again, 'allow-always');
    expect(await ended(h)).toMatchObject({ status: 'done' });
    expect(outputs(h).map((text) => /old|new/.exec(text)?.[0])).toEqual(['old', 'old', undefined, 'new', 'new']);
    expect((await h.engine.rules.list({ agentId: 'main' })).map(({ words }) => words)).toEqual([['npm', 'test']]);
  });

  it('that is added by hand is bound to the files of now; storing the same policy again changes nothing', async () => {
    await put('package.json', '{"scripts":{"test":"echo old"}}');
    const h = start();
    await h.engine.rules.add({ agentId: 'main', words: ['npm', 'test'] }, ME);
    const policy = [{ agentId: 'main', words: ['node', 'app.js'] }];
    await put('app.js', 'console.log("old")');
    await h.engine.rules.replaceAll(policy, ME);
    expect(await h.engine.rules.test('main', 'node app.js')).toMatchObject({ verdict: 'allow' });
    await put('app.js', 'console.log("new")');
    await h.engine.rules.replaceAll(policy, ME);
    expect(await h.engine.rules.test('main', 'node app.js')).toMatchObject({ verdict: 'ask' });
  });

  it('does not cover a link that leads outside, nor a change of a control file behind a link', async () => {
    await writeFile(path.join(root, 'secret.txt'), 'secret\n');
    await symlink(path.join(root, 'secret.txt'), at('in'));
    await symlink(root, at('up'));
    await mkdir(at('.husky'));
    await symlink('.husky', at('linked'));
    await put('notes.txt', 'notes\n');
    await symlink('notes.txt', at('near'));
    const h = start();
    for (const words of [
      ['cat', '*'],
      ['cat', 'in'],
      ['diff', '*'],
      ['cp', 'notes.txt', 'linked/notes'],
    ])
      await h.engine.rules.add({ agentId: 'main', words }, ME);
    const verdict = async (line: string) => (await h.engine.rules.test('main', line)).verdict;
    for (const line of ['cat in', 'cat up/secret.txt', 'cat up/none', 'diff . notes.txt', 'cp notes.txt linked/notes'])
      expect(await verdict(line), line).toBe('ask');
    for (const line of ['cat notes.txt', 'cat near', 'cat none']) expect(await verdict(line), line).toBe('allow');
  });
});

it('an earlier rule that may not be stored anymore is listed with the reason', async () => {
  const h = start();
  const rule = { agentId: 'main', workspace: folder, createdBy: 'me', createdAtMs: 0, uses: 3 };
  const by = { by: ME, action: 'rule.added', subject: 'old', details: {} };
  await h.store.approvals.addRules([{ ...rule, id: 'old', words: ['git', 'commit', '*'] }], by);
  await h.store.approvals.addRules([{ ...rule, id: 'new', words: ['git', 'status'] }], { ...by, subject: 'new' });
  const listed = await h.engine.rules.list();
  expect(Object.fromEntries(listed.map(({ id, problem }) => [id, problem]))).toEqual({
    old: '"git commit" can do more than read, so its rule must be exact',
    new: undefined,
  });
});

describe('git under a rule', () => {
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@b', ...args], { cwd: folder, stdio: 'ignore' });

  it.each([
    ['git status', 'core.fsmonitor'],
    ['git status', 'filter.x.clean'],
    ['git diff', 'diff.external'],
    ['git diff', 'diff.x.textconv'],
    ['git diff', 'diff.x.command'],
    ['git log -p', 'diff.external'],
    ['git log', 'core.pager'],
    ['git show HEAD', 'diff.x.textconv'],
    ['git -C . status', 'core.fsmonitor'],
    ['git log --show-signature', 'gpg.program'],
  ])('reads with "%s" and does not run %s of the repository', async (line, key) => {
    await put('evil.sh', script(`touch ${at('PROOF')}; cat`));
    await put('.gitattributes', '* diff=x filter=x\n');
    await put('a.txt', 'one\n');
    git('init', '-q');
    git('add', '.');
    git('commit', '-qm', 'first');
    git('config', key, at('evil.sh'));
    await put('a.txt', 'two\n');
    await rm(at('PROOF'), { force: true });
    const h = start(line);
    await h.engine.rules.add({ agentId: 'main', words: line.split(' ') }, ME);
    await h.send('go', { runId: 'a' });
    expect(await ended(h)).toMatchObject({ status: 'done' });
    expect(h.types()).not.toContain('approval.requested');
    expect(outputs(h)[0]).not.toContain('exit code');
    await expect(readFile(at('PROOF'))).rejects.toThrow();
  });
});

it('a command in a folder that will be refused is refused without a question', async () => {
  const h = harness([calls([{ id: 'c1', name: 'exec', input: { command: 'ls', cwd: '..' } }]), says('done')], {
    machines,
    agent: { workspace: folder, approvalMode: 'ask' },
  });
  await h.send('go', { runId: 'a' });
  await ended(h);
  expect(h.types()).not.toContain('approval.requested');
  expect(h.events(KEY).find((event) => event.type === 'tool.finished')).toMatchObject({
    details: { code: 'outside-workspace' },
  });
});
