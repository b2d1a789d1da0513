// Proves: CH-3, AG-6, AG-7, AP-1, AP-3, AP-5, N-3
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMachineDirectory } from '#adapters/machines/directory.ts';
import type { MachineDirectory } from '../ports/machine.ts';
import type { AgentSettings } from '#contract/types/agents.ts';
import type { ApprovalRecord } from '#contract/types/approvals.ts';
import { harness, KEY, type Harness } from '#tests/support/core/engine-harness.ts';
import { ManualClock } from '#tests/support/core/manual-clock.ts';
import { calls, says, type ScriptedCall } from '#tests/support/core/scripted-provider.ts';
import type { MemoryStore } from '#tests/support/core/memory-store.ts';
import { waitUntil } from '#tests/support/wait-until.ts';
import { testPrincipal } from '#tests/support/core/test-principal.ts';
import { QUIET } from '#tests/support/quiet-log.ts';

let folder: string;
let machines: MachineDirectory;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'gatehouse-tools-'));
  machines = createMachineDirectory({
    home: path.join(folder, '..', `${path.basename(folder)}-trash`),
    environment: process.env,
    log: QUIET,
    clock: new ManualClock(),
  });
});

afterEach(async () => {
  await machines.disposeAll();
  await rm(folder, { recursive: true, force: true });
});

function start(script: readonly ScriptedCall[], agent: Partial<AgentSettings> = {}, store?: MemoryStore): Harness {
  return harness(script, {
    machines,
    agent: { workspace: folder, approvalMode: 'full', ...agent },
    ...(store === undefined ? {} : { store }),
  });
}

const waitForPending = (h: Harness): Promise<ApprovalRecord> =>
  waitUntil('the approval', async () => (await h.engine.approvals.pending())[0]);
const ended = (h: Harness, runId = 'a') => waitUntil('the end of the run', () => h.engine.runs.wait(runId, 0));
const results = (h: Harness) => h.events().flatMap((event) => (event.type === 'tool.finished' ? [event] : []));
const exec = (id: string, command: string, more: Record<string, unknown> = {}) => ({
  id,
  name: 'exec',
  input: { command, ...more },
});
const call = (id: string, name: string, input: Record<string, unknown>) => calls([{ id, name, input }]);

const LOOP = 'for n in a b; do echo $n; done';

describe('the output of a command', () => {
  it('reaches the model without colors and overwritten progress, and a person as it was printed', async () => {
    const bar = "for i in $(seq 1 100); do printf '\\rDone: %s%%' $i; done";
    const command = `printf '\\033[31mred\\033[0m\\n'; ${bar}; printf '\\n\\377\\376end\\n'`;
    for (const pty of [false, true]) {
      const h = start([calls([exec('c1', command, { pty })]), says('done')]);
      await h.send('go', { runId: 'a' });
      await ended(h);
      expect(results(h)[0]).toMatchObject({ isError: false, text: 'red\nDone: 100%\n\ufffdend\n' });
      const live = h.notices.flatMap((n) =>
        n.kind === 'live' && n.event.kind === 'tool-output' ? [n.event.text] : [],
      );
      expect(live.join('')).toContain('\u001b[31mred\u001b[0m');
      expect(live.join('')).toContain('\rDone: 50%\rDone: 51%');
    }
  });
});

describe('a secret in the result of a tool', () => {
  const TOKEN = 'ghp_a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8';

  it('reaches neither the model nor the transcript, which names its kind', async () => {
    await writeFile(path.join(folder, '.env'), `GITHUB_TOKEN=${TOKEN}\n`);
    const split = `printf 'GITHUB_TOKEN=${TOKEN.slice(0, 12)}'; sleep 0.05; printf '${TOKEN.slice(12)}\\n'`;
    const steps = [call('c1', 'read', { path: '.env' }), calls([exec('c2', 'cat .env')]), calls([exec('c3', split)])];
    const h = start([...steps, says('done')]);
    await h.send('go', { runId: 'a' });
    await ended(h);
    expect(results(h).map(({ text }) => text.includes('GITHUB_TOKEN=[secret: GitHub token]'))).toEqual([
      true,
      true,
      true,
    ]);
    for (const { details } of results(h)) expect(details).toMatchObject({ hiddenSecrets: ['GitHub token'] });
    const asked = h.providers.requests.map(({ messages }) => JSON.stringify(messages.filter((m) => m.role === 'tool')));
    expect(asked.join()).not.toContain(TOKEN);
    const live = h.notices.flatMap((n) => (n.kind === 'live' && n.event.kind === 'tool-output' ? [n.event.text] : []));
    expect(live.join('')).not.toContain(TOKEN);
    expect(live.join('')).toContain('[secret: GitHub token]');
  });
});

describe('the folder of a command', () => {
  it('is found by its looks, and suggested if it is misspelled', async () => {
    const name = 'Entwu\u0308rfe';
    await mkdir(path.join(folder, name));
    const h = start([
      calls([exec('c1', 'pwd', { cwd: name.normalize('NFC') })]),
      calls([exec('c2', 'pwd', { cwd: 'Entwurf' })]),
      says('done'),
    ]);
    await h.send('go', { runId: 'a' });
    await ended(h);
    expect(results(h)[0]?.text.trim().endsWith(name)).toBe(true);
    expect(results(h)[1]).toMatchObject({
      isError: true,
      text: expect.stringContaining('Did you mean "Entwu\\u0308rfe"?'),
    });
  });
});

describe('tools', () => {
  it('run a command, stream its output, and return the result to the model', async () => {
    const h = start([calls([exec('c1', 'echo one; exit 3')], 'Let me see.'), says('done')]);
    await h.send('go', { runId: 'a' });
    expect(await ended(h)).toMatchObject({ status: 'done', text: 'done' });
    expect(results(h)[0]).toMatchObject({ isError: true, text: 'one\n(exit code 3)', details: { exitCode: 3 } });
    expect(h.providers.requests[1]?.messages.at(-1)).toEqual({
      role: 'tool',
      results: [{ callId: 'c1', name: 'exec', text: 'one\n(exit code 3)', isError: true }],
    });
    expect(h.types()).toEqual([
      'message.accepted',
      'run.started',
      'message.completed',
      'tool.started',
      'tool.finished',
      'message.completed',
      'run.ended',
    ]);
    const output = h.notices.flatMap((n) =>
      n.kind === 'live' && n.event.kind === 'tool-output' ? [n.event.text] : [],
    );
    expect(output.join('')).toBe('one\n');
    const rows = (await h.engine.queries.transcript(KEY, { limit: 10, offset: 0 })).rows.map(
      (row) => JSON.parse(row.json) as { role: string; content: { type: string }[] },
    );
    expect(rows.map((row) => row.role)).toEqual(['user', 'assistant', 'assistant', 'toolResult', 'assistant']);
  });

  it('report a process that outlives its command', async () => {
    const h = start([calls([exec('c1', 'setsid sleep 1000 > /dev/null 2>&1 & echo started')]), says('done')]);
    await h.send('go', { runId: 'a' });
    await ended(h);
    expect(results(h)[0]?.text).toBe('started\n(1 process is still running)');
    expect(results(h)[0]?.details).toMatchObject({ leftRunning: 1 });
  });

  it('run in a terminal on request', async () => {
    const h = start([call('c1', 'exec', { command: 'test -t 1 && echo terminal', pty: true }), says('ok')]);
    await h.send('go', { runId: 'a' });
    await ended(h);
    expect(results(h)[0]?.text).toContain('terminal');
  });

  it('run in the background, with output, input, and termination', async () => {
    const h = start([
      call('c1', 'exec', { command: 'echo up; read line; echo "got $line"', background: true, pty: true }),
      says('started'),
    ]);
    await h.send('go', { runId: 'a' });
    await ended(h);
    expect(results(h)[0]).toMatchObject({ isError: false, details: { background: 'job-1' } });
    h.providers.add(call('c2', 'process', { action: 'write', id: 'job-1', input: 'hello\n' }), says('written'));
    await h.send('write', { runId: 'b' });
    await ended(h, 'b');
    await waitUntil('the output of the job', async () => {
      h.providers.add(call(`p${h.store.writes}`, 'process', { action: 'poll', id: 'job-1' }), says('read'));
      const runId = `poll-${h.store.writes}`;
      await h.send('read', { runId });
      await ended(h, runId);
      return results(h).some((event) => event.text.includes('got hello'));
    });
    h.providers.add(call('t1', 'process', { action: 'tail', id: 'job-1', lines: 1 }), says('read'));
    await h.send('tail', { runId: 'tail' });
    await ended(h, 'tail');
    expect(results(h).at(-1)?.text).toMatch(/^got hello\n\(/);
    await h.engine.stop();
  });

  it('read, write, edit, list, search, and find inside the workspace', async () => {
    await writeFile(path.join(folder, 'a.txt'), 'one\ntwo\nthree\n');
    const h = start([
      call('c1', 'read', { path: 'a.txt', fromLine: 2, lines: 1 }),
      call('c2', 'edit', { path: 'a.txt', oldText: 'two', newText: 'zwei' }),
      call('c3', 'write', { path: 'sub/b.txt', content: 'new\n' }),
      call('c4', 'list', {}),
      call('c5', 'search', { pattern: 'zwei' }),
      call('c6', 'find', { query: 'b.txt' }),
      call('c7', 'edit', { path: 'a.txt', oldText: 'nowhere', newText: 'x' }),
      call('c8', 'read', { path: '../outside' }),
      says('done'),
    ]);
    await h.send('go', { runId: 'a' });
    await ended(h);
    const texts = results(h).map((event) => event.text);
    expect(texts[0]).toContain('two');
    expect(results(h)[1]).toMatchObject({ isError: false, details: { added: 1, removed: 1 } });
    expect(results(h)[1]?.details['diff']).toContain('-two\n+zwei');
    expect(await readFile(path.join(folder, 'sub/b.txt'), 'utf8')).toBe('new\n');
    expect(texts[3]).toContain('sub/');
    expect(texts[4]).toContain('a.txt:2: zwei');
    expect(texts[5]).toContain('sub/b.txt');
    expect(texts[6]).toContain('was not found');
    expect(results(h)[7]).toMatchObject({ isError: true });
  });

  it('return an error result for an unknown tool, invalid input, broken JSON, and a denied tool', async () => {
    const broken: ScriptedCall = async function* ask() {
      yield {
        type: 'done',
        content: [{ type: 'toolCall', id: 'c3', name: 'exec', arguments: {} }],
        invalidCalls: { c3: '{"command": "ec' },
        stopReason: 'toolUse',
      };
    };
    const h = start(
      [
        call('c1', 'launch_missiles', {}),
        call('c2', 'exec', { cmd: 'ls' }),
        broken,
        call('c4', 'write', { path: 'a', content: 'b' }),
        says('sorry'),
      ],
      { tools: { allow: [], deny: ['write'] } },
    );
    await h.send('go', { runId: 'a' });
    expect(await ended(h)).toMatchObject({ status: 'done' });
    expect(results(h).map((event) => event.isError)).toEqual([true, true, true, true]);
    expect(results(h)[1]?.text).toContain('"command" is missing');
    expect(results(h)[2]?.text).toContain('not a JSON object');
    expect(h.types()).not.toContain('tool.started');
    expect(h.providers.requests[0]?.tools.map((tool) => tool.name)).not.toContain('write');
  });

  it('are not run at the third identical call in a row and end the run at the fifth', async () => {
    const again = (id: string) => calls([exec(id, 'echo x')]);
    const h = start(['1', '2', '3', '4', '5'].map(again));
    await h.send('go', { runId: 'a' });
    expect(await ended(h)).toMatchObject({ status: 'failed', error: { code: 'loop' } });
    expect(h.types().filter((type) => type === 'tool.started')).toHaveLength(2);
  });

  it('end when the run is stopped', async () => {
    const h = start([calls([exec('c1', 'echo begun; sleep 1000')])]);
    await h.send('go', { runId: 'a' });
    await waitUntil('the output', () => h.notices.some((n) => n.kind === 'live' && n.event.kind === 'tool-output'));
    await h.engine.runs.abort(KEY);
    expect(results(h)[0]).toMatchObject({ isError: true, details: { aborted: true } });
    expect(results(h)[0]?.text).toContain('begun');
    expect(h.types().at(-1)).toBe('run.ended');
  });

  it('end the run at the limit of model calls', async () => {
    const h = start(
      ['a', 'b', 'c', 'd'].map((id) => calls([exec(id, `echo ${id}`)])),
      { maxTurns: 3 },
    );
    await h.send('go', { runId: 'a' });
    expect(await ended(h)).toMatchObject({ status: 'failed', error: { code: 'turn-limit' } });
  });
});

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
    const [rule] = await h.engine.rules.list('main');
    expect(rule).toMatchObject({ words: ['echo', '*'], createdBy: 'me', uses: 1, workspace: folder });
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
    await writeFile(path.join(folder, 'a.txt'), 'one\n');
    const h = start([call('c1', 'write', { path: 'a.txt', content: 'two\n' }), says('done')], ask);
    await h.send('go', { runId: 'a' });
    const first = await waitForPending(h);
    expect(first.subject.diff).toContain('-one\n+two');
    await writeFile(path.join(folder, 'a.txt'), 'changed\n');
    await h.engine.approvals.resolve({ id: first.id, decision: 'allow-once', by: testPrincipal('me') });
    const second = await waitUntil('the approval', async () =>
      (await h.engine.approvals.pending()).find((approval) => approval.id !== first.id),
    );
    expect(second.subject).toMatchObject({ reason: 'This call changed since you saw it, so it needs approval again.' });
    expect(second.subject.diff).toContain('-changed');
    await h.engine.approvals.resolve({ id: second.id, decision: 'allow-once', by: testPrincipal('me') });
    await ended(h);
    expect(await readFile(path.join(folder, 'a.txt'), 'utf8')).toBe('two\n');
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
