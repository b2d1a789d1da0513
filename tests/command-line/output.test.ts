// Proves: CL-1
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { lastToolResults, type ModelRequestRecord, type Reply } from '#tests/support/model-server.ts';

import { openShell, type Shell } from './shell.ts';

let shell: Shell;
beforeAll(async () => {
  shell = await openShell(answer);
  await shell.gatehouse(['chat', '--session', 'greeting', 'hello']);
  await shell.gatehouse(['call', 'sessions.patch', '--params', '{"key":"greeting","label":"東京 \\u001b[31mred"}']);
});
afterAll(() => shell.stop());

function answer(request: ModelRequestRecord): Reply {
  if (lastToolResults(request).length > 0) return { steps: [{ say: 'done' }] };
  if (JSON.stringify(request.body.messages.at(-1)).includes('tick'))
    return {
      steps: [{ call: 'exec', input: { command: 'echo one; while [ ! -e stop ]; do sleep 0.05; done; echo two' } }],
    };
  return { steps: [{ say: 'Hello.' }] };
}

/** Replaces what differs between runs. */
function normalize(text: string): string {
  return text
    .replaceAll(shell.folder, '<folder>')
    .replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d/g, '<time>')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>');
}

describe('output', () => {
  it('is an aligned table in a pipe, without colors or control sequences', async () => {
    expect(normalize((await shell.gatehouse(['sessions'])).out)).toBe(
      [
        'UPDATED           STATUS  SESSION              TITLE',
        '<time>  done    agent:main:greeting  東京 red',
        '',
      ].join('\n'),
    );
    expect(normalize((await shell.gatehouse(['agents'])).out)).toBe(
      [
        'AGENT   NAME  STATUS  MODEL                        WORKSPACE',
        'main *  Main  idle    anthropic/claude-sonnet-4-5  <folder>/work',
        '',
      ].join('\n'),
    );
    expect((await shell.gatehouse(['usage', '--days', '1'])).out).toMatch(
      /^DATE +INPUT +CACHED +OUTPUT +COST\n\d{4}-\d\d-\d\d +100 +0 +20 +\$0\.0006\ntotal +100 +0 +20 +\$0\.0006\n$/,
    );
  });

  it('shows the messages of a session', async () => {
    expect(normalize((await shell.gatehouse(['sessions', 'show', 'greeting'])).out)).toBe(
      `東京 red\nagent:main:greeting · done · anthropic/claude-sonnet-4-5 · <time>\n\ncli (127.0.0.1) <time>\nhello\n\nclaude-sonnet-4-5 <time>\nHello.\n`,
    );
  });

  it('has colors on a terminal unless they are disabled', async () => {
    const colored = shell.inTerminal(['status']);
    expect(await colored.ended).toBe(0);
    expect(colored.seen()).toContain('\u001b[32m●');
    for (const plain of [
      shell.inTerminal(['status'], { NO_COLOR: '1' }),
      shell.inTerminal(['status', '--no-color']),
      shell.inTerminal(['status'], { TERM: 'dumb' }),
    ]) {
      expect(await plain.ended).toBe(0);
      expect(plain.seen()).toContain('● Gatehouse');
      expect(plain.seen()).not.toContain('\u001b[3');
    }
  });

  it('of an export goes to a new file, with a progress bar on a terminal and progress lines in a pipe', async () => {
    const file = join(shell.folder, 'greeting.md');
    const made = await shell.gatehouse(['sessions', 'export', 'greeting', '--out', file]);
    expect(made).toMatchObject({ code: 0, err: 'Reading: 100% (2/2)\n' });
    const text = readFileSync(file, 'utf8');
    expect(normalize(text)).toBe(
      '# 東京 red\n\n## cli (127.0.0.1) (<time>)\n\nhello\n\n## anthropic/claude-sonnet-4-5 (<time>)\n\nHello.\n',
    );
    expect((await shell.gatehouse(['sessions', 'export', 'greeting', '--out', file])).code).toBe(1);
    expect(readFileSync(file, 'utf8')).toBe(text);
    const bar = shell.inTerminal(['sessions', 'export', 'greeting', '--format', 'jsonl', '--out', `${file}l`]);
    expect(await bar.ended).toBe(0);
    expect(bar.seen()).toContain('\rReading █');
    expect(
      readFileSync(`${file}l`, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toHaveLength(3);
  });

  it('of a failure has a message and a hint, as text and as JSON', async () => {
    expect(await shell.gatehouse(['sessions', 'show', 'nothing'])).toEqual({
      code: 1,
      out: '',
      err: 'gatehouse: session "nothing" not found\nRun "gatehouse sessions list" to see all sessions.\n',
    });
    expect(await shell.json(['call', 'no.such.method'])).toMatchObject([{ ok: false, error: { code: 'UNSUPPORTED' } }]);
    expect((await shell.gatehouse(['sessions', 'delete', 'greeting'])).err).toBe(
      'gatehouse: no terminal to prompt on; pass --yes\n',
    );
  });

  it('of the console appears line by line while a command is running', async () => {
    const watching = shell.start(['console']);
    await watching.waitFor('Watching');
    const chat = shell.start(['chat', '--session', 'ticking', 'tick']);
    await watching.waitFor('?');
    const [pending] = await shell.json(['approvals']);
    const late = shell.start(['console', 'watch', 'ticking']);
    await late.waitFor(/main:ticking \? .*echo one/);
    late.signal('SIGINT');
    const waiting = pending?.['approvals'] as readonly { readonly id: string }[];
    await shell.gatehouse(['approvals', 'allow', waiting[0]?.id ?? '']);
    await watching.waitFor('main:ticking │ one');
    expect(watching.seen()).not.toContain('│ two');
    await shell.gatehouse(['run', '--session', 'ticking', 'touch stop']);
    await watching.waitFor('│ two');
    await watching.waitFor('main:ticking ■ done');
    watching.signal('SIGINT');
    expect(await watching.ended).toBe(130);
    expect(watching.seen().match(/│ one/g)).toHaveLength(1);
    await chat.ended;
  });

  it('of the log has each line once with --follow', async () => {
    const following = shell.start(['logs', '--follow', '--grep', 'session_marker', '--json']);
    const asked = (key: string) => shell.gatehouse(['call', 'agents.settings.get', '--params', `{"agentId":"${key}"}`]);
    await asked('session_marker_0');
    await shell.gatehouse([
      'call',
      'chat.send',
      '--params',
      '{"sessionKey":"session_marker","message":"hi","idempotencyKey":"session_marker_run"}',
    ]);
    await shell.gatehouse(['call', 'agent.wait', '--params', '{"runId":"session_marker_run"}']);
    await following.waitFor('Run ended.');
    following.signal('SIGINT');
    expect(await following.ended).toBe(130);
    const lines = following.seen().trim().split('\n');
    expect(lines.every((line) => line.includes('session_marker'))).toBe(true);
    expect(new Set(lines).size).toBe(lines.length);
  });
});
