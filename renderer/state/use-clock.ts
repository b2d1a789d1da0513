// A clock for countdowns and ages. No timer runs where nothing counts.
import { useEffect, useState } from 'react';

/** The time, renewed every `everyMs`; with `undefined` it stands still and costs nothing. */
export function useClock(everyMs: number | undefined): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (everyMs === undefined) return undefined;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
