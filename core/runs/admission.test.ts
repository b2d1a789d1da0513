// Proves: PP-2
import { describe, expect, it } from 'vitest';
import { createRandom } from '#tests/kill/random.ts';
import {
  chooseNext,
  findBlock,
  findPlace,
  limitByMemory,
  MAX_RESUMED_IN_A_ROW,
  type Candidate,
  type RunLimits,
} from './admission.ts';

const MIB = 1024 * 1024;
const FIVE: RunLimits = { configured: 5, total: 5, perUser: 5 };
const none = { total: 0, byUser: new Map<string, number>() };
const fresh = (ownerId: string): Candidate => ({ ownerId, isResuming: false });
const resuming = (ownerId: string): Candidate => ({ ownerId, isResuming: true });

describe('the limit', () => {
  it('is the configured one while there is enough memory, or if the amount is unknown', () => {
    expect(limitByMemory(5, 0, 8_192 * MIB)).toBe(5);
    expect(limitByMemory(5, 3, undefined)).toBe(5);
  });

  it('is lowered to what fits, but never below the active runs or one', () => {
    expect(limitByMemory(5, 0, 256 * MIB + 2 * 128 * MIB)).toBe(2);
    expect(limitByMemory(5, 3, 10 * MIB)).toBe(3);
    expect(limitByMemory(5, 0, 0)).toBe(1);
  });
});

describe('a run', () => {
  it('waits for the reason that keeps it from starting', () => {
    const load = (total: number, own: number) => ({ total, byUser: new Map([['ada', own]]) });
    expect(findBlock('ada', load(5, 1), FIVE)).toBe('limit');
    expect(findBlock('ada', load(3, 1), { ...FIVE, total: 3 })).toBe('memory');
    expect(findBlock('ada', load(2, 2), { ...FIVE, perUser: 2 })).toBe('user-limit');
    expect(findBlock('bob', load(2, 2), { ...FIVE, perUser: 2 })).toBeUndefined();
  });

  it('of a user at the limit lets others pass', () => {
    const load = { total: 2, byUser: new Map([['ada', 2]]) };
    expect(chooseNext([fresh('ada'), fresh('bob')], load, { ...FIVE, perUser: 2 }, 0)).toBe(1);
  });

  it('that continues goes first, but not more often in a row than allowed', () => {
    const waiting = [resuming('ada'), resuming('ada'), fresh('ada')];
    expect(chooseNext(waiting, none, FIVE, 0)).toBe(0);
    expect(chooseNext(waiting, none, FIVE, MAX_RESUMED_IN_A_ROW)).toBe(2);
    expect(chooseNext([resuming('ada')], none, FIVE, MAX_RESUMED_IN_A_ROW)).toBe(0);
  });

  it('joins behind its own and takes turns with those of other users', () => {
    const waiting = [resuming('ada'), fresh('ada'), fresh('ada'), fresh('ada')];
    expect(findPlace(waiting, resuming('bob'))).toBe(1);
    expect(findPlace(waiting, fresh('ada'))).toBe(4);
    expect(findPlace(waiting, fresh('bob'))).toBe(2);
    expect(findPlace([...waiting.slice(0, 2), fresh('bob'), ...waiting.slice(2)], fresh('bob'))).toBe(4);
  });
});

interface Move {
  readonly ownerId: string;
  readonly isResuming: boolean;
  /** Ends the oldest active run before this one joins. */
  readonly ends: boolean;
}

const SEEDS = 500;
const MAX_STEPS = 60;

function makeSteps(random: ReturnType<typeof createRandom>): readonly Move[] {
  return Array.from({ length: random.integer(MAX_STEPS) }, () => ({
    ownerId: random.pick(['ada', 'bob', 'eve']),
    isResuming: random.chance(0.5),
    ends: random.chance(0.5),
  }));
}

/** Plays the steps; `onStart` gets each start. Ends everything at last, so that all that wait must start. */
function play(all: readonly Move[], { configured, perUser }: Pick<RunLimits, 'configured' | 'perUser'>) {
  const waiting: Candidate[] = [];
  const active: string[] = [];
  let inARow = 0;
  let longestRow = 0;
  let most = 0;
  let mostOfUser = 0;
  const grant = (): void => {
    for (;;) {
      const byUser = new Map(['ada', 'bob', 'eve'].map((user) => [user, active.filter((one) => one === user).length]));
      const load = { total: active.length, byUser };
      const index = chooseNext(waiting, load, { configured, total: configured, perUser }, inARow);
      const [next] = index === -1 ? [] : waiting.splice(index, 1);
      if (next === undefined) return;
      const passes = waiting.some((one) => !one.isResuming && (byUser.get(one.ownerId) ?? 0) < perUser);
      inARow = next.isResuming ? inARow + 1 : 0;
      if (next.isResuming && passes) longestRow = Math.max(longestRow, inARow);
      active.push(next.ownerId);
      most = Math.max(most, active.length);
      mostOfUser = Math.max(mostOfUser, active.filter((one) => one === next.ownerId).length);
    }
  };
  for (const { ends, ...candidate } of all) {
    if (ends) active.shift();
    waiting.splice(findPlace(waiting, candidate), 0, candidate);
    grant();
  }
  while (active.length > 0) {
    active.shift();
    grant();
  }
  return { left: waiting.length, most, mostOfUser, longestRow };
}

describe('any sequence of runs', () => {
  it('stays within both limits, starts everything, and lets no run wait for an endless row of continued ones', () => {
    for (let seed = 0; seed < SEEDS; seed += 1) {
      const random = createRandom(seed);
      const bounds = { configured: 1 + random.integer(6), perUser: 1 + random.integer(6) };
      const { left, most, mostOfUser, longestRow } = play(makeSteps(random), bounds);
      expect(left, `seed ${seed}`).toBe(0);
      expect(most).toBeLessThanOrEqual(bounds.configured);
      expect(mostOfUser).toBeLessThanOrEqual(bounds.perUser);
      expect(longestRow).toBeLessThanOrEqual(MAX_RESUMED_IN_A_ROW);
    }
  });
});
