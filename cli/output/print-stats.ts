// Prints the CPU and memory usage of the gateway and its machines.
import { defined } from '#contract/types/defined.ts';
import { RESOURCE_PERIODS, type ResourceSeries } from '#contract/types/resources.ts';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { textOption, type CommandContext } from '../parser/command.ts';
import { formatBytes } from './format-bytes.ts';
import { plainLine } from './plain-text.ts';
import type { Column } from './table.ts';

/** `gatehouse machines stats`. */
export async function printStats(context: CommandContext, client: GatewayClient): Promise<void> {
  const period = RESOURCE_PERIODS.find((one) => one === textOption(context, 'period'));
  const usage = await client.request('resources.samples', defined({ period }));
  context.output.json({ ok: true, ...usage });
  context.output.table(COLUMNS, usage.series);
}

const latest = ({ samples }: ResourceSeries, at: 1 | 2): number | undefined => samples.at(-1)?.[at];
const mean = ({ samples }: ResourceSeries, at: 1 | 2): number | undefined =>
  samples.length === 0 ? undefined : samples.reduce((sum, sample) => sum + sample[at], 0) / samples.length;
const peak = ({ samples }: ResourceSeries, at: 1 | 2): number | undefined =>
  samples.length === 0 ? undefined : Math.max(...samples.map((sample) => sample[at]));

const cpus = (value: number | undefined): string => (value === undefined ? '-' : value.toFixed(2));
const bytes = (value: number | undefined): string => (value === undefined ? '-' : formatBytes(value));

const COLUMNS: readonly Column<ResourceSeries>[] = [
  { title: 'ID', cell: ({ id }) => id },
  { title: 'CPUS', alignsRight: true, cell: (series) => cpus(latest(series, 1)) },
  { title: 'AVERAGE', alignsRight: true, cell: (series) => cpus(mean(series, 1)) },
  { title: 'PEAK', alignsRight: true, cell: (series) => cpus(peak(series, 1)) },
  { title: 'MEMORY', alignsRight: true, cell: (series) => bytes(latest(series, 2)) },
  { title: 'PEAK', alignsRight: true, cell: (series) => bytes(peak(series, 2)) },
  { title: 'LIMIT', alignsRight: true, cell: ({ limits }) => bytes(limits?.memoryBytes) },
  { title: 'WORKSPACE', cell: ({ workspace = '' }) => plainLine(workspace) },
];
