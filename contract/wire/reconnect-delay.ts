// When a lost connection is tried again: 1 s, growing by half, at most 10 s, each up to a fifth longer.

const FIRST_DELAY_MS = 1_000;
const GROWTH = 1.5;
const LONGEST_DELAY_MS = 10_000;
const JITTER = 0.2;

/** Ms before try number `attempt` (from 1). `random` is 0 to 1. */
export function reconnectDelay(attempt: number, random: number): number {
  const delay = Math.min(FIRST_DELAY_MS * GROWTH ** (attempt - 1), LONGEST_DELAY_MS);
  return Math.round(delay * (1 + JITTER * random));
}
