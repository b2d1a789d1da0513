// Progress: a bar that redraws itself on a terminal, or a line per 10 % in a pipe.

/** A stream that a command writes to. */
export interface Sink {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

const BAR_WIDTH = 24;
const PERCENT = 100;
/** Step between two lines in a pipe. */
const STEP_PERCENT = 10;

/** Progress of one operation. */
export interface Progress {
  /** Sets the progress; `total` may grow. */
  update(done: number, total: number): void;
  /** Ends the bar's line. */
  end(): void;
}

/** Shows progress on `sink`, or nowhere. */
export function makeProgress(title: string, sink: Sink | undefined): Progress {
  if (sink === undefined) return { update: () => {}, end: () => {} };
  return sink.isTTY === true ? progressBar(title, sink) : progressLines(title, sink);
}

function progressBar(title: string, sink: Sink): Progress {
  let last = '';
  return {
    update(done, total) {
      const filled = Math.round((percent(done, total) / PERCENT) * BAR_WIDTH);
      const bar = `${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)}`;
      const text = `${title} ${bar} ${String(percent(done, total)).padStart(3)}%  ${done}/${total}`;
      if (text !== last) sink.write(`\r${text}\u001b[K`);
      last = text;
    },
    end: () => void (last === '' || sink.write('\n')),
  };
}

function progressLines(title: string, sink: Sink): Progress {
  let shown = -STEP_PERCENT;
  return {
    update(done, total) {
      const current = percent(done, total);
      if (current < shown + STEP_PERCENT && !(current === PERCENT && shown < PERCENT)) return;
      shown = current;
      sink.write(`${title}: ${current}% (${done}/${total})\n`);
    },
    end: () => {},
  };
}

function percent(done: number, total: number): number {
  return total <= 0 ? PERCENT : Math.min(Math.floor((done / total) * PERCENT), PERCENT);
}
