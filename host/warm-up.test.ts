import { expect, it } from 'vitest';
import { ManualClock } from '#tests/support/core/manual-clock.ts';
import { DEFAULT_SETTINGS } from '#tests/support/default-settings.ts';
import { scheduleWarmUp } from './warm-up.ts';

function start(prepareProvider: () => Promise<void> = async () => {}) {
  const clock = new ManualClock();
  const steps: string[] = [];
  const log = { debug: (text: string) => steps.push(text), info() {}, warn() {}, error() {}, part: () => log };
  const prepare = async (agentId: string): Promise<void> => {
    steps.push(`provider of ${agentId}`);
    await prepareProvider();
  };
  const config = { settings: () => DEFAULT_SETTINGS };
  const services = { engine: { providers: { prepare } }, config, clock, log };
  const stop = scheduleWarmUp(services, { prepare: async () => void steps.push('methods') });
  return { clock, steps, stop };
}

it('prepares the methods and the provider of the default agent a moment after the start', async () => {
  const { clock, steps } = start();
  await clock.advance(900);
  expect(steps).toEqual([]);
  await clock.advance(200);
  expect(steps).toEqual(['methods', `provider of ${DEFAULT_SETTINGS.defaultAgentId}`]);
  expect(clock.pending).toBe(0);
});

it('only logs that the provider cannot be used', async () => {
  const { clock, steps } = start(() => Promise.reject(new Error('no key')));
  await clock.advance(1_100);
  expect(steps.at(-1)).toBe('The warm-up stopped.');
});

it('does nothing in a host that has stopped', async () => {
  const { clock, steps, stop } = start();
  stop();
  await clock.advance(1_100);
  expect(steps).toEqual([]);
});
