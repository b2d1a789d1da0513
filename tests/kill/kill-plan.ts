// When to kill: some time after something happened, so that every part of a turn is hit, and not only the long ones.
import type { Random } from './random.ts';

/** What a kill can wait for. */
export const TRIGGERS = [
  'time',
  'starting',
  'stopping',
  'model asked',
  'text streaming',
  'message accepted',
  'message completed',
  'tool started',
  'tool finished',
  'approval pending',
  'approval answered',
  'setting changed',
  'session changed',
  'file written',
  'run ended',
] as const;

/** One of them. */
export type Trigger = (typeof TRIGGERS)[number];

/** One kill. */
export interface KillPlan {
  readonly trigger: Trigger;
  /** It is killed at the n-th time. */
  readonly count: number;
  readonly thenMs: number;
  /** Killed by then in any case. */
  readonly latestMs: number;
}

const MAX_STARTUP_MS = 700;
const MAX_STOPPING_MS = 60;
const LATEST_MS = 1500;

/** Chooses the n-th kill: all triggers in turn, the rest by chance. */
export function planKill(index: number, random: Random): KillPlan {
  const trigger = TRIGGERS[index % TRIGGERS.length] ?? 'time';
  if (trigger === 'starting')
    return { trigger, count: 1, thenMs: random.between(0, MAX_STARTUP_MS), latestMs: MAX_STARTUP_MS };
  if (trigger === 'stopping')
    return { trigger, count: 0, thenMs: random.between(0, MAX_STOPPING_MS), latestMs: random.between(100, LATEST_MS) };
  if (trigger === 'time') return { trigger, count: 1, thenMs: random.between(0, LATEST_MS), latestMs: LATEST_MS };
  // Mostly within a millisecond or two of the event, where the races are.
  const thenMs = random.chance(0.6) ? random.between(0, 2) : random.between(2, 40);
  return { trigger, count: 1 + random.integer(3), thenMs, latestMs: LATEST_MS };
}

/** Watches for a plan's moment. */
export interface KillSwitch {
  hit(trigger: Trigger): void;
  /** Resolves at the moment to kill, with whether the trigger came. */
  readonly moment: Promise<boolean>;
}

/** Arms a plan. */
export function armKill(plan: KillPlan): KillSwitch {
  let left = plan.count;
  const { promise, resolve } = Promise.withResolvers<boolean>();
  setTimeout(resolve, plan.latestMs, false);
  const fire = (): void => void setTimeout(resolve, plan.thenMs, true);
  if (plan.trigger === 'time') fire();
  return {
    moment: promise,
    hit: (trigger) => {
      if (trigger !== plan.trigger) return;
      left -= 1;
      if (left === 0) fire();
    },
  };
}
