// Structured logs.
import type { LogLine } from '#contract/types/logs.ts';

/** Structured log. Fields never contain a secret: the adapter masks what looks like one. */
export interface Log {
  debug(message: string, fields?: LogLine['fields']): void;
  info(message: string, fields?: LogLine['fields']): void;
  warn(message: string, fields?: LogLine['fields']): void;
  error(message: string, fields?: LogLine['fields']): void;
  /** A log of one part (`gateway`, `engine`, …). */
  part(name: string): Log;
}

/** Reads log files. */
export interface LogReader {
  tail(query: {
    readonly cursor?: number;
    readonly limit: number;
    readonly maxBytes: number;
    /** Filter; other lines are skipped. */
    readonly keeps?: (line: string) => boolean;
  }): Promise<{
    readonly file: string;
    readonly cursor: number;
    readonly size: number;
    readonly lines: readonly string[];
    readonly truncated?: boolean;
    readonly reset?: boolean;
  }>;
}
