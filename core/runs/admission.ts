// Decides which run may start next. Pure functions: the queue's state goes in, a decision comes out.
import type { QueueReason } from '#contract/types/run-queue.ts';

const MIB = 1024 * 1024;
/** Memory that stays free for the rest of the computer, and that a run is expected to need with its commands. */
const RESERVED_BYTES = 256 * MIB;
const BYTES_PER_RUN = 128 * MIB;
/** Runs that continue may go ahead of one that hasn't started this many times in a row. */
export const MAX_RESUMED_IN_A_ROW = 4;

/** The runs that use a slot. */
export interface RunLoad {
  readonly total: number;
  readonly byUser: ReadonlyMap<string, number>;
}

/** The limits in effect. `total` is `configured`, lowered while memory is short. */
export interface RunLimits {
  readonly configured: number;
  readonly total: number;
  readonly perUser: number;
}

/** A waiting run, as far as the order depends on it. */
export interface Candidate {
  readonly ownerId: string;
  /** It has already started, and continues after waiting for a person or a timer. */
  readonly isResuming: boolean;
}

/** The limit while `availableBytes` of memory are left. At least one run can always start. */
export function limitByMemory(configured: number, activeRuns: number, availableBytes: number | undefined): number {
  if (availableBytes === undefined) return configured;
  const further = Math.floor(Math.max(0, availableBytes - RESERVED_BYTES) / BYTES_PER_RUN);
  return Math.max(1, Math.min(configured, activeRuns + further));
}

/** Why another run of this user can't start now; undefined if it can. */
export function findBlock(ownerId: string, load: RunLoad, limits: RunLimits): QueueReason | undefined {
  if (load.total >= limits.configured) return 'limit';
  if (load.total >= limits.total) return 'memory';
  return (load.byUser.get(ownerId) ?? 0) >= limits.perUser ? 'user-limit' : undefined;
}

/** The waiting run that starts next, by its index; -1 if none can. */
export function chooseNext(
  waiting: readonly Candidate[],
  load: RunLoad,
  limits: RunLimits,
  resumedInARow: number,
): number {
  const canStart = ({ ownerId }: Candidate): boolean => findBlock(ownerId, load, limits) === undefined;
  const first = waiting.findIndex(canStart);
  if (waiting[first]?.isResuming !== true || resumedInARow < MAX_RESUMED_IN_A_ROW) return first;
  const next = waiting.findIndex((candidate) => !candidate.isResuming && canStart(candidate));
  return next === -1 ? first : next;
}

/**
 * Where a run joins the queue: one that continues goes to the front, behind others that do. A new one takes turns with those of
 * other users, so that nobody has to wait for all runs of someone else.
 */
export function findPlace(waiting: readonly Candidate[], { ownerId, isResuming }: Candidate): number {
  const started = waiting.findIndex((candidate) => !candidate.isResuming);
  const front = started === -1 ? waiting.length : started;
  if (isResuming) return front;
  const own = waiting.filter((candidate) => !candidate.isResuming && candidate.ownerId === ownerId).length;
  const seen = new Map<string, number>();
  for (const [index, candidate] of waiting.entries()) {
    if (candidate.isResuming) continue;
    const turn = seen.get(candidate.ownerId) ?? 0;
    seen.set(candidate.ownerId, turn + 1);
    if (turn > own) return index;
  }
  return waiting.length;
}
