// Lines of the gateway's log: read in pieces, filtered, each printed once.
import { setTimeout as pause } from 'node:timers/promises';

import type { GatewayClient } from '#contract/wire/client-api.ts';

import type { Output } from './output.ts';
import type { Tone } from './colors.ts';
import { plainLine } from './plain-text.ts';
import { clockText } from './format-time.ts';

const MAX_BYTES = 500_000;
const MAX_LINES = 5000;
const FOLLOW_EVERY_MS = 400;

/** By weight. */
export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;
const TONES: Readonly<Record<string, Tone>> = { debug: 'dim', warn: 'yellow', error: 'red' };

/** The name of a weight. */
type LogLevel = (typeof LOG_LEVELS)[number];

/** Which lines are wanted. */
export interface LogFilter {
  readonly level: LogLevel;
  /** Contained in any case; empty: whatever they contain. */
  readonly text: string;
  readonly run?: string;
}

/** Prints the last `limit` lines that are wanted, and with `follow` those that come, until `signal`. */
export async function printLog(
  client: GatewayClient,
  { limit, filter, follow }: { readonly limit: number; readonly filter: LogFilter; readonly follow?: AbortSignal },
  output: Output,
): Promise<void> {
  const { level, text } = filter;
  const page = { limit: MAX_LINES, maxBytes: MAX_BYTES, level, ...(text === '' ? {} : { text }) };
  // As much as one answer holds is read, so that `limit` counts the lines that are wanted.
  const tail = await client.request('logs.tail', page);
  let cursor = tail.cursor;
  for (const line of wantedLines(tail.lines, filter).slice(-limit)) printLine(line, output);
  while (follow !== undefined && !follow.aborted) {
    await pause(FOLLOW_EVERY_MS, undefined, { signal: follow }).catch(() => undefined);
    if (follow.aborted) return;
    const more = await client.request('logs.tail', { ...page, cursor });
    cursor = more.cursor;
    for (const line of wantedLines(more.lines, filter)) printLine(line, output);
  }
}

interface Line {
  readonly text: string;
  /** What the line says, when it is JSON. */
  readonly facts?: Readonly<Record<string, unknown>>;
}

/** Weight and text are sorted out by the gateway, the run here. */
function wantedLines(lines: readonly string[], { run }: LogFilter): readonly Line[] {
  return lines.map(parseLine).filter(({ facts }) => {
    const fields = facts?.['fields'];
    const isOfRun = typeof fields === 'object' && fields !== null && 'runId' in fields && fields.runId === run;
    return run === undefined || isOfRun;
  });
}

function parseLine(text: string): Line {
  try {
    const value: unknown = JSON.parse(text);
    // An object that JSON.parse made has string keys.
    return typeof value === 'object' && value !== null ? { text, facts: value as Record<string, unknown> } : { text };
  } catch {
    // Not every line need be JSON; it is printed as it stands.
    return { text };
  }
}

function printLine({ text, facts }: Line, output: Output): void {
  output.json(facts ?? { message: text });
  if (facts === undefined) return output.line(plainLine(text));
  const { ts, level, part, message, fields } = facts;
  const time = typeof ts === 'number' ? clockText(ts) : String(ts ?? facts['time'] ?? '');
  const weight = String(level ?? '').padEnd(5);
  const tone = TONES[String(level)];
  const more = fields === undefined ? '' : ` ${output.paint('dim', plainLine(JSON.stringify(fields)))}`;
  output.line(
    `${time} ${tone === undefined ? weight : output.paint(tone, weight)} ${plainLine(String(part ?? ''))}: ${plainLine(String(message ?? ''))}${more}`,
  );
}
