// An agent with full access at the edges of its workspace: it reads and writes nothing outside, and each error says why.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { lastToolResults, type Step } from '#tests/support/model-server.ts';
import { startFaultHost, only } from './support/fault-host.ts';

const OUTSIDE_TEXT = 'these words lie outside';
const LARGE = 200 * 1024 * 1024;

type Call = readonly [tool: string, input: Readonly<Record<string, unknown>>, told: RegExp];

function callsAt(folder: string, home: string): readonly Call[] {
  const outside = /outside|out of the workspace/i;
  const secret = join(folder, 'outside/secret.txt');
  const write = { content: 'overwritten' };
  const edit = { oldText: 'text', newText: 'changed' };
  return [
    ...[
      '../outside/secret.txt',
      secret,
      'link.txt',
      'linked/secret.txt',
      'sub/../../outside/secret.txt',
      '/etc/passwd',
      '/proc/self/environ',
    ].flatMap((path): Call[] => [
      ['read', { path }, outside],
      ['write', { path, ...write }, outside],
      ['edit', { path, ...edit }, outside],
    ]),
    ['list', { path: '..' }, outside],
    ['list', { path: 'linked' }, outside],
    ['search', { pattern: 'text', path: '../outside' }, outside],
    ['exec', { command: 'touch made-outside', cwd: '../outside' }, outside],
    ['exec', { command: 'touch made-outside', cwd: 'linked' }, outside],
    ['read', { path: join(home, 'token') }, outside],
    ['read', { path: 'large.bin' }, /the limit is 5242880. Read part of it/],
    ['edit', { path: 'large.bin', ...edit }, /the limit is 5242880. Read part of it/],
    ['read', { path: 'picture.png' }, /not a text file/],
    ['edit', { path: 'picture.png', ...edit }, /not a text file/],
    ['read', { path: 'pipe' }, /not a (regular )?file|no file/i],
    ['read', { path: 'sub' }, /folder|directory|not a file/i],
    ['read', { path: 'none.txt' }, /"none.txt" doesn.t exist/],
    ['read', { path: 'a\u0000b' }, /./],
  ];
}

it('an agent in full mode stays in its workspace, and every rejection has a reason', async () => {
  let calls: readonly Call[] = [];
  const fixture = await startFaultHost({
    agent: { approvalMode: 'full' },
    model: (request) => {
      if (lastToolResults(request).length > 0) return { steps: [{ say: 'I tried.' }] };
      return { steps: calls.map(([call, input], index): Step => ({ call, input, id: `call-${index}` })) };
    },
  });
  const folder = join(fixture.workspace, '..');
  const secret = join(folder, 'outside/secret.txt');
  mkdirSync(join(folder, 'outside'));
  mkdirSync(join(fixture.workspace, 'sub'));
  writeFileSync(secret, OUTSIDE_TEXT);
  symlinkSync(secret, join(fixture.workspace, 'link.txt'));
  symlinkSync(join(folder, 'outside'), join(fixture.workspace, 'linked'));
  writeFileSync(join(fixture.workspace, 'large.bin'), '');
  truncateSync(join(fixture.workspace, 'large.bin'), LARGE);
  writeFileSync(join(fixture.workspace, 'picture.png'), Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 255, 254]));
  execFileSync('mkfifo', [join(fixture.workspace, 'pipe')]);
  const passwd = readFileSync('/etc/passwd', 'utf8');
  calls = callsAt(folder, fixture.home);

  const events = await fixture.say('agent:main:edges', 'go');
  expect(only(events, 'run.ended').status).toBe('done');
  const results = events.flatMap((event) => (event.type === 'tool.finished' ? [event] : []));
  calls.forEach(([tool, input, told], index) => {
    const { text, isError } =
      results.find(({ callId }) => callId === `call-${index}`) ??
      expect.fail(`no result of ${tool} ${JSON.stringify(input)}`);
    expect([tool, input, isError, text]).toEqual([tool, input, true, expect.stringMatching(told)]);
    expect(text).not.toContain(OUTSIDE_TEXT);
    expect(text).not.toContain(fixture.host.token);
  });
  expect(readFileSync(secret, 'utf8')).toBe(OUTSIDE_TEXT);
  expect(readFileSync('/etc/passwd', 'utf8') === passwd).toBe(true);
  expect(existsSync(join(folder, 'outside/made-outside'))).toBe(false);
  expect(fixture.host.stderr()).toBe('');
  const log = readFileSync(join(fixture.home, 'logs/gatehouse.log'), 'utf8');
  expect(log, 'every error was expected').not.toContain('failed unexpectedly');
});

it('a missing workspace is named in every error, and messages are still answered', async () => {
  const fixture = await startFaultHost({
    agent: { approvalMode: 'full' },
    model: (request) =>
      lastToolResults(request).length > 0
        ? { steps: [{ say: 'It is gone.' }] }
        : {
            steps: [
              { call: 'exec', input: { command: 'echo here' }, id: 'exec' },
              { call: 'list', input: {}, id: 'list' },
            ],
          },
  });
  const key = 'agent:main:gone';
  await fixture.say(key, 'look around');
  rmSync(fixture.workspace, { recursive: true });
  const told = `The workspace ${fixture.workspace} doesn't exist. Choose another folder.`;
  const events = await fixture.say(key, 'look again');
  expect(only(events, 'run.ended').status).toBe('done');
  expect(events.flatMap((event) => (event.type === 'tool.finished' ? [event.text] : []))).toEqual([told, told]);
  const refused = await fixture.refusal(fixture.client.request('sessions.files.list', { sessionKey: key }));
  expect([refused.code, refused.message]).toEqual(['INVALID_REQUEST', told]);
});
