// Structured log lines: masked, kept in a ring buffer, and written as JSON to rotating files.
import type { LogLine } from '#contract/types/logs.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { Log, LogReader } from '#core/ports/log.ts';
import { createMask, type Mask } from './mask.ts';
import { openRotatingFile, type RotatingFile } from './rotating-file.ts';
import { tailReader } from './tail.ts';

/** 5 files of 5 MB. */
const MAX_BYTES = 5 * 1024 * 1024;
const MAX_FILES = 5;
/** Lines kept in memory. */
const RING_LINES = 500;

const WEIGHTS = { debug: 0, info: 1, warn: 2, error: 3 } as const;

/** Options of the logs. */
export interface LogOptions {
  readonly folder: string;
  readonly clock: Clock;
  /** Also write every line to stderr, for people. */
  readonly verbose?: boolean;
  /** Format of those lines; default `text`. */
  readonly format?: 'text' | 'json';
  readonly level?: LogLine['level'];
  readonly maxBytes?: number;
  readonly maxFiles?: number;
}

/** The logs of a running host. */
export interface Logs {
  readonly log: Log;
  readonly reader: LogReader;
  /** The last lines, oldest first. */
  recent(): readonly LogLine[];
  setLevel(level: LogLine['level']): void;
  /** Adds a secret that must not appear in any line from now on. */
  know(secret: string): void;
  close(): void;
}

/** Opens the logs in a folder that exists. */
export function openLogs(options: LogOptions): Logs {
  const { folder, maxBytes = MAX_BYTES, maxFiles = MAX_FILES, level = 'info' } = options;
  const file = openRotatingFile({ folder, maxBytes, maxFiles });
  const state: LogState = { options, file, mask: createMask(), ring: [], minimum: WEIGHTS[level], open: true };
  return {
    log: partLog(state, 'host'),
    reader: tailReader(file.path),
    recent: () => [...state.ring],
    setLevel: (level) => {
      state.minimum = WEIGHTS[level];
    },
    know: (secret) => state.mask.know(secret),
    close: () => {
      state.open = false;
      file.close();
    },
  };
}

interface LogState {
  readonly options: LogOptions;
  readonly file: RotatingFile;
  readonly mask: Mask;
  readonly ring: LogLine[];
  minimum: number;
  open: boolean;
}

function partLog(state: LogState, part: string): Log {
  const at = (level: LogLine['level']) => (message: string, fields?: LogLine['fields']) => {
    if (WEIGHTS[level] >= state.minimum && state.open) write(state, level, part, message, fields);
  };
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    part: (name) => partLog(state, name),
  };
}

function write(
  state: LogState,
  level: LogLine['level'],
  part: string,
  message: string,
  fields: LogLine['fields'] | undefined,
): void {
  const { options, mask } = state;
  const hasFields = fields !== undefined && Object.keys(fields).length > 0;
  // Masking preserves the structure of an object.
  const masked = hasFields ? { fields: mask.fields(fields) as NonNullable<LogLine['fields']> } : {};
  const line: LogLine = { ts: options.clock.now(), level, part, message: mask.text(message), ...masked };
  state.ring.push(line);
  if (state.ring.length > RING_LINES) state.ring.shift();
  state.file.write((dropped) => toJson(line, dropped));
  if (options.verbose === true) process.stderr.write(`${options.format === 'json' ? toJson(line, 0) : toText(line)}\n`);
}

/** A line with the field names that log viewers expect. `dropped`: number of preceding lines that couldn't be written. */
function toJson(line: LogLine, dropped: number): string {
  return JSON.stringify({ time: new Date(line.ts).toISOString(), ...line, ...(dropped === 0 ? {} : { dropped }) });
}

function toText(line: LogLine): string {
  const fields = line.fields === undefined ? '' : ` ${JSON.stringify(line.fields)}`;
  return `${new Date(line.ts).toISOString().slice(11, 23)} ${line.level.padEnd(5)} ${line.part}: ${line.message}${fields}`;
}
