// The result of the bench as rows, a table and a page.
import { cpus, release, totalmem } from 'node:os';

/** One measured row. */
export interface Row {
  readonly id: string;
  readonly title: string;
  readonly unit: string;
  readonly value: number;
  /** What the project promises. */
  readonly target: number;
  readonly better: 'lower' | 'higher';
  /** The same job done by the least possible program in the same run; undefined where there is none. */
  readonly bare: number | undefined;
  readonly note?: string;
}

/** Whether a row keeps its promise. */
export function keeps(row: Row): boolean {
  return row.better === 'lower' ? row.value <= row.target : row.value >= row.target;
}

/** All rows as aligned text. */
export function asTable(rows: readonly Row[]): string {
  const cells = [
    ['', 'row', 'value', 'target', 'bare limit', 'unit'],
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

/** The page in `docs/`. */
export function asPage(rows: readonly Row[], when: Date): string {
  const lines = rows.map(
    (row) =>
      `| ${row.title} | ${show(row.value)} ${row.unit} | ${row.better === 'lower' ? '≤' : '≥'} ${show(row.target)} | ${row.bare === undefined ? '–' : show(row.bare)} | ${keeps(row) ? 'kept' : '**missed**'}${row.note === undefined ? '' : `; ${row.note}`} |`,
  );
  return `# Bench

Last run of \`npm run bench\`, ${when.toISOString().slice(0, 10)}: ${machine()}. Host under plain Node from the built bundle, model server a local process that speaks the Anthropic wire format, through the official SDK. Medians unless said otherwise. The bare limit is measured in the same run: the least program that does the same job (\`ws\` and \`node:http\`, nothing stored, nothing checked).

| row | measured | promised | bare limit | |
|---|---|---|---|---|
${lines.join('\n')}

How each row is measured: \`tests/performance/rows/\`. The numbers move with the machine and with what else runs on it; compare a row with its bare limit before comparing machines.
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
