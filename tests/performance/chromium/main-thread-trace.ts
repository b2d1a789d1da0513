// Measures the work of a page's main thread by tracing: the processor time of its tasks, frame by frame. Unlike the time between
// frames, it doesn't depend on how fast this machine draws, nor on other processes.
import type { Page } from 'playwright';

/** Work of the main thread between two points in time. */
export interface MainThreadWork {
  /** Processor time of all tasks that belong to a frame, for each frame, ms. */
  readonly frames: readonly number[];
  /**
   * The same, scaled to a frame of a 60 Hz screen. Without a graphics card, frames are drawn late, and a late frame contains the
   * work of several.
   */
  readonly scaledFrames: readonly number[];
  /** Processor time of the longest task, ms. */
  readonly longestTask: number;
  /** Processor time of all tasks, ms. */
  readonly total: number;
  readonly seconds: number;
}

/** An event of a trace. See "Trace Event Format" of the Chromium project. Times are in µs; `tdur` is processor time. */
interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/** Contains the tasks of a thread and the commits of its frames. */
const CATEGORY = 'disabled-by-default-devtools.timeline';
const US_PER_MS = 1_000;

/** Starts tracing the main thread of a page, which must be the busiest of its browser. Call the result to stop. */
export async function traceMainThread(page: Page): Promise<() => Promise<MainThreadWork>> {
  const browser = page.context().browser();
  if (browser === null) throw new Error('only pages of a launched browser can be traced');
  await browser.startTracing(page, { categories: ['-*', CATEGORY] });
  const startedAt = performance.now();
  return async () => {
    const seconds = (performance.now() - startedAt) / 1000;
    const trace = await browser.stopTracing();
    // The browser writes what the format describes.
    const { traceEvents } = JSON.parse(trace.toString('utf8')) as { readonly traceEvents: readonly TraceEvent[] };
    return { ...readMainThread(traceEvents), seconds };
  };
}

/** The work in a trace. A frame ends with its commit to the compositor. */
export function readMainThread(events: readonly TraceEvent[]): Omit<MainThreadWork, 'seconds'> {
  const tasks = busiestThread(events);
  const [first] = tasks;
  if (first === undefined) return { frames: [], scaledFrames: [], longestTask: 0, total: 0 };
  const commits = events
    .filter(({ name, ph, pid, tid }) => name === 'Commit' && ph === 'X' && pid === first.pid && tid === first.tid)
    .map(({ ts }) => ts)
    .toSorted((one, other) => one - other);
  const times = tasks.map(({ tdur = 0 }) => tdur / US_PER_MS);
  const frames = workByFrame(tasks, commits);
  return {
    frames,
    scaledFrames: frames.flatMap((work, index) => scale(work, commits[index - 1], commits[index])),
    longestTask: Math.max(...times),
    total: times.reduce((sum, time) => sum + time, 0),
  };
}

/** Tasks of the busiest main thread, in order. A browser has some that belong to no page. */
function busiestThread(events: readonly TraceEvent[]): readonly TraceEvent[] {
  const mains = events.filter(({ ph, name, args }) => ph === 'M' && name === 'thread_name' && args?.name === MAIN);
  const tasks = mains.map((main) =>
    events.filter(({ name, ph, pid, tid }) => name === 'RunTask' && ph === 'X' && pid === main.pid && tid === main.tid),
  );
  const sum = (list: readonly TraceEvent[]): number => list.reduce((total, { tdur = 0 }) => total + tdur, 0);
  const [busiest = []] = tasks.toSorted((one, other) => sum(other) - sum(one));
  return busiest.toSorted((one, other) => one.ts - other.ts);
}

const MAIN = 'CrRendererMain';

/** A task belongs to the frame whose commit is the first after the task's start. Tasks after the last commit aren't counted. */
function workByFrame(tasks: readonly TraceEvent[], commits: readonly number[]): readonly number[] {
  const frames = commits.map(() => 0);
  let frame = 0;
  for (const { ts, tdur = 0 } of tasks) {
    while (frame < commits.length && (commits[frame] ?? 0) < ts) frame += 1;
    if (frame === commits.length) break;
    frames[frame] = (frames[frame] ?? 0) + tdur / US_PER_MS;
  }
  return frames;
}

const FRAME_US = 1_000_000 / 60;

/** A frame that is drawn in time keeps its work. */
function scale(work: number, from: number | undefined, to: number | undefined): readonly number[] {
  if (from === undefined || to === undefined) return [];
  return [work / Math.max(1, (to - from) / FRAME_US)];
}
