// Renders figures for a terminal, alone or beside those of an earlier commit.
import type { Spread, Stats } from './collect-stats.ts';

type Row = readonly [title: string, value: (stats: Stats) => string | number];

/** One line per figure; with `before`, its value first and the difference last. */
export function statsTable(stats: Stats, before?: Stats): string {
  const rows = rowsOf(before === undefined ? [stats] : [before, stats]).map(([title, value]) =>
    before === undefined ? [title, text(value(stats))] : [title, ...compared(value(before), value(stats))],
  );
  const table = before === undefined ? rows : [['', 'before', 'after', 'change'], ...rows];
  const widths = table.reduce<readonly number[]>(
    (most, cells) => cells.map((cell, column) => Math.max(cell.length, most[column] ?? 0)),
    [],
  );
  return table
    .map((cells) =>
      cells
        .map((cell, column) => pad(cell, widths[column] ?? 0, column))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** What the counts count: cycles, undocumented exports and duplicates, one per line. */
export function statsLists(stats: Stats): string {
  const sections: readonly (readonly [string, readonly string[]])[] = [
    ['Import cycles', stats.importCycles.map((files) => files.join(' ↔ '))],
    ['Exports without a docstring', stats.undocumentedExports],
    ['Duplicate blocks', stats.duplicateBlocks],
  ];
  return sections
    .filter(([, lines]) => lines.length > 0)
    .map(([title, lines]) => [`${title}:`, ...lines.map((line) => `  ${line}`)].join('\n'))
    .join('\n\n');
}

function rowsOf(all: readonly Stats[]): readonly Row[] {
  const layers = [...new Set(all.flatMap(({ linesPerLayer }) => Object.keys(linesPerLayer)))];
  return [
    ['product files', ({ product }) => product.files],
    ['product lines', ({ product }) => product.lines],
    ['all files', (stats) => stats.all.files],
    ['all lines', (stats) => stats.all.lines],
    ...layers.map((layer): Row => [`lines in ${layer}`, ({ linesPerLayer }) => linesPerLayer[layer] ?? 0]),
    ['file length: median / p90 / max', ({ fileLines }) => spreadText(fileLines)],
    ['function length: median / p90 / max', ({ functionLines }) => spreadText(functionLines)],
    ['import cycles', ({ importCycles }) => importCycles.length],
    ['exports without a docstring', ({ undocumentedExports }) => undocumentedExports.length],
    ['duplicate blocks', ({ duplicateBlocks }) => duplicateBlocks.length],
    ['duplicate lines', ({ duplicateLines }) => duplicateLines],
  ];
}

function spreadText({ median, p90, max }: Spread): string {
  return `${median} / ${p90} / ${max}`;
}

function compared(before: string | number, after: string | number): readonly string[] {
  const change = typeof before === 'number' && typeof after === 'number' ? after - before : 0;
  return [text(before), text(after), change === 0 ? '' : `${change > 0 ? '+' : '−'}${text(Math.abs(change))}`];
}

function text(value: string | number): string {
  return typeof value === 'number' ? value.toLocaleString('en-US') : value;
}

function pad(cell: string, width: number, column: number): string {
  return column === 0 ? cell.padEnd(width) : cell.padStart(width);
}
