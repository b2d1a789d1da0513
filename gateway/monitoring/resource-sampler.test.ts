// Proves: OB-4
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { MachineState, MachineUsage } from '#contract/types/machines.ts';
import { ResourceSampler } from './resource-sampler.ts';
import { SampleRing } from './sample-ring.ts';

const MINUTE_MS = 60_000;

/** A clock that stands still until it is moved; timers never fire. */
function stage(usage: (id: string) => Promise<MachineUsage>) {
  let now = 1_000_000_000_000;
  let usedMs = 0;
  const machine = (id: string, state: 'running' | 'stopped'): MachineState => ({
    id,
    kind: 'docker',
    workspace: `/work/${id}`,
    agentId: 'main',
    state,
    image: 'node',
    users: 0,
    restarts: 0,
    memoryKills: 0,
    limits: { memoryBytes: 4e9, cpus: 2, diskBytes: 1e10 },
  });
  let machines = [machine('a', 'running'), machine('b', 'stopped')];
  const asked: string[] = [];
  const sampler = new ResourceSampler({
    clock: { now: () => now, monotonic: () => now, after: () => () => undefined },
    managers: [
      {
        list: () => machines,
        usage: (id) => {
          asked.push(id);
          return usage(id);
        },
      },
    ],
    processorMs: () => usedMs,
  });
  return {
    sampler,
    asked,
    pass: (ms: number, workMs = 0) => {
      now += ms;
      usedMs += workMs;
    },
    keepOnly: (id: string) => {
      machines = machines.filter((one) => one.id === id);
    },
  };
}
const fixed = async (): Promise<MachineUsage> => ({ cpus: 1.5, memoryBytes: 2e9, processes: 3 });

it('returns the processors and memory of the gateway and of running machines', async () => {
  const { sampler, pass } = stage(fixed);
  pass(10_000, 2_500);
  const { series } = await sampler.read();
  expect(series.map(({ id, samples }) => [id, samples.length])).toEqual([
    ['gateway', 1],
    ['a', 1],
    ['b', 0],
  ]);
  expect(series[0]?.samples[0]?.[1]).toBe(0.25);
  expect(series[0]?.samples[0]?.[2]).toBeGreaterThan(1e6);
  expect(series[1]).toMatchObject({ workspace: '/work/a', limits: { memoryBytes: 4e9, cpus: 2 } });
  expect(series[1]?.samples[0]?.slice(1)).toEqual([1.5, 2e9]);
});

it('takes at most one sample in a few seconds, however many clients ask, and about one a minute while nobody does', async () => {
  const { sampler, asked, pass } = stage(fixed);
  await Promise.all([sampler.read(), sampler.read(), sampler.read()]);
  pass(1_000);
  await sampler.read();
  expect(asked).toEqual(['a']);
  pass(5_000);
  await sampler.read();
  expect(asked).toHaveLength(2);
  for (let ticks = 0; ticks < 8; ticks += 1) {
    pass(15_000);
    sampler.tick();
    await nextTurn();
  }
  expect(asked).toHaveLength(4);
});

it('leaves out a machine that fails, and forgets one that was removed', async () => {
  const { sampler, pass, keepOnly } = stage(() => Promise.reject(new Error('gone')));
  expect((await sampler.read()).series[1]?.samples).toEqual([]);
  keepOnly('b');
  pass(5_000);
  expect((await sampler.read()).series.map(({ id }) => id)).toEqual(['gateway', 'b']);
});

it('keeps a day in bounded memory, and returns no more samples than a chart can show', () => {
  const ring = new SampleRing();
  for (let minute = 0; minute < 3 * 24 * 60; minute += 1) ring.add([minute * MINUTE_MS, minute % 2, 1_000]);
  const last = 3 * 24 * 60 * MINUTE_MS;
  const day = ring.since(last - 24 * 60 * MINUTE_MS);
  expect(day.length).toBeLessThanOrEqual(240);
  expect(day[0]?.[0]).toBeGreaterThanOrEqual(last - 24 * 60 * MINUTE_MS);
  expect(day.every(([, cpus]) => Math.abs(cpus - 0.5) < 0.2)).toBe(true);
  expect(ring.since(0)[0]?.[0]).toBeGreaterThan(last - 25 * 60 * MINUTE_MS);
});
