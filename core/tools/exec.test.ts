// Proves: AG-6
import { mkdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { KEY } from '#tests/support/core/engine-harness.ts';
import { calls, says } from '#tests/support/core/scripted-provider.ts';
import { call, ended, exec, results, useToolFolder } from '#tests/support/core/tool-harness.ts';
import { waitUntil } from '#tests/support/wait-until.ts';

const { at, start } = useToolFolder();

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

describe('the folder of a command', () => {
  it('is found in another Unicode form, and suggested if it is misspelled', async () => {
    const name = 'Entwu\u0308rfe';
    await mkdir(at(name));
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

describe('commands', () => {
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
});
