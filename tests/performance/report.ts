// Benchmark results as rows, a table, and a page.
import { cpus, release, totalmem } from 'node:os';

/** A measurement. */
export interface Row {
  readonly id: string;
  readonly title: string;
  readonly unit: string;
  readonly value: number;
  /** The target value. */
  readonly target: number;
  readonly better: 'lower' | 'higher';
  /** Baseline: a minimal program that does the same job in the same run; `undefined` if there is none. */
  readonly bare: number | undefined;
  readonly note?: string;
}

/** Whether a row meets its target. */
export function keeps(row: Row): boolean {
  return row.better === 'lower' ? row.value <= row.target : row.value >= row.target;
}

/** The rows as an aligned text table. */
export function asTable(rows: readonly Row[]): string {
  const cells = [
    ['', 'row', 'value', 'target', 'baseline', 'unit'],
    ...rows.map((row) => [
      keeps(row) ? 'ok' : 'MISS',
      row.title,
      show(row.value),
      `${row.better === 'lower' ? '≤' : '≥'} ${show(row.target)}`,
      row.bare === undefined ? '–' : show(row.bare),
      row.unit,
    ]),
  ];
  const widths = cells[0]?.map((_, column) => Math.max(...cells.map((line) => line[column]?.length ?? 0))) ?? [];
  return cells
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** The text of `docs/bench.md`. */
export function asPage(rows: readonly Row[], when: Date): string {
  const lines = rows.map(
    (row) =>
      `| ${row.title} | ${show(row.value)} ${row.unit} | ${row.better === 'lower' ? '≤' : '≥'} ${show(row.target)} | ${row.bare === undefined ? '–' : show(row.bare)} | ${keeps(row) ? 'met' : '**missed**'}${row.note === undefined ? '' : `; ${row.note}`} |`,
  );
  return `# Benchmark

Last run of \`npm run bench\`, ${when.toISOString().slice(0, 10)}, on ${machine()}. The host runs under Node from the built bundle. The model server is a local process that implements the Anthropic API. Values are medians unless stated otherwise. The baseline is measured in the same run: a minimal program that does the same job with \`ws\` and \`node:http\`, without storing or validating anything.

| Row | Measured | Target | Baseline | |
|---|---|---|---|---|
${lines.join('\n')}

See \`tests/performance/rows/\` for how each row is measured. The values depend on the machine and its load, so compare each row with its baseline before you compare machines.
`;
}

function machine(): string {
  const [first] = cpus();
  return `${cpus().length} × ${first?.model.trim() ?? 'unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GB, ${process.platform} ${release()}, Node ${process.versions.node}`;
}

function show(value: number): string {
  if (!Number.isFinite(value)) return 'n/a';
  if (value >= 1000) return Math.round(value).toLocaleString('en-US');
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
