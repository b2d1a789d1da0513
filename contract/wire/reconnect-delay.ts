// Reconnect delay: 1 s, growing by 50 % up to 10 s, plus up to 20 % jitter.

const FIRST_DELAY_MS = 1_000;
const GROWTH = 1.5;
const MAX_DELAY_MS = 10_000;
const JITTER = 0.2;

/** Delay before attempt number `attempt` (from 1), ms. `random` is between 0 and 1. */
export function reconnectDelay(attempt: number, random: number): number {
  const delay = Math.min(FIRST_DELAY_MS * GROWTH ** (attempt - 1), MAX_DELAY_MS);
  return Math.round(delay * (1 + JITTER * random));
}
