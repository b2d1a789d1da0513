// Proves: AP-2
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { EditedParts } from '#contract/types/approval-edits.ts';
import { KEY, type Harness } from '#tests/support/core/engine-harness.ts';
import { copyOf } from '#tests/support/core/memory-store.ts';
import { calls, says } from '#tests/support/core/scripted-provider.ts';
import { testPrincipal } from '#tests/support/core/test-principal.ts';
import { call, ended, exec, results, useToolFolder, waitForPending } from '#tests/support/core/tool-harness.ts';

const { at, start } = useToolFolder();
const ask = { approvalMode: 'ask' } as const;
const by = testPrincipal('me');

const show = (h: Harness, id: string, parts: EditedParts) => h.engine.approvals.preview(id, parts);

async function allowEdited(h: Harness, id: string, parts: EditedParts) {
  const { fingerprint } = await show(h, id, parts);
  return h.engine.approvals.resolve({ id, decision: 'allow-once', by, edited: { parts, fingerprint } });
}

async function pendingCommand(h: Harness, command = 'echo one', after = says('done')): Promise<string> {
  h.providers.add(calls([exec('c1', command)]), after);
  await h.send('go', { runId: 'a' });
  return (await waitForPending(h)).id;
}

describe('an edited command', () => {
  it('runs once instead of the requested one, and the model, the history, and the audit log say so', async () => {
    const h = start([], ask);
    await mkdir(at('inner'));
    const id = await pendingCommand(h, 'echo one >> out');
    expect(await h.engine.approvals.draft(id)).toEqual([
      { part: 'command', value: 'echo one >> out' },
      { part: 'cwd', value: '.' },
    ]);
    const parts = { command: 'echo two >> out', cwd: 'inner' };
    expect(await show(h, id, parts)).toMatchObject({
      verdict: 'ask',
      subject: { command: parts.command, cwd: at('inner') },
    });
    expect(await h.engine.approvals.pending()).toHaveLength(1);
    expect(await allowEdited(h, id, parts)).toMatchObject({ applied: true, approval: { outcome: 'allow-once' } });
    expect(await ended(h)).toMatchObject({ status: 'done' });
    expect(await readFile(at('inner/out'), 'utf8')).toBe('two\n');
    await expect(readFile(at('out'), 'utf8')).rejects.toThrow();
    expect(results(h).map(({ text }) => text)).toEqual([
      'The user changed the command before allowing it: echo two >> out\nThe user changed the working directory before allowing it: inner\n\nResult:\n(no output)',
    ]);
    expect(JSON.stringify(h.providers.requests.at(-1))).toContain('The user changed the command before allowing it');
    expect(await h.engine.approvals.get(id)).toMatchObject({
      resolvedBy: 'me',
      subject: { command: 'echo one >> out' },
      edit: {
        changes: [
          { part: 'command', before: 'echo one >> out', after: 'echo two >> out' },
          { part: 'cwd', before: '.', after: 'inner' },
        ],
        subject: { command: 'echo two >> out' },
      },
    });
    expect(h.store.tables.audit.find(({ action }) => action === 'approval.resolved')).toMatchObject({
      details: { command: 'echo one >> out', edited: { command: 'echo two >> out', cwd: at('inner') } },
    });
    expect(h.store.tables.audit.find(({ action }) => action === 'tool.started')?.details).toMatchObject({
      command: 'echo two >> out',
      cwd: at('inner'),
    });
    const past = await h.store.approvals.pastCommands({ agentId: 'main', since: 0, limit: 9 });
    expect(past).toMatchObject([{ command: 'echo two >> out', outcome: 'allow-once' }]);
  });

  it('grants nothing to later calls, as requested or as edited', async () => {
    const h = start([], ask);
    const id = await pendingCommand(h, 'echo one', calls([exec('c2', 'echo one')]));
    await allowEdited(h, id, { command: 'echo two' });
    const next = await waitForPending(h);
    expect(next).toMatchObject({ callId: 'c2', subject: { command: 'echo one' } });
    expect(await h.engine.rules.list()).toEqual([]);
    await h.engine.runs.abort(KEY);
  });

  it('can only be allowed once', async () => {
    const h = start([], ask);
    const id = await pendingCommand(h);
    const parts = { command: 'echo two' };
    const { fingerprint } = await show(h, id, parts);
    for (const decision of ['allow-always', 'allow-session', 'deny'] as const)
      await expect(
        h.engine.approvals.resolve({ id, decision, by, edited: { parts, fingerprint } }),
      ).rejects.toMatchObject({ extras: { details: { code: 'EDIT_ONCE' } } });
    expect(await h.engine.approvals.pending()).toHaveLength(1);
    expect(await h.engine.rules.list()).toEqual([]);
    await h.engine.runs.abort(KEY);
  });

  it.each([
    ['nothing', {}, 'EDIT_UNCHANGED'],
    ['the same command', { command: 'echo one' }, 'EDIT_UNCHANGED'],
    ['a blank command', { command: ' \n' }, 'EDIT_EMPTY'],
    ['a command that is too long', { command: `echo ${'x'.repeat(20_000)}` }, 'EDIT_TOO_LONG'],
    ['a folder that does not exist', { cwd: 'nowhere' }, 'EDIT_INVALID'],
    ['a folder outside the workspace', { cwd: '../..' }, 'EDIT_INVALID'],
    ['an input of another tool', { url: 'https://example.org' }, 'EDIT_UNKNOWN_PART'],
  ])('is rejected with a code, and changes nothing, for %s', async (_what, parts, code) => {
    const h = start([], ask);
    const id = await pendingCommand(h);
    const expected = { extras: { details: { code } } };
    await expect(show(h, id, parts)).rejects.toMatchObject(expected);
    const edited = { parts, fingerprint: 'x' };
    await expect(h.engine.approvals.resolve({ id, decision: 'allow-once', by, edited })).rejects.toMatchObject(
      expected,
    );
    expect(await h.engine.approvals.pending()).toMatchObject([{ id, subject: { command: 'echo one' } }]);
    expect(h.types()).not.toContain('approval.resolved');
    await h.engine.runs.abort(KEY);
  });

  it('stays denied if a rule denies it', async () => {
    const h = start([], ask);
    const id = await pendingCommand(h);
    const rule = { agentId: 'main', words: ['touch', '*'], effect: 'deny' as const };
    await h.engine.rules.add(rule, by);
    const parts = { command: 'touch made' };
    const { verdict, fingerprint } = await show(h, id, parts);
    expect(verdict).toBe('deny');
    await expect(
      h.engine.approvals.resolve({ id, decision: 'allow-once', by, edited: { parts, fingerprint } }),
    ).rejects.toMatchObject({ extras: { details: { code: 'EDIT_DENIED' } } });
    expect(await h.engine.approvals.pending()).toHaveLength(1);
    await h.engine.runs.abort(KEY);
    await expect(readFile(at('made'))).rejects.toThrow();
  });

  it('is rejected if it would do something other than what was shown', async () => {
    const h = start([], ask);
    await writeFile(at('build.sh'), 'echo safe');
    const id = await pendingCommand(h);
    const parts = { command: 'sh build.sh' };
    const { fingerprint } = await show(h, id, parts);
    await writeFile(at('build.sh'), 'echo other');
    const edited = { parts, fingerprint };
    await expect(h.engine.approvals.resolve({ id, decision: 'allow-once', by, edited })).rejects.toMatchObject({
      extras: { details: { code: 'EDIT_CHANGED' } },
    });
    expect(await h.engine.approvals.pending()).toHaveLength(1);
    await h.engine.runs.abort(KEY);
  });

  it('loses to an earlier answer, and then does not run', async () => {
    const h = start([], ask);
    const id = await pendingCommand(h);
    const parts = { command: 'touch made' };
    const { fingerprint } = await show(h, id, parts);
    const answers = await Promise.all([
      h.engine.approvals.resolve({ id, decision: 'deny', by: testPrincipal('you') }),
      h.engine.approvals.resolve({ id, decision: 'allow-once', by, edited: { parts, fingerprint } }),
    ]);
    expect(answers.map(({ applied }) => applied)).toEqual([true, false]);
    await ended(h);
    await expect(readFile(at('made'))).rejects.toThrow();
    expect((await h.engine.approvals.get(id))?.edit).toBeUndefined();
  });
});

describe('an edited file change', () => {
  it('writes the content of the person and shows the model the difference', async () => {
    const h = start([call('c1', 'write', { path: 'a.md', content: 'one\ntwo\n' }), says('done')], ask);
    await h.send('go', { runId: 'a' });
    const { id } = await waitForPending(h);
    expect(await h.engine.approvals.draft(id)).toEqual([{ part: 'content', value: 'one\ntwo\n' }]);
    await allowEdited(h, id, { content: 'one\n2\n' });
    await ended(h);
    expect(await readFile(at('a.md'), 'utf8')).toBe('one\n2\n');
    const [text] = results(h).map((result) => result.text);
    expect(text).toContain('The user changed the content before allowing it.');
    expect(text).toContain('-two\n+2');
    expect(text).toContain('Created a.md');
  });

  it('replaces the text that the model named with the text of the person', async () => {
    const h = start([call('c1', 'edit', { path: 'a.md', oldText: 'two', newText: 'zwei' }), says('done')], ask);
    await writeFile(at('a.md'), 'one two three');
    await h.send('go', { runId: 'a' });
    const { id } = await waitForPending(h);
    const { subject } = await show(h, id, { newText: '2' });
    expect(subject.diff).toContain('+one 2 three');
    await allowEdited(h, id, { newText: '2' });
    await ended(h);
    expect(await readFile(at('a.md'), 'utf8')).toBe('one 2 three');
  });
});

describe('an edited URL', () => {
  it('is judged by its own host', async () => {
    const h = start([call('c1', 'fetch', { url: 'https://a.example/x' }), says('done')], ask);
    await h.send('go', { runId: 'a' });
    const { id } = await waitForPending(h);
    const { subject } = await show(h, id, { url: 'https://b.example/y?z=1' });
    expect(subject).toMatchObject({ command: 'GET https://b.example/y?z=1' });
    expect(subject.reason).toContain('b.example');
    expect(subject.risks).not.toEqual([]);
    await expect(show(h, id, { url: 'b.example' })).rejects.toMatchObject({
      extras: { details: { code: 'EDIT_INVALID' } },
    });
    await allowEdited(h, id, { url: 'https://b.example/y' });
    await ended(h);
    expect(results(h)[0]?.text).toContain('The user changed the URL before allowing it: https://b.example/y');
  });
});

describe('a kill around an edit', () => {
  it('leaves the request pending as requested, or allowed as edited, and runs nothing twice', async () => {
    const before = start([], ask);
    const id = await pendingCommand(before, 'echo one >> out');
    const parts = { command: 'echo two >> out' };
    const { fingerprint } = await show(before, id, parts);
    const unanswered = copyOf(before.store);
    let answered: ReturnType<typeof copyOf> | undefined;
    // The write after the answer is the claim of the call.
    before.store.beforeCommit = ({ events }) => {
      if (events.some(({ type }) => type === 'tool.started')) answered ??= copyOf(before.store);
    };
    await before.engine.approvals.resolve({ id, decision: 'allow-once', by, edited: { parts, fingerprint } });
    await ended(before);
    expect(await readFile(at('out'), 'utf8')).toBe('two\n');

    const pending = start([says('done')], ask, unanswered);
    await pending.engine.recover();
    const again = await waitForPending(pending);
    expect(again).toMatchObject({ id, subject: { command: 'echo one >> out' } });
    expect(again.edit).toBeUndefined();
    await pending.engine.runs.abort(KEY);

    expect(answered).toBeDefined();
    const allowed = start([says('done')], ask, answered);
    await allowed.engine.recover();
    expect(await allowed.engine.approvals.get(id)).toMatchObject({
      outcome: 'allow-once',
      edit: { subject: { command: 'echo two >> out' } },
    });
    expect(await allowed.engine.approvals.pending()).toEqual([]);
    expect(await readFile(at('out'), 'utf8')).toBe('two\n');
  });
});

describe('a request that cannot be edited', () => {
  it('says so', async () => {
    const h = start([], ask);
    const subject = { tool: 'exec', command: 'ls', cwd: '/', sandbox: 'node', reason: 'a node asks', risks: [] };
    await h.engine.approvals.request({ id: 'x', by, subject, timeoutMs: 60_000 });
    await expect(h.engine.approvals.draft('x')).rejects.toMatchObject({
      extras: { details: { code: 'EDIT_UNSUPPORTED' } },
    });
    await h.engine.approvals.resolve({ id: 'x', decision: 'deny', by });
    await expect(h.engine.approvals.draft('x')).rejects.toMatchObject({
      extras: { details: { code: 'ALREADY_ANSWERED' } },
    });
  });
});
