// Options of `gatehouse cron` that describe a schedule and its task.
import { parseTime } from '#contract/types/parse-time.ts';
import type { PublishedType } from '#contract/wire/published.ts';

import { optionAs, textOption, type CommandContext } from '../parser/command.ts';
import { CommandError, EXIT } from '../output/exit-codes.ts';

const UNIT_MS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

type Job = PublishedType<'CronJob'>;
/** When a job runs. */
type Schedule =
  | { readonly kind: 'cron'; readonly expr: string; readonly tz?: string }
  | { readonly kind: 'every'; readonly everyMs: number }
  | { readonly kind: 'at'; readonly at: string };
/** What the agent receives. */
type Payload =
  | { readonly kind: 'agentTurn'; readonly message: string; readonly model?: string }
  | { readonly kind: 'systemEvent'; readonly text: string };

/** The schedule given by --cron, --every or --at, if any. @throws {CommandError} */
export function scheduleOption(context: CommandContext): Schedule | undefined {
  const [cron, every, at] = ['cron', 'every', 'at'].map((name) => textOption(context, name));
  if ([cron, every, at].filter((text) => text !== undefined).length > 1)
    throw new CommandError(EXIT.usage, '--cron, --every and --at are mutually exclusive');
  if (cron !== undefined) return { kind: 'cron', expr: cron, ...optionAs(context, 'tz', 'tz') };
  if (every !== undefined) return { kind: 'every', everyMs: parseInterval(every) };
  return at === undefined ? undefined : { kind: 'at', at: readTime(at) };
}

/** The payload given by --message or --event, if any. @throws {CommandError} */
export function payloadOption(context: CommandContext): Payload | undefined {
  const message = textOption(context, 'message');
  const event = textOption(context, 'event');
  if (message !== undefined && event !== undefined)
    throw new CommandError(EXIT.usage, '--message and --event are mutually exclusive');
  if (message !== undefined) return { kind: 'agentTurn', message, ...optionAs(context, 'model', 'model') };
  return event === undefined ? undefined : { kind: 'systemEvent', text: event };
}

/** A schedule for tables and messages. */
export function formatSchedule(schedule: Job['schedule']): string {
  switch (schedule.kind) {
    case 'cron':
      return schedule.tz === undefined ? schedule.expr : `${schedule.expr} (${schedule.tz})`;
    case 'every':
      return `every ${formatInterval(schedule.everyMs)}`;
    case 'at':
      return `once at ${schedule.at}`;
    default:
      return schedule.kind;
  }
}

function parseInterval(text: string): number {
  const [, count, unit = ''] = /^([1-9]\d{0,5})([smhd])$/.exec(text) ?? [];
  const unitMs = UNIT_MS[unit];
  if (count !== undefined && unitMs !== undefined) return Number(count) * unitMs;
  throw new CommandError(
    EXIT.usage,
    `invalid value "${text}" for --every: use a number and s, m, h, or d, such as 15m`,
  );
}

function formatInterval(ms: number): string {
  const unit = Object.entries(UNIT_MS).findLast(([, unitMs]) => ms % unitMs === 0);
  return unit === undefined ? `${ms} ms` : `${ms / unit[1]}${unit[0]}`;
}

function readTime(text: string): string {
  const ms = parseTime(text, 'local');
  if (ms !== undefined) return new Date(ms).toISOString();
  throw new CommandError(
    EXIT.usage,
    `invalid value "${text}" for --at: use a time that exists, such as 2026-03-01T09:00`,
  );
}
