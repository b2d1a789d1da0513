// Proves: AP-1, AP-3, AP-5
import { readFile, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { KEY } from '#tests/support/core/engine-harness.ts';
import { calls, says } from '#tests/support/core/scripted-provider.ts';
import { testPrincipal } from '#tests/support/core/test-principal.ts';
import { call, ended, exec, results, waitForPending, useToolFolder } from '#tests/support/core/tool-harness.ts';
import { waitUntil } from '#tests/support/wait-until.ts';

const { at, start } = useToolFolder();

const LOOP = 'for n in a b; do echo $n; done';

describe('approvals', () => {
  const ask = { approvalMode: 'ask' } as const;

  it('show all details, allow the action once, and ask again the next time', async () => {
    const h = start([calls([exec('c1', 'echo hi')]), calls([exec('c2', 'echo hi')]), says('done')], ask);
    await h.send('go', { runId: 'a' });
    const first = await waitForPending(h);
    expect(first).toMatchObject({
      agentId: 'main',
      callId: 'c1',
      subject: {
        tool: 'exec',
        command: 'echo hi',
        sandbox: 'host',
        argv: ['echo', 'hi'],
        suggestedRule: ['echo', '*'],
      },
    });
    expect(first.subject.resolvedPath).toMatch(/echo$/);
    expect(
      await h.engine.approvals.resolve({ id: first.id, decision: 'allow-once', by: testPrincipal('me') }),
    ).toMatchObject({
      applied: true,
      approval: { outcome: 'allow-once', resolvedBy: 'me' },
    });
    const second = await waitUntil('the approval', async () =>
      (await h.engine.approvals.pending()).find((approval) => approval.id !== first.id),
    );
    await h.engine.approvals.resolve({ id: second.id, decision: 'deny', by: testPrincipal('me'), reason: 'not twice' });
    expect(await ended(h)).toMatchObject({ status: 'done' });
    expect(results(h).map((event) => event.text)).toEqual(['hi\n', 'Denied by the user: not twice']);
    expect(h.store.tables.audit.map((entry) => entry.action)).toEqual([
      'approval.requested',
      'approval.resolved',
      'tool.started',
      'approval.requested',
      'approval.resolved',
    ]);
  });

  it('accept only the first answer', async () => {
    const h = start([calls([exec('c1', 'echo hi')]), says('done')], ask);
    await h.send('go', { runId: 'a' });
    const { id } = await waitForPending(h);
    const answers = await Promise.all([
      h.engine.approvals.resolve({ id, decision: 'deny', by: testPrincipal('one') }),
      h.engine.approvals.resolve({ id, decision: 'allow-once', by: testPrincipal('two') }),
      h.engine.approvals.resolve({ id, decision: 'deny', by: testPrincipal('three') }),
    ]);
    expect(answers.filter((answer) => answer.applied)).toHaveLength(1);
    expect(new Set(answers.map((answer) => answer.approval.resolvedBy)).size).toBe(1);
    await ended(h);
    await expect(
      h.engine.approvals.resolve({ id: 'nowhere', decision: 'deny', by: testPrincipal('x') }),
    ).rejects.toMatchObject({
      code: 'APPROVAL_NOT_FOUND',
    });
  });

  it('store a rule with always, which then applies automatically until it is revoked', async () => {
    const h = start(
      [
        calls([exec('c1', 'echo a')]),
        calls([exec('c2', 'echo b c')]),
        says('done'),
        calls([exec('c3', 'echo d')]),
        says('end'),
      ],
      ask,
    );
    await h.send('go', { runId: 'a' });
    const { id } = await waitForPending(h);
    await h.engine.approvals.resolve({ id, decision: 'allow-always', by: testPrincipal('me') });
    await ended(h);
    expect(h.types().filter((type) => type === 'approval.requested')).toHaveLength(1);
    const [rule] = await h.engine.rules.list({ agentId: 'main' });
    expect(rule).toMatchObject({ words: ['echo', '*'], createdBy: 'me', uses: 1, workspace: at() });
    expect(await h.engine.rules.test('main', 'echo x')).toMatchObject({
      verdict: 'allow',
      ruleId: rule?.id,
    });
    await h.engine.rules.remove(rule?.id ?? '', testPrincipal('me'));
    await h.send('more', { runId: 'b' });
    await waitForPending(h);
    await h.engine.runs.abort(KEY);
    expect((await h.engine.approvals.resolved(10)).map((approval) => approval.outcome)).toContain('cancelled');
  });

  it('are answered by a new rule that covers them, and only then', async () => {
    const h = start(
      [calls([exec('c1', 'echo a')]), calls([exec('c2', 'echo b')]), calls([exec('c3', 'touch c')])],
      ask,
    );
    h.providers.add(says('done'), says('done'), says('done'));
    const by = testPrincipal('me');
    const keys = [KEY, 'agent:main:two', 'agent:main:three'];
    for (const [index, sessionKey] of keys.entries()) {
      await h.engine.sessions.create({ key: sessionKey }, by);
      await h.send('go', { runId: `run-${index}`, sessionKey });
      await waitUntil('the approval', async () => (await h.engine.approvals.pending()).length === index + 1);
    }
    const [first] = (await h.engine.approvals.pending()).filter(({ sessionKey }) => sessionKey === KEY);
    const rules = [{ words: ['echo', '*'], scope: 'agent' as const }];
    await h.engine.approvals.resolve({ id: first?.id ?? '', decision: 'allow-always', rules, by });
    await waitUntil('the answer', async () => (await h.engine.approvals.pending()).length === 1);
    const [rule] = await h.engine.rules.list();
    const resolved = await h.engine.approvals.resolved(10);
    expect(resolved.find(({ subject }) => subject.command === 'echo b')).toMatchObject({
      outcome: 'allow-once',
      resolvedBy: `rule:${rule?.id}`,
    });
    expect((await h.engine.approvals.pending()).map(({ subject }) => subject.command)).toEqual(['touch c']);
    await h.engine.runs.abort(keys[2] ?? '');
  });

  it('store a rule for the project of the session with always', async () => {
    const h = start([calls([exec('c1', 'echo a')]), says('done'), calls([exec('c2', 'echo b')]), says('end')], ask);
    const facts = {
      source: 'folder',
      ownsFolder: false,
      createdAt: 1,
      updatedAt: 1,
      defaults: {},
      ownerId: 'me',
    } as const;
    const by = testPrincipal('me');
    const project = { id: 'site', name: 'Website', folder: at(), ...facts };
    await h.store.projects.add(project, { by, action: 'project.created', subject: 'site', details: {} });
    await h.engine.sessions.create({ key: KEY, projectId: 'site' }, by);
    await h.send('go', { runId: 'a' });
    const { id } = await waitForPending(h);
    expect((await h.engine.rules.suggest(id)).map(({ scope, projectId }) => [scope, projectId])).toEqual([
      ['session', undefined],
      ['project', 'site'],
      ['project', 'site'],
    ]);
    await h.engine.approvals.resolve({ id, decision: 'allow-always', by });
    await ended(h);
    expect(await h.engine.rules.list()).toMatchObject([{ projectId: 'site', workspace: '*', words: ['echo', '*'] }]);
    const other = 'agent:main:other';
    await h.engine.sessions.create({ key: other }, by);
    await h.send('more', { runId: 'b', sessionKey: other });
    const asked = await waitForPending(h);
    expect(asked.subject.command).toBe('echo b');
    const rules = [{ words: ['echo', '*'], scope: 'project' as const }];
    const answer = h.engine.approvals.resolve({ id: asked.id, decision: 'allow-always', rules, by });
    await expect(answer).rejects.toThrow('The session belongs to no project.');
    await h.engine.runs.abort(other);
  });

  it('apply for the session to exactly the same command, even if no rule can be stored', async () => {
    const h = start([calls([exec('c1', LOOP)]), calls([exec('c2', LOOP)]), says('done')], ask);
    await h.send('go', { runId: 'a' });
    const { id, subject } = await waitForPending(h);
    expect(subject).toMatchObject({ reason: expect.stringContaining('loop') as string });
    expect(subject.suggestedRule).toBeUndefined();
    await expect(h.engine.approvals.resolve({ id, decision: 'allow-always', by: testPrincipal('me') })).rejects.toThrow(
      /No rule/,
    );
    await h.engine.approvals.resolve({ id, decision: 'allow-session', by: testPrincipal('me') });
    expect(await ended(h)).toMatchObject({ status: 'done' });
    expect(results(h).map((event) => event.text)).toEqual(['a\nb\n', 'a\nb\n']);
  });

  it('reject a rule that does not cover the command or cannot be stored', async () => {
    const h = start([calls([exec('c1', 'echo a')])], ask);
    await h.send('go', { runId: 'a' });
    const { id } = await waitForPending(h);
    for (const rule of [['ls', '*'], ['*'], ['sh', '*']])
      await expect(
        h.engine.approvals.resolve({ id, decision: 'allow-always', by: testPrincipal('me'), rule }),
      ).rejects.toMatchObject({
        code: 'INVALID_REQUEST',
      });
    expect(await h.engine.approvals.pending()).toHaveLength(1);
    await h.engine.runs.abort(KEY);
  });

  it('are denied when they expire', async () => {
    const h = start([calls([exec('c1', 'echo a')]), says('oh')], ask);
    await h.send('go', { runId: 'a' });
    await waitForPending(h);
    await h.clock.advance(61_000);
    expect(await ended(h)).toMatchObject({ status: 'done', text: 'oh' });
    expect(results(h)[0]?.text).toBe('Denied: the approval request expired without an answer.');
  });

  it('show the diff of an edit and ask again if the file changed in the meantime', async () => {
    await writeFile(at('a.txt'), 'one\n');
    const h = start([call('c1', 'write', { path: 'a.txt', content: 'two\n' }), says('done')], ask);
    await h.send('go', { runId: 'a' });
    const first = await waitForPending(h);
    expect(first.subject.diff).toContain('-one\n+two');
    await writeFile(at('a.txt'), 'changed\n');
    await h.engine.approvals.resolve({ id: first.id, decision: 'allow-once', by: testPrincipal('me') });
    const second = await waitUntil('the approval', async () =>
      (await h.engine.approvals.pending()).find((approval) => approval.id !== first.id),
    );
    expect(second.subject).toMatchObject({ reason: 'This call changed since you saw it, so it needs approval again.' });
    expect(second.subject.diff).toContain('-changed');
    await h.engine.approvals.resolve({ id: second.id, decision: 'allow-once', by: testPrincipal('me') });
    await ended(h);
    expect(await readFile(at('a.txt'), 'utf8')).toBe('two\n');
  });

  it('use the mode of the session before that of the agent', async () => {
    const h = start(
      [call('c1', 'write', { path: 'a', content: 'b' }), calls([exec('c2', 'echo a')]), says('done')],
      ask,
    );
    await h.engine.sessions.create({ key: KEY, approvalMode: 'plan' }, testPrincipal('me'));
    await h.send('go', { runId: 'a' });
    await ended(h);
    expect(results(h).map((event) => event.details['denied'])).toEqual([true, true]);
    await h.engine.sessions.patch(KEY, { approvalMode: 'accept-edits' }, testPrincipal('me'));
    h.providers.add(call('c3', 'write', { path: 'a', content: 'b' }), says('done'));
    await h.send('again', { runId: 'b' });
    await ended(h, 'b');
    expect(results(h).at(-1)).toMatchObject({ isError: false });
  });
});
