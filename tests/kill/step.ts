// Steps of the workload. After the kill, they are expected to fail.
import type { Day } from './day.ts';

const NOTICE_MS = 50;

/** Runs a step. */
export async function step(day: Day, run: () => Promise<unknown>): Promise<void> {
  if (day.signal.aborted) return;
  try {
    await run();
  } catch (error) {
    // The host can die before the signal is aborted.
    await pause(day, NOTICE_MS);
    if (!day.signal.aborted) throw error;
  }
}

/** Waits, at most until the kill. */
export function pause(day: Pick<Day, 'signal'>, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      day.signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    day.signal.addEventListener('abort', end, { once: true });
  });
}
