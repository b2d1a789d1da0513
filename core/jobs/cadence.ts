// When a schedule is due. Pure; calendar knowledge comes from the port.
import type { Cadence, CronExpressions, ScheduleRecord } from '../ports/schedules.ts';

/** Most missed ticks listed individually; older ones share a row. */
const MAX_LISTED = 100;
/** Initial look-back window for missed ticks, ms; it doubles until enough are found. */
const FIRST_LOOK_MS = 60_000;

/** The first tick after `afterMs`; undefined when none comes. `id` determines the stagger. */
export function nextTick(
  cadence: Cadence,
  id: string,
  afterMs: number,
  expressions: CronExpressions,
): number | undefined {
  if (cadence.kind === 'at') {
    const at = Date.parse(cadence.at);
    return at > afterMs ? at : undefined;
  }
  if (cadence.kind === 'every') {
    const { everyMs, anchorMs = 0 } = cadence;
    return anchorMs > afterMs ? anchorMs : anchorMs + (Math.floor((afterMs - anchorMs) / everyMs) + 1) * everyMs;
  }
  const shift = computeShift(id, cadence.staggerMs ?? 0);
  const next = expressions.next(cadence.expr, cadence.tz, afterMs - shift);
  return next === undefined ? undefined : next + shift;
}

/** The next `count` ticks of an enabled schedule. */
export function nextTicks(
  { cadence, id, nextTickMs }: Pick<ScheduleRecord, 'cadence' | 'id' | 'nextTickMs'>,
  count: number,
  expressions: CronExpressions,
): readonly number[] {
  const ticks: number[] = [];
  for (let tick = nextTickMs; tick !== undefined && ticks.length < count;) {
    ticks.push(tick);
    tick = cadence.kind === 'every' ? tick + cadence.everyMs : nextTick(cadence, id, tick, expressions);
  }
  return ticks;
}

/** Due ticks. */
export interface DueTicks {
  /** The newest ones, oldest first. */
  readonly ticks: readonly number[];
  /** The first of the ticks that are too many to list. */
  readonly olderFromMs?: number;
  /** The first that is not due yet. */
  readonly nextMs: number | undefined;
}

/** Ticks from `firstMs` (a tick) up to `nowMs`, and the next one. */
export function dueTicks(
  cadence: Cadence,
  id: string,
  firstMs: number,
  nowMs: number,
  expressions: CronExpressions,
): DueTicks {
  if (firstMs > nowMs) return { ticks: [], nextMs: firstMs };
  if (cadence.kind === 'at') return { ticks: [firstMs], nextMs: undefined };
  if (cadence.kind === 'every') return everyTicks(cadence.everyMs, firstMs, nowMs);
  const next = (afterMs: number) => nextTick(cadence, id, afterMs, expressions);
  for (let look = FIRST_LOOK_MS; ; look *= 2) {
    const from = Math.max(firstMs, nowMs - look);
    const ticks = ticksBetween(from, nowMs, next);
    if (from === firstMs || ticks.length > MAX_LISTED) return listed(ticks, firstMs, next(nowMs));
  }
}

/** Counts from the first tick, not from an anchor, so that the ticks follow from the existing rows. */
function everyTicks(everyMs: number, firstMs: number, nowMs: number): DueTicks {
  const count = Math.floor((nowMs - firstMs) / everyMs) + 1;
  const shown = Math.min(count, MAX_LISTED + 1);
  const ticks = Array.from({ length: shown }, (_, n) => firstMs + (count - shown + n) * everyMs);
  return listed(ticks, firstMs, firstMs + count * everyMs);
}

function ticksBetween(fromMs: number, toMs: number, next: (afterMs: number) => number | undefined): readonly number[] {
  const ticks: number[] = [];
  for (let tick = next(fromMs - 1); tick !== undefined && tick <= toMs; tick = next(tick)) ticks.push(tick);
  return ticks;
}

function listed(ticks: readonly number[], firstMs: number, nextMs: number | undefined): DueTicks {
  if (ticks.length <= MAX_LISTED) return { ticks, nextMs };
  return { ticks: ticks.slice(-MAX_LISTED), olderFromMs: firstMs, nextMs };
}

/** A stable shift per schedule: FNV-1a of its id. */
function computeShift(id: string, staggerMs: number): number {
  if (staggerMs <= 0) return 0;
  let hash = 2_166_136_261;
  for (const character of id) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16_777_619) >>> 0;
  return hash % staggerMs;
}
