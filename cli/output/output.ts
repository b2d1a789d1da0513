// A command's output: lines and tables for people, or JSON for programs; never both.
import type { Environment } from '#adapters/configuration/substitution.ts';

import { makeColorize, type Colorize } from './colors.ts';
import { makeProgress, type Progress, type Sink } from './progress.ts';
import { tableLines, type Column } from './table.ts';

/** Output of one command. Everything but `json` and `error` is silent with `--json`. */
export interface Output {
  readonly isJson: boolean;
  /** Colors for stdout. */
  readonly colorize: Colorize;
  /** Writes a line to stdout. */
  line(text: string): void;
  /** Writes text to stdout without a newline. */
  text(text: string): void;
  /** Writes a table to stdout, or `empty` if there are no rows. */
  table<T>(columns: readonly Column<T>[], rows: readonly T[], empty?: string): void;
  /** Writes one line of JSON to stdout, with `--json` only. */
  json(value: unknown): void;
  /** Writes `value` as JSON with `--json`, otherwise `text` as a line. */
  result(value: unknown, text: string): void;
  /** Writes a note to stderr. */
  note(text: string): void;
  /** Writes a line to stderr, with `--json` too. */
  error(text: string): void;
  /** Shows progress on stderr. */
  progress(title: string): Progress;
}

/** Options of {@link makeOutput}. */
export interface OutputOptions {
  readonly isJson: boolean;
  readonly isColorless: boolean;
  readonly environment: Environment;
  readonly stdout: Sink;
  readonly stderr: Sink;
}

/** Creates the output of one command. */
export function makeOutput({ isJson, isColorless, environment, stdout, stderr }: OutputOptions): Output {
  const colorize = makeColorize(stdout.isTTY === true, environment, isColorless || isJson);
  const line = (text: string): void => void (isJson || stdout.write(`${text}\n`));
  const json = (value: unknown): void => void (isJson && stdout.write(`${JSON.stringify(value)}\n`));
  return {
    isJson,
    colorize,
    line,
    text: (text) => void (isJson || stdout.write(text)),
    table: (columns, rows, empty) => {
      if (rows.length === 0 && empty !== undefined) return line(empty);
      const width = stdout.isTTY === true ? stdout.columns : undefined;
      for (const row of tableLines(columns, rows, colorize, width)) line(row);
    },
    json,
    result: (value, text) => (isJson ? json(value) : line(text)),
    note: (text) => void (isJson || stderr.write(`${text}\n`)),
    error: (text) => void stderr.write(`${text}\n`),
    progress: (title) => makeProgress(title, isJson ? undefined : stderr),
  };
}
