// Schedules as they are written on the command line.
import type { PublishedType } from '#contract/wire/published.ts';

import { given, textOption, type CommandContext } from '../parser/command.ts';
import { CommandError, EXIT } from '../output/exit-codes.ts';

const UNIT_MS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

type Job = PublishedType<'CronJob'>;
/** When something runs. */
type Schedule =
  | { readonly kind: 'cron'; readonly expr: string; readonly tz?: string }
  | { readonly kind: 'every'; readonly everyMs: number }
  | { readonly kind: 'at'; readonly at: string };
/** What an agent is told then. */
type Payload =
  | { readonly kind: 'agentTurn'; readonly message: string; readonly model?: string }
  | { readonly kind: 'systemEvent'; readonly text: string };

/** What --cron, --every and --at say; undefined without them. @throws {CommandError} */
export function scheduleOf(context: CommandContext): Schedule | undefined {
  const [cron, every, at] = ['cron', 'every', 'at'].map((name) => textOption(context, name));
  if ([cron, every, at].filter((text) => text !== undefined).length > 1)
    throw new CommandError(EXIT.usage, 'only one of --cron, --every and --at');
  if (cron !== undefined) return { kind: 'cron', expr: cron, ...given(context, 'tz', 'tz') };
  if (every !== undefined) return { kind: 'every', everyMs: spanMs(every) };
  return at === undefined ? undefined : { kind: 'at', at: timeOf(at) };
}

/** What --message and --event say; undefined without them. @throws {CommandError} */
export function payloadOf(context: CommandContext): Payload | undefined {
  const message = textOption(context, 'message');
  const event = textOption(context, 'event');
  if (message !== undefined && event !== undefined)
    throw new CommandError(EXIT.usage, 'only one of --message and --event');
  if (message !== undefined) return { kind: 'agentTurn', message, ...given(context, 'model', 'model') };
  return event === undefined ? undefined : { kind: 'systemEvent', text: event };
}

/** A schedule in words. */
export function scheduleText(schedule: Job['schedule']): string {
  switch (schedule.kind) {
    case 'cron':
      return schedule.tz === undefined ? schedule.expr : `${schedule.expr} (${schedule.tz})`;
    case 'every':
      return `every ${spanText(schedule.everyMs)}`;
    case 'at':
      return `once, ${schedule.at}`;
    default:
      return schedule.kind;
  }
}

function spanMs(text: string): number {
  const [, count, unit = ''] = /^([1-9]\d{0,5})([smhd])$/.exec(text) ?? [];
  const unitMs = UNIT_MS[unit];
  if (count !== undefined && unitMs !== undefined) return Number(count) * unitMs;
  throw new CommandError(EXIT.usage, `--every is a number with s, m, h or d, such as 15m, not "${text}"`);
}

function spanText(ms: number): string {
  const unit = Object.entries(UNIT_MS).findLast(([, unitMs]) => ms % unitMs === 0);
  return unit === undefined ? `${ms} ms` : `${ms / unit[1]}${unit[0]}`;
}

function timeOf(text: string): string {
  const ms = Date.parse(text);
  if (!Number.isNaN(ms)) return new Date(ms).toISOString();
  throw new CommandError(EXIT.usage, `--at is a time such as 2026-03-01T09:00, not "${text}"`);
}
