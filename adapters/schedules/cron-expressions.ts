// Cron expressions with five fields, six with seconds, or names such as @daily, in any IANA time zone.
import { takeStart } from '#contract/types/truncate-text.ts';
import { Cron } from 'croner';
import { defined } from '#contract/types/defined.ts';
import { errorMessage } from '#contract/wire/errors.ts';
import type { CronExpressions } from '#core/ports/schedules.ts';

/** Maximum length of an expression. */
const MAX_LENGTH = 200;
const NEVER = 'it never happens because no month has such a day';
/** An expression without a time after this never has one. */
const REFERENCE = new Date(Date.UTC(2000, 0, 1));
/** Maximum number of cached patterns. */
const MAX_CACHED = 1_000;

/** Evaluates cron expressions. Without a time zone, the one of this machine applies. */
export function createCronExpressions(): CronExpressions {
  const cached = new Map<string, Cron>();
  const toPattern = (expr: string, timeZone: string | undefined): Cron => {
    const name = `${timeZone ?? ''} ${expr}`;
    const known = cached.get(name);
    if (known !== undefined) return known;
    // Paused, so it has no timer.
    const pattern = new Cron(expr, { paused: true, ...defined({ timezone: timeZone }) });
    if (cached.size >= MAX_CACHED) cached.clear();
    cached.set(name, pattern);
    return pattern;
  };
  return {
    violation(expr, timeZone) {
      const words = expr.trim().split(/\s+/);
      const isNickname = words.length === 1 && words[0]?.startsWith('@') === true;
      if (expr.length > MAX_LENGTH) return `longer than ${MAX_LENGTH} characters`;
      if (!isNickname && words.length !== 5 && words.length !== 6)
        return 'expected five fields: minute, hour, day, month, day of the week (or six, with seconds first)';
      if (timeZone !== undefined && !isTimeZone(timeZone)) return `unknown time zone ${takeStart(timeZone, 60)}`;
      try {
        return toPattern(expr, timeZone).nextRun(REFERENCE) === null ? NEVER : undefined;
      } catch (error) {
        return describe(errorMessage(error));
      }
    },
    next: (expr, timeZone, afterMs) => toPattern(expr, timeZone).nextRun(new Date(afterMs))?.getTime(),
  };
}

/** The library counts days and months from zero in its messages. */
function describe(message: string): string {
  return message
    .replace(/^\w+: /, '')
    .replace(
      /^(Invalid value for (?:day|month): )(-?\d+)$/,
      (_, text: string, value: string) => text + String(Number(value) + 1),
    );
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).format(0) !== '';
  } catch {
    return false;
  }
}
