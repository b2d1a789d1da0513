// Prints the gateway's log: reads pages, filters them and prints each line once.
import { setTimeout as sleep } from 'node:timers/promises';

import type { GatewayClient } from '#contract/wire/client-api.ts';

import type { Color } from './colors.ts';
import { formatClock } from './format-time.ts';
import type { Output } from './output.ts';
import { plainLine } from './plain-text.ts';

const MAX_BYTES = 500_000;
const MAX_LINES = 5000;
const POLL_INTERVAL_MS = 400;

/** Log levels, least severe first. */
export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;
const COLORS: Readonly<Record<string, Color>> = { debug: 'dim', warn: 'yellow', error: 'red' };

type LogLevel = (typeof LOG_LEVELS)[number];

/** Which lines to print. */
export interface LogFilter {
  readonly level: LogLevel;
  /** Case-insensitive substring; empty matches every line. */
  readonly text: string;
  readonly run?: string;
  readonly sessionKey?: string;
  readonly agentId?: string;
}

/** Prints the last `limit` matching lines, and with `follow` new ones until that signal aborts. */
export async function printLog(
  client: GatewayClient,
  { limit, filter, follow }: { readonly limit: number; readonly filter: LogFilter; readonly follow?: AbortSignal },
  output: Output,
): Promise<void> {
  const { level, text, run: _, ...place } = filter;
  const page = { limit: MAX_LINES, maxBytes: MAX_BYTES, level, ...(text === '' ? {} : { text }), ...place };
  // A full page, because `limit` counts matching lines only.
  const tail = await client.request('logs.tail', page);
  let cursor = tail.cursor;
  for (const line of matchingLines(tail.lines, filter).slice(-limit)) printLine(line, output);
  while (follow !== undefined && !follow.aborted) {
    await sleep(POLL_INTERVAL_MS, undefined, { signal: follow }).catch(() => undefined);
    if (follow.aborted) return;
    const next = await client.request('logs.tail', { ...page, cursor });
    cursor = next.cursor;
    for (const line of matchingLines(next.lines, filter)) printLine(line, output);
  }
}

interface Line {
  readonly text: string;
  /** The parsed entry, if the line is JSON. */
  readonly entry?: Readonly<Record<string, unknown>>;
}

/** The gateway filters by everything else; the run is filtered here. */
function matchingLines(lines: readonly string[], { run }: LogFilter): readonly Line[] {
  return lines.map(parseLine).filter(({ entry }) => {
    const fields = entry?.['fields'];
    const isOfRun = typeof fields === 'object' && fields !== null && 'runId' in fields && fields.runId === run;
    return run === undefined || isOfRun;
  });
}

function parseLine(text: string): Line {
  try {
    const value: unknown = JSON.parse(text);
    // Objects from JSON.parse have string keys.
    return typeof value === 'object' && value !== null ? { text, entry: value as Record<string, unknown> } : { text };
  } catch {
    // Not JSON: printed as is.
    return { text };
  }
}

function printLine({ text, entry }: Line, output: Output): void {
  output.json(entry ?? { message: text });
  if (entry === undefined) return output.line(plainLine(text));
  const { ts, level, part, message, fields } = entry;
  const time = typeof ts === 'number' ? formatClock(ts) : String(ts ?? entry['time'] ?? '');
  const levelText = String(level ?? '').padEnd(5);
  const color = COLORS[String(level)];
  const details = fields === undefined ? '' : ` ${output.colorize('dim', plainLine(JSON.stringify(fields)))}`;
  output.line(
    `${time} ${color === undefined ? levelText : output.colorize(color, levelText)} ${plainLine(String(part ?? ''))}: ${plainLine(String(message ?? ''))}${details}`,
  );
}
