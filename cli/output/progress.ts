// How far something is: a bar that redraws itself on a terminal, a plain line now and then in a pipe.
import type { Sink } from './sink.ts';

const BAR = 24;
const PERCENT = 100;
/** In a pipe a line is written whenever another tenth is done. */
const STEP_PERCENT = 10;

/** Something that takes a while. */
export interface Progress {
  /** So much of so much; `total` may grow. */
  at(done: number, total: number): void;
  /** It is over; nothing is redrawn any more. */
  end(): void;
}

/** Writes to `sink`, or nowhere. */
export function makeProgress(title: string, sink: Sink | undefined): Progress {
  if (sink === undefined) return { at: () => {}, end: () => {} };
  return sink.isTTY === true ? redrawing(title, sink) : inLines(title, sink);
}

function redrawing(title: string, sink: Sink): Progress {
  let last = '';
  return {
    at(done, total) {
      const filled = Math.round((percent(done, total) / PERCENT) * BAR);
      const bar = `${'█'.repeat(filled)}${'░'.repeat(BAR - filled)}`;
      const text = `${title} ${bar} ${String(percent(done, total)).padStart(3)} %  ${done}/${total}`;
      if (text !== last) sink.write(`\r${text}\u001b[K`);
      last = text;
    },
    end: () => void (last === '' || sink.write('\n')),
  };
}

function inLines(title: string, sink: Sink): Progress {
  let shown = -STEP_PERCENT;
  return {
    at(done, total) {
      const now = percent(done, total);
      if (now < shown + STEP_PERCENT && !(now === PERCENT && shown < PERCENT)) return;
      shown = now;
      sink.write(`${title}: ${now} % (${done}/${total})\n`);
    },
    end: () => {},
  };
}

function percent(done: number, total: number): number {
  return total <= 0 ? PERCENT : Math.min(Math.floor((done / total) * PERCENT), PERCENT);
}
