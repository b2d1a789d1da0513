// Batches terminal output so that it is rendered a few times a second. The first write after a pause is immediate.

/** Writes text; `drop` discards the pending part. */
export interface PacedWrites {
  (text: string): void;
  drop(): void;
}

/** At most one write per `intervalMs`; 0 disables batching. */
export function paceWrites(
  write: (text: string) => void,
  intervalMs: number,
  after: (run: () => void, ms: number) => unknown,
): PacedWrites {
  let waiting: string | undefined;
  const turn = (): void => {
    const text = waiting;
    waiting = undefined;
    if (text !== undefined && text !== '') put(text);
  };
  const put = (text: string): void => {
    write(text);
    if (intervalMs === 0) return;
    waiting = '';
    after(turn, intervalMs);
  };
  const paced = (text: string): void => {
    if (waiting === undefined) put(text);
    else waiting += text;
  };
  return Object.assign(paced, {
    drop: () => {
      if (waiting !== undefined) waiting = '';
    },
  });
}
