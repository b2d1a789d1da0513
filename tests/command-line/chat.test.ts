// Proves: CL-1, CL-5, CH-6
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { lastToolResults, lastUserText, type ModelRequestRecord, type Reply } from '#tests/support/model-server.ts';

import { openShell, type Shell } from './shell.ts';

let shell: Shell;
beforeAll(async () => {
  shell = await openShell(answer);
});
afterAll(() => shell.stop());

const HALF = 'The first half, ';
let attempts = 0;

/** Fails in the middle of an answer, then answers. */
function breakOnce(retried: string): Reply {
  attempts += 1;
  return attempts % 2 === 1
    ? { steps: [{ say: HALF }, { pauseMs: 50 }, { disconnect: true }] }
    : { steps: [{ say: retried }] };
}

/** The reply depends on the last message. */
function answer(request: ModelRequestRecord): Reply {
  const said = lastUserText(request);
  const [result] = lastToolResults(request);
  if (result !== undefined) return { steps: [{ say: `it said: ${result.text.trim()}` }] };
  if (said.includes('[Attached file')) return { steps: [{ say: `You sent: ${said}` }] };
  if (said.includes('flaky')) return breakOnce(`${HALF}the second.`);
  if (said.includes('fickle')) return breakOnce('Another answer.');
  if (said.includes('work')) return { steps: [{ call: 'exec', input: { command: 'mkdir made && echo made it' } }] };
  if (said.includes('long')) return { steps: [{ say: 'it begins', chunks: 2 }, { hang: true }] };
  if (said.includes('escape')) return { steps: [{ say: 'plain \u001b]0;title\u0007\u001b[31mred' }] };
  if (said.includes('fail'))
    return { status: 400, body: '{"type":"error","error":{"type":"invalid_request_error","message":"no"}}' };
  return { steps: [{ say: `You said: ${said}.`, chunks: 4 }] };
}

describe('chat', () => {
  it('prints no text twice if the model fails in the middle of its answer', async () => {
    expect(await shell.gatehouse(['chat', 'flaky'])).toMatchObject({ code: 0, out: `${HALF}the second.\n` });
    const pieces = (await shell.json(['chat', 'flaky'])).filter(({ type }) => type === 'text');
    expect(pieces.map(({ text }) => text).join('')).toBe(`${HALF}the second.`);
  });

  it('runs slash commands: in a session, during a run, and without a session if they need none', async () => {
    expect((await shell.gatehouse(['chat', '/help'])).out).toMatch(/- \/compact: /);
    const stop = await shell.gatehouse(['chat', '/stop']);
    expect(stop).toMatchObject({ code: 2, err: expect.stringContaining('/stop applies to a session') });
    const started = shell.start(['chat', '--session', 'agent:main:slash', '--json', 'long']);
    await started.waitFor('it begins');
    const status = await shell.gatehouse(['chat', '--session', 'agent:main:slash', '/status']);
    expect(status).toMatchObject({ code: 0, out: expect.stringMatching(/State: running/) });
    expect((await shell.gatehouse(['chat', '--session', 'agent:main:slash', '/stop'])).out).toContain('Stopped.');
  });

  it('says so if the answer starts over', async () => {
    const { out, err } = await shell.gatehouse(['chat', 'fickle']);
    expect(out).toBe(`${HALF}\nAnother answer.\n`);
    expect(err).toContain('starts over');
  });

  it('prints only the answer to stdout', async () => {
    const { code, out, err } = await shell.gatehouse(['chat', 'good', 'morning']);
    expect(out).toBe('You said: good morning.\n');
    expect(err).toMatch(/session agent:main:/);
    expect(code).toBe(0);
  });

  it('appends piped input and continues a session', async () => {
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

  it('attaches files of any type', async () => {
    const archive = join(shell.folder, 'data.zip');
    const notes = join(shell.folder, 'notes.txt');
    await writeFile(archive, Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0xff));
    await writeFile(notes, 'Buy milk.');
    const sent = await shell.gatehouse(['chat', 'Look:', '--attach', archive, '--attach', notes]);
    expect(sent).toMatchObject({ code: 0, out: expect.stringContaining('Buy milk.') });
    expect(sent.out).toMatch(/data\.zip" \(application\/octet-stream, 6 bytes\), saved in the workspace as/);
    const missing = await shell.gatehouse(['chat', 'Look:', '--attach', join(shell.folder, 'missing')]);
    expect(missing).toMatchObject({ code: 2, err: expect.stringContaining("can't read") });
  });

  it('prints one JSON object per line with --json', async () => {
    const lines = await shell.json(['chat', 'for a program']);
    expect(lines[0]).toMatchObject({ type: 'started', sessionKey: expect.any(String), runId: expect.any(String) });
    const text = lines.filter(({ type }) => type === 'text').map((line) => line['text']);
    expect(text.join('')).toBe('You said: for a program.');
    expect(lines.at(-1)).toMatchObject({ type: 'ended', ok: true, status: 'done' });
  });

  it('strips control sequences from the answer', async () => {
    expect((await shell.gatehouse(['chat', 'escape'])).out).toBe('plain red\n');
  });

  it('reports a failed run and an unknown model', async () => {
    const { code, err } = await shell.gatehouse(['chat', 'fail']);
    expect(code).toBe(1);
    expect(err).toContain('gatehouse: run failed');
    expect(await shell.json(['errors'])).toContainEqual(
      expect.objectContaining({
        kind: 'run',
        runId: expect.any(String),
        error: expect.stringContaining('rejected the request'),
      }),
    );
    expect((await shell.gatehouse(['chat', '--model', 'no/such', 'hello'])).code).toBe(1);
  });

  it('exits with code 5 without a terminal to prompt on, and continues after approval elsewhere', async () => {
    const { code, err } = await shell.gatehouse(['chat', '--session', 'waits', 'work']);
    expect(code).toBe(5);
    expect(err).toContain('mkdir made');
    const id = /approvals allow ([\w-]+)/.exec(err)?.[1] ?? '';
    const [pending] = await shell.json(['approvals', 'list']);
    expect(pending).toMatchObject({ approvals: [{ id }] });
    const watching = shell.start(['chat', '--wait', '--session', 'waits', 'and then?']);
    expect(await shell.gatehouse(['approvals', 'allow', id.slice(0, 8)])).toMatchObject({
      code: 0,
      out: 'Allowed: mkdir made && echo made it\n',
    });
    expect((await shell.gatehouse(['approvals', 'allow', id])).code).toBe(1);
    expect(await watching.ended).toBe(0);
    expect((await shell.gatehouse(['approvals', 'list', '--history'])).out).toContain('allow-once');
  });

  it('prompts for approvals on a terminal and repeats the prompt after an invalid answer', async () => {
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

  it('prompts on the terminal even if stdin is a pipe', async () => {
    const asked = shell.inTerminal(['chat', 'do:'], {}, 'work');
    await asked.waitFor('[n]o:');
    asked.type('s\r');
    await asked.waitFor('it said:');
    expect(await asked.ended).toBe(0);
  });

  it('stops the run on Ctrl+C and keeps its output', async () => {
    const going = shell.start(['chat', '--session', 'stopped', 'long']);
    await going.waitFor('it begins');
    going.signal('SIGINT');
    expect(await going.ended).toBe(130);
    const { out } = await shell.gatehouse(['sessions', 'show', 'stopped']);
    expect(out).toContain('it begins');
    expect((await shell.json(['sessions', 'show', 'stopped']))[0]).toMatchObject({ session: { status: 'killed' } });
  });

  it('stops the run on Ctrl+C at a prompt', async () => {
    const asked = shell.inTerminal(['chat', '--session', 'asked', 'work']);
    await asked.waitFor('[n]o:');
    asked.type('\u0003');
    expect(await asked.ended).toBe(130);
    expect((await shell.json(['sessions', 'show', 'asked']))[0]).toMatchObject({ session: { status: 'killed' } });
  });

  it('keeps following the session with --follow until Ctrl+C', async () => {
    const follower = shell.start(['chat', '--follow', '--session', 'followed', 'first']);
    await follower.waitFor('You said: first.');
    await shell.gatehouse(['chat', '--session', 'followed', 'second']);
    await follower.waitFor('You said: second.');
    follower.signal('SIGINT');
    expect(await follower.ended).toBe(130);
  });
});
