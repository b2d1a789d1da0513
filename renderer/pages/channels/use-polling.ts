// Reads something again and again while the page is visible: the state of connections isn't announced.
import { useEffect, useRef } from 'react';
import { useNow } from '../../design/use-now.ts';

const EVERY_MS = 5_000;

/** Calls `reload` every five seconds while the page is visible. */
export function usePolling(reload: () => Promise<void>): void {
  const now = useNow(EVERY_MS);
  const first = useRef(now);
  const latest = useRef(reload);
  useEffect(() => {
    latest.current = reload;
  }, [reload]);
  useEffect(() => {
    if (now !== first.current) void latest.current();
  }, [now]);
}
