// The end of a child whose remaining processes can keep its output open.
import type { ChildListener } from './child.ts';

/** Time without output after a child has exited. Its remaining processes can keep the pipe open. */
const DRAIN_MS = 100;
const MAX_DRAIN_MS = 3000;

/** Reports the end once: on `end`, or after `drain` if there is no more output. `release` drops the output that follows. */
export function createEnding(release: () => void, on: ChildListener) {
  let isOver = false;
  let timer: NodeJS.Timeout | undefined;
  let again: (() => void) | undefined;
  const end = (code: number | null, signal: string | null): void => {
    if (isOver) return;
    isOver = true;
    clearTimeout(timer);
    release();
    on.exit(code, signal);
  };
  const drain = (code: number | null, signal: string | null): void => {
    const last = performance.now() + MAX_DRAIN_MS;
    again = () => {
      clearTimeout(timer);
      timer = setTimeout(end, Math.min(DRAIN_MS, Math.max(0, last - performance.now())), code, signal);
    };
    again();
  };
  const data = (text: string): void => {
    if (isOver) return;
    on.data(text);
    again?.();
  };
  return { end, drain, listener: { data } };
}
