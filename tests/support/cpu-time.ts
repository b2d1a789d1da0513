// Counts the time that this process works, so that a time limit can be tested on a busy machine.

import { expect } from 'vitest';

const MICROSECONDS_PER_MS = 1000;
const TRIES = 5;

/** Processor time of this process so far, ms. */
export function cpuNow(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / MICROSECONDS_PER_MS;
}

/**
 * Expects synchronous work to need less than `limitMs` of processor time in one of a few tries: the compiler and garbage
 * collection count too. `name` says in a failure what was measured.
 */
export function expectCpuTimeBelow(limitMs: number, work: () => unknown, name?: string): void {
  const times: number[] = [];
  while (times.length < TRIES && times.every((time) => time >= limitMs)) {
    const started = cpuNow();
    work();
    times.push(cpuNow() - started);
  }
  expect(Math.min(...times), name).toBeLessThan(limitMs);
}
