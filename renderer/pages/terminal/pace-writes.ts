// Batches terminal output so that it is rendered a few times a second. The first write after a pause is immediate.

/** Called once text is on the screen, or was discarded. */
type Done = () => void;

/** Writes text; `drop` discards the pending part. */
export interface PacedWrites {
  (text: string, done: Done): void;
  drop(): void;
}

/** At most one write per `intervalMs`; 0 disables batching. */
export function paceWrites(
  write: (text: string, done: Done) => void,
  intervalMs: number,
  after: (run: () => void, ms: number) => unknown,
): PacedWrites {
  let isWaiting = false;
  let text = '';
  let dones: Done[] = [];
  /** Takes what is pending. */
  const take = (): { readonly text: string; readonly done: Done } => {
    const taken = { text, dones };
    text = '';
    dones = [];
    return { text: taken.text, done: () => taken.dones.forEach((done) => done()) };
  };
  const turn = (): void => {
    isWaiting = false;
    if (dones.length > 0) put();
  };
  const put = (): void => {
    const taken = take();
    write(taken.text, taken.done);
    if (intervalMs === 0) return;
    isWaiting = true;
    after(turn, intervalMs);
  };
  const paced = (more: string, done: Done): void => {
    text += more;
    dones.push(done);
    if (!isWaiting) put();
  };
  return Object.assign(paced, { drop: () => take().done() });
}
