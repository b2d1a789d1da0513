// Smoothness of the page while ten sessions stream.
// Proves: GW-16
import { cpus, loadavg } from 'node:os';

import { playTenPanes } from '../chromium/ten-panes.ts';
import type { Row } from '../report.ts';
import { quantile } from '../statistics.ts';

const PANES = 10;

/** Measures `seconds` of streaming. @throws if a character is missing or the page reported an error. */
export async function tenPanesRows(seconds: number): Promise<readonly Row[]> {
  const [busy = 0] = loadavg();
  const { frames, paints, longTasks, heapGrowthMb, closedHeapMb, incomplete, complaints, bare } = await playTenPanes({
    panes: PANES,
    history: 200,
    seconds,
  });
  if (incomplete.length > 0) throw new Error(`text is missing in ${incomplete.join(', ')}`);
  if (complaints.length > 0) throw new Error(`the page complained: ${complaints.join('; ')}`);
  const where = `${PANES} panes stream 80 deltas/s each`;
  return [
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
