// Parses log lines of the host (JSON) and of other programs, and filters them.
import { isJsonObject } from '#contract/types/json-object.ts';
import type { LogPlace } from '#contract/types/log-session.ts';
import type { LogLine } from '#contract/types/logs.ts';

/** A line with its place in the stream, so that a list can key it, and what it belongs to. */
export interface NumberedLog extends LogLine, LogPlace {
  readonly id: number;
}

/** The level of a line. */
export type LogLevel = LogLine['level'];

/** The filter of the page. An empty text matches all. */
export interface LogFilter {
  readonly minLevel: LogLevel;
  readonly part: string;
  readonly session: string;
  readonly agent: string;
  readonly text: string;
}

/** All levels, lowest first. */
export const LOG_LEVELS: readonly LogLevel[] = ['debug', 'info', 'warn', 'error'];

const LEVEL_BY_NAME: Readonly<Record<string, LogLevel>> = {
  trace: 'debug',
  debug: 'debug',
  info: 'info',
  notice: 'info',
  warn: 'warn',
  warning: 'warn',
  error: 'error',
  err: 'error',
  fatal: 'error',
  critical: 'error',
};
const TIME_KEYS = ['ts', 'time', 'timestamp'];
const TEXT_KEYS = ['message', 'msg'];
const PART_KEYS = ['part', 'name', 'component', 'source'];
const LEVEL_KEYS = ['level', 'lvl', 'severity'];

/** Parses one line; never fails. An unknown format becomes an `info` line without a part. */
export function parseLogLine(line: string): LogLine {
  const record = parseJson(line) ?? parseLogfmt(line);
  return record === undefined ? parsePlain(line) : fromRecord(record, line);
}

function parseJson(line: string): Readonly<Record<string, unknown>> | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const value: unknown = JSON.parse(line);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function parseLogfmt(line: string): Readonly<Record<string, unknown>> | undefined {
  const fields: Record<string, string> = {};
  for (const match of line.matchAll(/([\w.-]+)=(?:"((?:[^"\\]|\\.)*)"|(\S*))/g)) {
    const [, key, quoted, bare] = match;
    if (key !== undefined) fields[key] = quoted?.replaceAll('\\"', '"') ?? bare ?? '';
  }
  const known = LEVEL_KEYS.some((key) => key in fields) && TEXT_KEYS.some((key) => key in fields);
  return known ? fields : undefined;
}

function fromRecord(record: Readonly<Record<string, unknown>>, line: string): LogLine {
  const used = [...TIME_KEYS, ...TEXT_KEYS, ...PART_KEYS, ...LEVEL_KEYS, 'fields', 'pid', 'hostname'];
  const nested = isJsonObject(record['fields']) ? record['fields'] : {};
  const rest = Object.fromEntries(Object.entries(record).filter(([key]) => !used.includes(key)));
  const fields = { ...rest, ...nested };
  return {
    ts: readTime(pick(record, TIME_KEYS)),
    level: readLevel(pick(record, LEVEL_KEYS)),
    part: readText(pick(record, PART_KEYS)) ?? '',
    message: readText(pick(record, TEXT_KEYS)) ?? line,
    ...(Object.keys(fields).length > 0 ? { fields } : {}),
  };
}

function pick(record: Readonly<Record<string, unknown>>, keys: readonly string[]): unknown {
  const key = keys.find((name) => record[name] !== undefined);
  return key === undefined ? undefined : record[key];
}

function readText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function readTime(value: unknown): number {
  if (typeof value === 'number') return value;
  const parsed = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(parsed) ? 0 : parsed;
}

/** Names, and the numbers of common JSON loggers: 10 trace, 20 debug, 30 info, 40 warn, 50 error, 60 fatal. */
function readLevel(value: unknown): LogLevel {
  if (typeof value === 'number') {
    if (value >= 50) return 'error';
    if (value >= 40) return 'warn';
    return value >= 30 ? 'info' : 'debug';
  }
  return typeof value === 'string' ? (LEVEL_BY_NAME[value.toLowerCase()] ?? 'info') : 'info';
}

function parsePlain(line: string): LogLine {
  const time = /^\[?(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?)\]?\s*/.exec(line);
  const rest = time === null ? line : line.slice(time[0].length);
  const level = /^\[?(TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|ERR|FATAL|CRITICAL)\]?[:\s-]+/i.exec(rest);
  return {
    ts: readTime(time?.[1]?.replace(',', '.')),
    level: readLevel(level?.[1]),
    part: '',
    message: level === null ? rest : rest.slice(level[0].length),
  };
}

/** The lines that match a filter. The text search covers message, part and fields, and ignores case. */
export function filterLogs(lines: readonly NumberedLog[], filter: LogFilter): readonly NumberedLog[] {
  const minLevel = LOG_LEVELS.indexOf(filter.minLevel);
  const wanted = filter.text.trim().toLowerCase();
  return lines.filter(
    (line) =>
      LOG_LEVELS.indexOf(line.level) >= minLevel &&
      (filter.part === '' || line.part === filter.part) &&
      (filter.session === '' || line.sessionKey === filter.session) &&
      (filter.agent === '' || line.agentId === filter.agent) &&
      (wanted === '' || formatLog(line).toLowerCase().includes(wanted)),
  );
}

/** The parts that occur, sorted. */
export function listParts(lines: readonly LogLine[]): readonly string[] {
  return [...new Set(lines.map((line) => line.part).filter((part) => part !== ''))].toSorted();
}

/** The values that occur, sorted, and the chosen one. */
export function listPlaces(lines: readonly LogPlace[], name: keyof LogPlace, chosen: string): readonly string[] {
  return [...new Set([chosen, ...lines.map((line) => line[name] ?? '')])].filter((place) => place !== '').toSorted();
}

/** The lines as a file: as text, or one JSON object per line. */
export function exportLogs(lines: readonly NumberedLog[], format: 'text' | 'jsonl'): string {
  const print = ({ id: _, sessionKey: _key, agentId: _agent, ...line }: NumberedLog): string =>
    format === 'text' ? formatLog(line) : JSON.stringify(line);
  return lines.map((line) => `${print(line)}\n`).join('');
}

/** One line as text, for copying and searching. */
export function formatLog(line: LogLine): string {
  const time = line.ts > 0 ? new Date(line.ts).toISOString() : '';
  return [time, line.level, line.part, line.message, formatFields(line)].filter((part) => part !== '').join(' ');
}

/** The fields of a line in short form: `key=value`. */
export function formatFields(line: LogLine): string {
  return Object.entries(line.fields ?? {})
    .map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' ');
}
