// Cron expressions by croner: five fields, or six with seconds, and names such as @daily, in any IANA time zone.
import { Cron } from 'croner';
import type { CronExpressions } from '#core/ports/schedules.ts';

/** Longer ones are nobody's. */
const MAX_LENGTH = 200;
/** Patterns that are kept ready: making one costs more than asking it. */
const MAX_KEPT = 1_000;

/** The cron expressions of a host. Times without a zone are those of this machine. */
export function createCronExpressions(): CronExpressions {
  const kept = new Map<string, Cron>();
  const patternOf = (expr: string, timeZone: string | undefined): Cron => {
    const name = `${timeZone ?? ''} ${expr}`;
    const known = kept.get(name);
    if (known !== undefined) return known;
    // Paused: we ask for times only, it keeps no timer.
    const made = new Cron(expr, { paused: true, ...(timeZone === undefined ? {} : { timezone: timeZone }) });
    if (kept.size >= MAX_KEPT) kept.clear();
    kept.set(name, made);
    return made;
  };
  return {
    violation(expr, timeZone) {
      const words = expr.trim().split(/\s+/);
      const isNickname = words.length === 1 && words[0]?.startsWith('@') === true;
      if (expr.length > MAX_LENGTH) return `longer than ${MAX_LENGTH} characters`;
      if (!isNickname && words.length !== 5 && words.length !== 6)
        return 'expected five fields: minute, hour, day, month, day of the week (or six, with seconds first)';
      if (timeZone !== undefined && !isTimeZone(timeZone)) return `unknown time zone ${timeZone.slice(0, 60)}`;
      try {
        patternOf(expr, timeZone);
        return undefined;
      } catch (error) {
        return error instanceof Error ? error.message.replace(/^\w+: /, '') : String(error);
      }
    },
    next: (expr, timeZone, afterMs) => patternOf(expr, timeZone).nextRun(new Date(afterMs))?.getTime(),
  };
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).format(0) !== '';
  } catch {
    return false;
  }
}
