// Proves: CL-1, CL-5
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { lastToolResults, lastUserText, type ModelRequestRecord, type Reply } from '#tests/support/model-server.ts';

import { openShell, type Shell } from './shell.ts';

let shell: Shell;
beforeAll(async () => {
  shell = await openShell(answer);
});
afterAll(() => shell.stop());

/** What the model says depends on the last words. */
function answer(request: ModelRequestRecord): Reply {
  const said = lastUserText(request);
  const [result] = lastToolResults(request);
  if (result !== undefined) return { steps: [{ say: `it said: ${result.text.trim()}` }] };
  if (said.includes('work')) return { steps: [{ call: 'exec', input: { command: 'mkdir made && echo made it' } }] };
  if (said.includes('long')) return { steps: [{ say: 'it begins', chunks: 2 }, { hang: true }] };
  if (said.includes('escape')) return { steps: [{ say: 'plain \u001b]0;title\u0007\u001b[31mred' }] };
  if (said.includes('fail'))
    return { status: 400, body: '{"type":"error","error":{"type":"invalid_request_error","message":"no"}}' };
  return { steps: [{ say: `You said: ${said}.`, chunks: 4 }] };
}

describe('chat', () => {
  it('prints the answer and nothing else to stdout', async () => {
    const { code, out, err } = await shell.gatehouse(['chat', 'good', 'morning']);
    expect(out).toBe('You said: good morning.\n');
    expect(err).toMatch(/session agent:main:/);
    expect(code).toBe(0);
  });

  it('takes a text from a pipe and goes on with a session', async () => {
    const first = await shell.gatehouse(['chat', 'Read this:', '--session', 'piped'], {
      stdin: 'line one\nline two\n',
    });
    expect(first.out).toBe('You said: Read this:\n\nline one\nline two.\n');
    await shell.gatehouse(['chat', '--session', 'piped', 'and now?']);
    const [shown] = await shell.json(['sessions', 'show', 'piped']);
    const items = shown?.['items'] as readonly { readonly kind: string }[];
    expect(items.map(({ kind }) => kind)).toEqual(['user', 'assistant', 'user', 'assistant']);
    expect((await shell.gatehouse(['chat'])).code).toBe(2);
  });

  it('gives a program one object per line, whose texts are the answer', async () => {
    const lines = await shell.json(['chat', 'for a program']);
    expect(lines[0]).toMatchObject({ type: 'started', sessionKey: expect.any(String), runId: expect.any(String) });
    const text = lines.filter(({ type }) => type === 'text').map((line) => line['text']);
    expect(text.join('')).toBe('You said: for a program.');
    expect(lines.at(-1)).toMatchObject({ type: 'ended', ok: true, status: 'done' });
  });

  it('shows nothing of the model that acts on the terminal', async () => {
    expect((await shell.gatehouse(['chat', 'escape'])).out).toBe('plain red\n');
  });

  it('says why a run failed, and that nobody has such a model', async () => {
    const { code, err } = await shell.gatehouse(['chat', 'fail']);
    expect(code).toBe(1);
    expect(err).toContain('the run failed');
    expect(await shell.json(['errors'])).toContainEqual(
      expect.objectContaining({
        kind: 'run',
        runId: expect.any(String),
        error: expect.stringContaining('did not accept'),
      }),
    );
    expect((await shell.gatehouse(['chat', '--model', 'no/such', 'hello'])).code).toBe(1);
  });

  it('ends with a code of its own where nobody can be asked, and goes on when it is allowed elsewhere', async () => {
    const { code, err } = await shell.gatehouse(['chat', '--session', 'waits', 'work']);
    expect(code).toBe(5);
    expect(err).toContain('mkdir made');
    const id = /approvals allow ([\w-]+)/.exec(err)?.[1] ?? '';
    const [pending] = await shell.json(['approvals', 'list']);
    expect(pending).toMatchObject({ approvals: [{ id }] });
    const watching = shell.begin(['chat', '--wait', '--session', 'waits', 'and then?']);
    expect(await shell.gatehouse(['approvals', 'allow', id.slice(0, 8)])).toMatchObject({
      code: 0,
      out: 'Allowed: mkdir made && echo made it\n',
    });
    expect((await shell.gatehouse(['approvals', 'allow', id])).code).toBe(1);
    expect(await watching.ended).toBe(0);
    expect((await shell.gatehouse(['approvals', 'list', '--history'])).out).toContain('allow-once');
  });

  it('asks on a terminal: y, n, and a rule for always', async () => {
    const denied = shell.inTerminal(['chat', 'work']);
    await denied.waitFor('[n]o:');
    denied.type('x\r');
    await denied.waitFor(/\[n\]o:[^]*\[n\]o:/);
    denied.type('n\r');
    await denied.waitFor(/it said: .*denied/i);
    expect(await denied.ended).toBe(0);
    const allowed = shell.inTerminal(['chat', 'work']);
    await allowed.waitFor('[n]o:');
    allowed.type('y\r');
    await allowed.waitFor('it said:');
    expect(await allowed.ended).toBe(0);
  });

  it('asks at the keyboard also where a text is piped in', async () => {
    const asked = shell.inTerminal(['chat', 'do:'], {}, 'work');
    await asked.waitFor('[n]o:');
    asked.type('s\r');
    await asked.waitFor('it said:');
    expect(await asked.ended).toBe(0);
  });

  it('stops the run at Ctrl+C and keeps what was said', async () => {
    const going = shell.begin(['chat', '--session', 'stopped', 'long']);
    await going.waitFor('it begins');
    going.signal('SIGINT');
    expect(await going.ended).toBe(130);
    const { out } = await shell.gatehouse(['sessions', 'show', 'stopped']);
    expect(out).toContain('it begins');
    expect((await shell.json(['sessions', 'show', 'stopped']))[0]).toMatchObject({ session: { status: 'killed' } });
  });

  it('takes Ctrl+C at a question for what it is', async () => {
    const asked = shell.inTerminal(['chat', '--session', 'asked', 'work']);
    await asked.waitFor('[n]o:');
    asked.type('\u0003');
    expect(await asked.ended).toBe(130);
    expect((await shell.json(['sessions', 'show', 'asked']))[0]).toMatchObject({ session: { status: 'killed' } });
  });

  it('follows a session after the answer until Ctrl+C', async () => {
    const follower = shell.begin(['chat', '--follow', '--session', 'followed', 'first']);
    await follower.waitFor('You said: first.');
    await shell.gatehouse(['chat', '--session', 'followed', 'second']);
    await follower.waitFor('You said: second.');
    follower.signal('SIGINT');
    expect(await follower.ended).toBe(130);
  });
});
