// Counts the time that this process works, so that a time limit can be tested on a busy machine.

const MICROSECONDS_PER_MS = 1000;
const TRIES = 5;

/** Processor time of this process so far, ms. */
export function cpuNow(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / MICROSECONDS_PER_MS;
}

/** The least processor time that synchronous work needed in a few tries, ms: the compiler and garbage collection count too. */
export function leastCpuTime(work: () => unknown): number {
  const times = Array.from({ length: TRIES }, () => {
    const started = cpuNow();
    work();
    return cpuNow() - started;
  });
  return Math.min(...times);
}
