import { beforeEach, describe, expect, it } from 'vitest';
import { ManualClock, settle } from '#tests/support/core/manual-clock.ts';
import { memoryJobs } from '#tests/support/core/memory-job-records.ts';
import { settingsStore } from '#tests/support/core/memory-settings.ts';
import type { ExecResult, Machine } from '../ports/machine.ts';

const KEY = 'agent:main:jobs';

let settings: ReturnType<typeof settingsStore>;
let clock: ManualClock;

beforeEach(() => {
  settings = settingsStore();
  clock = new ManualClock();
});

/** A machine with one command. */
function oneCommand() {
  const finished = Promise.withResolvers<ExecResult>();
  let output = '';
  let print: (text: string) => void = () => undefined;
  const machine: Pick<Machine, 'exec'> = {
    async exec(_request, onOutput) {
      print = onOutput;
      // Output may arrive before the start is reported.
      output = 'early\n';
      onOutput(output);
      const nothing = (): void => undefined;
      const kill = (): void => end(null);
      return {
        id: '1',
        pid: 1,
        finished: finished.promise,
        output: () => output,
        write: nothing,
        endInput: nothing,
        kill,
      };
    },
  };
  const end = (exitCode: number | null): void =>
    finished.resolve({ exitCode, signal: null, timedOut: false, output, truncated: false, durationMs: 1 });
  return {
    machine,
    end,
    print: (text: string) => {
      output += text;
      print(text);
    },
  };
}

/** The jobs of the next process of the host. */
async function restart() {
  const jobs = memoryJobs(settings, clock);
  await jobs.recover();
  return jobs;
}

const request = (command: string) => ({ command, pty: false, timeoutMs: 1, maxOutputBytes: 1 });

describe('a background job that ended with the host', () => {
  it('is found again with its last output, and its ID is not used again', async () => {
    const command = oneCommand();
    const job = await memoryJobs(settings, clock).start(KEY, command.machine, request('serve --key secret'), 5);
    command.print('listening\n');
    clock.elapse(1_000);
    command.print('with a secret\n');
    clock.elapse(1_000);
    const jobs = await restart();
    const [found] = jobs.list(KEY);
    expect(found).toMatchObject({ id: job?.id, command: 'serve --key ***', startedAt: 5, running: undefined });
    expect(found?.output()).toBe('early\nlistening\nwith a ***\n');
    expect([found?.takeOutput(), found?.takeOutput()]).toEqual(['early\nlistening\nwith a ***\n', '']);
    expect((await jobs.start(KEY, oneCommand().machine, request('next'), 6))?.id).toBe('job-2');
    expect((await restart()).list(KEY)).toHaveLength(2);
  });

  it('is found again after the host stopped normally', async () => {
    const command = oneCommand();
    const jobs = memoryJobs(settings, clock);
    await jobs.start(KEY, command.machine, request('serve'), 5);
    jobs.stop();
    await settle();
    expect((await restart()).list(KEY)).toMatchObject([{ command: 'serve' }]);
  });

  it('is forgotten with its session', async () => {
    await memoryJobs(settings, clock).start(KEY, oneCommand().machine, request('serve'), 5);
    const jobs = await restart();
    jobs.release(KEY);
    expect(jobs.list(KEY)).toEqual([]);
    expect((await restart()).list(KEY)).toEqual([]);
  });

  it('does not count as running', async () => {
    const before = memoryJobs(settings, clock);
    for (let count = 0; count < 16; count += 1)
      expect(await before.start(KEY, oneCommand().machine, request('serve'), count)).toBeDefined();
    expect(await before.start(KEY, oneCommand().machine, request('one more'), 16)).toBeUndefined();
    expect(await (await restart()).start(KEY, oneCommand().machine, request('one more'), 16)).toBeDefined();
  });
});

it('a background job that has ended leaves no record', async () => {
  const command = oneCommand();
  await memoryJobs(settings, clock).start(KEY, command.machine, request('build'), 5);
  command.print('done\n');
  command.end(0);
  await settle();
  clock.elapse(5_000);
  expect(await settings.list('')).toEqual([]);
});
