// Where a command writes: lines and tables for a person, or JSON for a program; never both.
import type { Environment } from '#host/shell-settings.ts';

import { makePaint, type Paint } from './colors.ts';
import { makeProgress, type Progress } from './progress.ts';
import type { Sink } from './sink.ts';
import { tableLines, type Column } from './table.ts';

/** Where a command writes. */
export interface Output {
  readonly isJson: boolean;
  /** Colours of stdout. */
  readonly paint: Paint;
  /** A line for a person; nothing with `--json`. */
  line(text: string): void;
  /** Text for a person as it is, without a line's end; nothing with `--json`. */
  text(text: string): void;
  /** A table for a person. */
  table(columns: readonly Column[], rows: readonly (readonly string[])[]): void;
  /** The result as one line of JSON; printed with `--json` only. */
  json(value: unknown): void;
  /** A remark on stderr for a person; nothing with `--json`. */
  note(text: string): void;
  /** A line on stderr, in both cases. */
  complain(text: string): void;
  /** Shows on stderr how far something is. */
  progress(title: string): Progress;
}

/** How it is made. */
export interface OutputOptions {
  readonly isJson: boolean;
  readonly isPlain: boolean;
  readonly environment: Environment;
  readonly stdout: Sink;
  readonly stderr: Sink;
}

/** The output of one command. */
export function makeOutput({ isJson, isPlain, environment, stdout, stderr }: OutputOptions): Output {
  const paint = makePaint(stdout.isTTY === true, environment, isPlain || isJson);
  const line = (text: string): void => void (isJson || stdout.write(`${text}\n`));
  return {
    isJson,
    paint,
    line,
    text: (text) => void (isJson || stdout.write(text)),
    table: (columns, rows) => {
      const width = stdout.isTTY === true ? stdout.columns : undefined;
      for (const row of tableLines(columns, rows, paint, width)) line(row);
    },
    json: (value) => void (isJson && stdout.write(`${JSON.stringify(value)}\n`)),
    note: (text) => void (isJson || stderr.write(`${text}\n`)),
    complain: (text) => void stderr.write(`${text}\n`),
    progress: (title) => makeProgress(title, isJson ? undefined : stderr),
  };
}
