// Compares the rows of benchmarks of two versions that ran in alternating rounds.
import type { Row } from '#tests/performance/report.ts';
import { median } from '#tests/performance/statistics.ts';

/** Largest ratio that counts as no slower. */
export const MAX_RATIO = 1.1;
/** Values below this share of their target are raised to it: a ratio of two tiny values says nothing. */
const FLOOR = 0.05;

/** The rows of one round. `again` is a second run of the old version: its ratio to the first shows the noise. */
export interface Round {
  readonly old: readonly Row[];
  readonly new: readonly Row[];
  readonly again: readonly Row[];
}

/** Medians over all rounds. A ratio above 1 means slower or larger. */
export interface Comparison {
  readonly title: string;
  readonly unit: string;
  readonly old: number;
  readonly new: number;
  readonly ratio: number;
  readonly control: number;
}

/** Compares each row that both versions have. Rows are matched by their ids, which keep when titles are reworded. */
export function compareRounds(rounds: readonly Round[]): readonly Comparison[] {
  const rows = rounds[0]?.new ?? [];
  return rows.flatMap(({ id, title, unit }) => {
    const triples = rounds.flatMap((round) => {
      const [before, after, again] = [round.old, round.new, round.again].map((all) => all.find((row) => row.id === id));
      return before === undefined || after === undefined || again === undefined ? [] : [{ before, after, again }];
    });
    if (triples.length === 0) return [];
    return {
      title,
      unit,
      old: median(triples.map(({ before }) => before.value)),
      new: median(triples.map(({ after }) => after.value)),
      ratio: median(triples.map(({ before, after }) => ratioTo(before, after))),
      control: median(triples.map(({ before, again }) => ratioTo(before, again))),
    };
  });
}

/** The comparison as an aligned text table. */
export function comparisonTable(comparisons: readonly Comparison[]): string {
  const lines = [
    ['', 'row', 'old', 'new', 'unit', 'new/old', 'old/old'],
    ...comparisons.map((row) => [
      row.ratio > MAX_RATIO ? 'SLOWER' : 'ok',
      row.title,
      row.old.toFixed(2),
      row.new.toFixed(2),
      row.unit,
      row.ratio.toFixed(2),
      row.control.toFixed(2),
    ]),
  ];
  const widths = lines[0]?.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0))) ?? [];
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function ratioTo(before: Row, after: Row): number {
  const [from, to] = [raised(before.value, before.target), raised(after.value, before.target)];
  if (from === to) return 1;
  return before.better === 'lower' ? to / from : from / to;
}

function raised(value: number, target: number): number {
  return Math.max(value, target * FLOOR);
}
