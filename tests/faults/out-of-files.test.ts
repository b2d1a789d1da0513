// A host without a free file descriptor: what needs one fails with a clear error, and everything works again afterwards.
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { expect, it, onTestFinished } from 'vitest';
import { RequestError } from '#contract/wire/client-api.ts';
import { connectTo } from '#tests/kill/connect.ts';
import { lastToolResults, lastUserText } from '#tests/support/model-server.ts';
import { startFaultHost, only } from './support/fault-host.ts';

const PLENTY = 4096;
/** All descriptors below this number are in use, so nothing can be opened. */
const NONE = 3;

function canLimit(): boolean {
  try {
    execFileSync('prlimit', ['--pid', String(process.pid), '--nofile'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function limitDescriptors(pid: number, count: number): void {
  execFileSync('prlimit', ['--pid', String(pid), `--nofile=${count}:${PLENTY}`]);
}

/** The limit under which a process can open one more descriptor. */
function onlyOneMore(pid: number): number {
  const open = new Set(readdirSync(`/proc/${pid}/fd`).map(Number));
  let number = 0;
  while (open.has(number)) number += 1;
  return number + 1;
}

it('the host survives a lack of file descriptors, reports it, and continues', async (context) => {
  if (!canLimit()) return context.skip('descriptors cannot be limited without prlimit');
  const fixture = await startFaultHost({
    agent: { approvalMode: 'full' },
    model: (request) => {
      if (lastToolResults(request).length > 0) return { steps: [{ say: 'I see.' }] };
      if (!lastUserText(request).endsWith('run')) return { steps: [{ say: 'Hello.' }] };
      return {
        steps: [
          { call: 'exec', input: { command: 'echo fine' }, id: 'piped' },
          { call: 'exec', input: { command: 'echo fine', pty: true }, id: 'pty' },
        ],
      };
    },
  });
  const { client, host } = fixture;
  const expectNoCommands = async (): Promise<void> => {
    const starved = await fixture.say('agent:main:a', 'run');
    const told = starved.flatMap((event) => (event.type === 'tool.finished' ? [event] : []));
    expect(only(starved, 'run.ended').status).toBe('done');
    expect(told.map(({ isError, text }) => [isError, text])).toEqual([
      [true, expect.stringMatching(/file descriptors\. Stop something, then retry\.$|open files/)],
      [true, expect.stringMatching(/file descriptors\. Stop something, then retry\.$|open files/)],
    ]);
  };
  await fixture.say('agent:main:a', 'hello');
  limitDescriptors(host.pid, NONE);
  await expectNoCommands();
  // Enough to look into a folder, but not for the pipes of a process.
  limitDescriptors(host.pid, onlyOneMore(host.pid));
  await expectNoCommands();
  limitDescriptors(host.pid, NONE);
  const attempts = await Promise.all([
    settled(client.request('terminal.open', { agentId: 'main', cols: 80, rows: 24 })),
    settled(client.request('sessions.files.list', { sessionKey: 'agent:main:a' })),
    settled(client.request('sessions.diff', { sessionKey: 'agent:main:a', scope: 'uncommitted' })),
    settled(client.request('health', {})),
  ]);
  for (const outcome of attempts) expect(['answered', 'INVALID_REQUEST', 'UNAVAILABLE']).toContain(outcome);
  expect(attempts[0]).not.toBe('answered');
  expect(attempts[3]).toBe('answered');
  await fixture.say('agent:main:a', 'hello again');
  expect(await client.request('health', {})).toMatchObject({ ok: true, memoryBytes: expect.any(Number) });
  expect(await client.request('status', {})).toMatchObject({ processMemory: { rssBytes: expect.any(Number) } });
  limitDescriptors(host.pid, PLENTY);
  const recovered = await fixture.say('agent:main:a', 'run');
  expect(recovered.flatMap((event) => (event.type === 'tool.finished' ? [event.text.trim()] : []))).toEqual([
    'fine',
    'fine',
  ]);
  const other = await connectTo(host.origin, host.token);
  onTestFinished(() => other.stop());
  expect(await other.request('health', {})).toMatchObject({ ok: true });
  expect(host.stderr()).toBe('');
});

/** Waits for a call and returns 'answered' or its error code. */
async function settled(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'answered',
    (error: unknown) => (error instanceof RequestError ? error.code : String(error)),
  );
}
