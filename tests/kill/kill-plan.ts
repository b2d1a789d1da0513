// Plans when to kill: shortly after an event, so that short parts of a turn are hit, too.
import type { Random } from './random.ts';

/** Events that a kill can wait for. */
export const TRIGGERS = [
  'time',
  'starting',
  'stopping',
  'model asked',
  'text streaming',
  'long text',
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
  'worktree creating',
  'worktree removing',
  'reviewing',
  'committing',
  'merging',
  'uploading',
  'container starting',
  'container command',
] as const;

/** An event that a kill can wait for. */
export type Trigger = (typeof TRIGGERS)[number];

/** Events of worktrees. The kill follows the request, so that it happens while the host works on it. */
export const IN_WORKTREES: readonly Trigger[] = [
  'worktree creating',
  'worktree removing',
  'reviewing',
  'committing',
  'merging',
];

/** Events that need a container engine. */
const IN_CONTAINERS: readonly Trigger[] = ['container starting', 'container command'];

/** The events that can be waited for here. */
export function possibleTriggers(hasEngine: boolean): readonly Trigger[] {
  return TRIGGERS.filter((trigger) => hasEngine || !IN_CONTAINERS.includes(trigger));
}

/** A planned kill. */
export interface KillPlan {
  readonly trigger: Trigger;
  /** Kill at the n-th occurrence. */
  readonly count: number;
  readonly thenMs: number;
  /** Kill at this time in any case, ms. */
  readonly latestMs: number;
}

const MAX_STARTUP_MS = 700;
const MAX_STOPPING_MS = 60;
const LATEST_MS = 1500;
/** Most events occur within a second; this is for a busy machine. */
const LATEST_EVENT_MS = 4_000;
/** A text is long only after some time. */
const LATEST_LONG_MS = 8_000;
/** A worktree is created within this time, mostly. */
const MAX_STEP_MS = 250;
/** Worktrees are created and changed before they are merged, which takes long on a busy machine. */
const LATEST_WORKTREE_MS = 20_000;
/** How many of these events a part of the workload reaches quickly. */
const MAX_COUNTS: Readonly<Partial<Record<Trigger, number>>> = {
  'worktree creating': 2,
  'worktree removing': 3,
  reviewing: 8,
  committing: 3,
  merging: 4,
  uploading: 8,
};
/** The first command of a life starts a container. */
const LATEST_CONTAINER_MS = 45_000;
/** An approval that a kill waits for isn't answered, so one is enough. */
const LATEST_APPROVAL_MS = 45_000;
const MAX_CONTAINER_START_MS = 1_500;

/** Plans the n-th kill: triggers in turn, everything else random. */
export function planKill(index: number, random: Random, triggers: readonly Trigger[] = TRIGGERS): KillPlan {
  const trigger = triggers[index % triggers.length] ?? 'time';
  if (trigger === 'starting')
    return { trigger, count: 1, thenMs: random.between(0, MAX_STARTUP_MS), latestMs: MAX_STARTUP_MS };
  if (trigger === 'stopping')
    return { trigger, count: 0, thenMs: random.between(0, MAX_STOPPING_MS), latestMs: random.between(100, LATEST_MS) };
  if (trigger === 'time') return { trigger, count: 1, thenMs: random.between(0, LATEST_MS), latestMs: LATEST_MS };
  if (trigger === 'container starting')
    return { trigger, count: 1, thenMs: random.between(0, MAX_CONTAINER_START_MS), latestMs: LATEST_CONTAINER_MS };
  if (trigger === 'container command')
    return { trigger, count: 1 + random.integer(3), thenMs: random.between(0, 40), latestMs: LATEST_CONTAINER_MS };
  if (trigger === 'uploading' || IN_WORKTREES.includes(trigger))
    return {
      trigger,
      count: 1 + random.integer(MAX_COUNTS[trigger] ?? 1),
      thenMs: random.between(0, random.chance(0.5) ? 40 : MAX_STEP_MS),
      latestMs: LATEST_WORKTREE_MS,
    };
  // Mostly within a millisecond or two of the event, where the races are.
  const thenMs = random.chance(0.6) ? random.between(0, 2) : random.between(2, 40);
  if (trigger === 'long text') return { trigger, count: 1, thenMs, latestMs: LATEST_LONG_MS };
  if (trigger === 'approval pending') return { trigger, count: 1, thenMs, latestMs: LATEST_APPROVAL_MS };
  return { trigger, count: 1 + random.integer(3), thenMs, latestMs: LATEST_EVENT_MS };
}

/** Waits for the trigger of a plan. */
export interface KillSwitch {
  hit(trigger: Trigger): void;
  /** Resolves when to kill, with whether the trigger occurred. */
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
