// Proves: PP-2, EX-7
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lastToolResults, lastUserText } from '#tests/support/model-server.ts';
import { waitUntil } from '#tests/support/wait-until.ts';

import { openShell, type Shell } from './shell.ts';

let shell: Shell;
const gate = Promise.withResolvers<void>();

beforeAll(async () => {
  shell = await openShell((request) => {
    const text = lastUserText(request);
    if (text.startsWith('Fix this error')) return { steps: [{ say: 'Fixed.' }] };
    if (text === 'wait') return { steps: [{ until: gate.promise }, { say: 'Done.' }] };
    if (text === 'fail' && lastToolResults(request).length === 0)
      return { steps: [{ call: 'exec', input: { command: 'node missing.js' } }] };
    return { steps: [{ say: 'Done.' }] };
  });
});
afterAll(async () => {
  gate.resolve();
  await shell.stop();
});

describe('gatehouse queue', () => {
  it('lists, moves, and cancels queued runs', async () => {
    expect((await shell.gatehouse(['queue'])).out).toBe('No queued runs.\n');
    await shell.gatehouse(['config', 'set', 'limits.concurrentRuns', '1']);
    const chats = ['one', 'two', 'three'].map((session) => shell.start(['chat', '--session', session, 'wait']));
    await expect.poll(async () => (await shell.gatehouse(['queue'])).out.match(/run limit/g)?.length).toBe(2);
    expect((await shell.gatehouse(['sessions', 'list'])).out.match(/ queued +agent:main:/g)).toHaveLength(2);
    const listed = async () => {
      const [status] = await shell.json(['queue', 'list']);
      return status?.['runs'] as readonly { readonly runId: string; readonly sessionKey: string }[];
    };
    const [first, second] = await listed();
    expect((await shell.gatehouse(['queue', 'move', second?.runId ?? ''])).code).toBe(2);
    expect((await shell.gatehouse(['queue', 'move', second?.runId ?? '', '--first'])).code).toBe(0);
    expect((await listed()).map(({ runId }) => runId)).toEqual([second?.runId, first?.runId]);
    expect((await shell.gatehouse(['queue', 'cancel', first?.runId ?? ''])).out).toMatch(/^Canceled /);
    expect((await shell.gatehouse(['queue', 'cancel', 'nothing'])).code).toBe(1);
    gate.resolve();
    await Promise.all(chats.map(({ ended }) => ended));
    await shell.gatehouse(['config', 'set', 'limits.concurrentRuns', '5']);
  });
});

describe('gatehouse console', () => {
  it('prints output and errors, hands an error to the agent, and clears', async () => {
    const chat = shell.start(['chat', '--session', 'failing', 'fail']);
    const id = await waitUntil('the approval', async () => {
      const [pending] = await shell.json(['approvals']);
      const [approval] = (pending?.['approvals'] ?? []) as readonly { readonly id: string }[];
      return approval?.id;
    });
    await shell.gatehouse(['approvals', 'allow', id]);
    await chat.ended;
    // The chat ends with the request for approval, the command a little later.
    const print = async () => (await shell.gatehouse(['console', 'output', 'failing'])).out;
    await expect.poll(print).toContain('(exit code 1)');
    expect(await print()).toMatch(/\$ node missing\.js\n/);
    expect((await shell.gatehouse(['console', 'output', '--errors'])).out).not.toContain('$ node');
    const errors = await shell.gatehouse(['console', 'errors']);
    expect(errors.out).toContain('Cannot find module');
    const [, found = ''] = /^(\S{8}) /m.exec(errors.out.split('\n').slice(1).join('\n')) ?? [];
    expect((await shell.gatehouse(['console', 'fix', found])).out).toMatch(
      /^Sent to the agent in agent:main:failing\.\n/,
    );
    expect((await shell.gatehouse(['console', 'clear'])).code).toBe(2);
    expect((await shell.gatehouse(['console', 'clear', '--yes'])).out).toMatch(/^Removed \d+ lines\.\n/);
    expect((await shell.gatehouse(['console', 'errors'])).code).toBe(1);
  });
});
