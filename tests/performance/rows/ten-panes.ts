// Smoothness of the page while ten sessions stream.
// Proves: GW-16
import { cpus, loadavg } from 'node:os';

import type { MainThreadWork } from '../chromium/main-thread-trace.ts';
import { playTenPanes, type TracedPanes } from '../chromium/ten-panes.ts';
import type { Row } from '../report.ts';
import { quantile } from '../statistics.ts';

const PANES = 10;
/** Time of each trace, s. A trace of a minute would be hundreds of megabytes. */
const TRACE_SECONDS = 8;

/** Measures `seconds` of streaming. @throws if a character is missing or the page reported an error. */
export async function tenPanesRows(seconds: number): Promise<readonly Row[]> {
  const [busy = 0] = loadavg();
  const { frames, paints, longTasks, heapGrowthMb, closedHeapMb, traced, incomplete, complaints, bare } =
    await playTenPanes({
      panes: PANES,
      history: 200,
      seconds,
      traceSeconds: Math.min(seconds, TRACE_SECONDS),
    });
  if (incomplete.length > 0) throw new Error(`text is missing in ${incomplete.join(', ')}`);
  if (complaints.length > 0) throw new Error(`the page complained: ${complaints.join('; ')}`);
  const where = `${PANES} panes stream 80 deltas/s each`;
  return [
    ...(traced === undefined ? [] : tracedRows(traced)),
    {
      id: 'frames',
      title: `${where}: time between frames, 95th percentile`,
      unit: 'ms',
      value: quantile(frames, 0.95),
      target: 20,
      better: 'lower',
      bare: quantile(bare.frames, 0.95),
      note: `Chromium without a graphics card, 2560 × 1440, ${Math.round(frames.length / seconds)} frames/s over ${seconds} s; ${busy.toFixed(1)} processes ran besides on ${cpus().length} cores`,
    },
    {
      id: 'paint',
      title: `${where}: event in the page to its paint, 95th percentile`,
      unit: 'ms',
      value: quantile(paints, 0.95),
      target: 100,
      better: 'lower',
      bare: undefined,
      note: `median ${quantile(paints, 0.5).toFixed(0)} ms of ${paints.length}`,
    },
    {
      id: 'long-tasks',
      title: `${where}: longest task over 50 ms`,
      unit: 'ms',
      value: Math.max(0, ...longTasks),
      target: 50,
      better: 'lower',
      bare: Math.max(0, ...bare.longTasks),
      note: `${longTasks.length} such tasks`,
    },
    {
      id: 'heap',
      title: `${where}: growth of the page's heap`,
      unit: 'MB',
      value: heapGrowthMb,
      target: 50,
      better: 'lower',
      bare: bare.heapGrowthMb,
    },
    {
      id: 'heap-closed',
      title: `${where}: the page's heap after closing them, relative to before`,
      unit: '%',
      value: (closedHeapMb.after / closedHeapMb.before) * 100,
      target: 110,
      better: 'lower',
      bare: undefined,
      note: `${closedHeapMb.before.toFixed(1)} MB before, ${closedHeapMb.after.toFixed(1)} MB after`,
    },
  ];
}

/** Processor time of the main thread, by tracing. The baseline is the same page, with the noisy terminal, without streams. */
function tracedRows({ idle, streaming, switches }: TracedPanes): readonly Row[] {
  const where = `${PANES} panes stream 80 deltas/s each`;
  const share = (work: MainThreadWork): string => `${(work.total / work.seconds / 10).toFixed(0)} %`;
  return [
    {
      id: 'frame-work',
      title: `${where}: main-thread work per 60 Hz frame, 95th percentile`,
      unit: 'ms',
      value: quantile(streaming.work.scaledFrames, 0.95),
      target: 8,
      better: 'lower',
      bare: quantile(idle.work.scaledFrames, 0.95),
      note: `processor time; ${quantile(streaming.work.frames, 0.95).toFixed(1)} ms per drawn frame, of which there were ${(streaming.work.frames.length / streaming.work.seconds).toFixed(0)}/s; the main thread was busy ${share(streaming.work)} of the time, ${share(idle.work)} without streams`,
    },
    {
      id: 'longest-task',
      title: `${where}: longest task of the main thread`,
      unit: 'ms',
      value: streaming.work.longestTask,
      target: 50,
      better: 'lower',
      bare: idle.work.longestTask,
      note: 'processor time',
    },
    {
      id: 'key-dom',
      title: `${where}: key to the DOM, 95th percentile`,
      unit: 'ms',
      value: quantile(streaming.keys, 0.95),
      target: 8,
      better: 'lower',
      bare: quantile(idle.keys, 0.95),
      note: `median ${quantile(streaming.keys, 0.5).toFixed(1)} ms of ${streaming.keys.length}`,
    },
    {
      id: 'session-switch',
      title: 'Switch to another session with 200 messages: main-thread work',
      unit: 'ms',
      value: switches.perSwitch,
      target: 50,
      better: 'lower',
      bare: switches.idle,
      note: `processor time; longest task ${switches.longestTask.toFixed(0)} ms; baseline: the same time without a switch`,
    },
  ];
}
