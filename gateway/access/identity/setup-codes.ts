// Single-use codes for pairing a phone: valid for ten minutes, few at a time, stored as hashes in memory.
import { createHash, randomBytes } from 'node:crypto';
import type { Scope } from '#contract/wire/scopes.ts';
import type { Clock, Ids } from '#core/ports/clock.ts';
import { setBounded } from '../limits/set-bounded.ts';

const TTL_MS = 10 * 60_000;
const MAX_OPEN = 5;
/** Outcomes kept for clients that ask whether a code was used. */
const MAX_OUTCOMES = 50;

/** Access that the device gets. */
export type SetupAccess = 'full' | 'limited' | 'node';

/** A redeemed code. */
export interface RedeemedCode {
  readonly setupId: string;
  readonly access: SetupAccess;
}

/** The outcome of a code. */
export interface SetupOutcome extends RedeemedCode {
  readonly deviceId: string;
  readonly deviceName?: string;
  readonly ts: number;
}

interface OpenCode extends RedeemedCode {
  readonly expiresAtMs: number;
}

const LIMITED: readonly Scope[] = [
  'operator.approvals',
  'operator.questions',
  'operator.read',
  'operator.talk.secrets',
  'operator.write',
];

/** Operator scopes of an access level. */
export const SETUP_SCOPES: Readonly<Record<SetupAccess, readonly Scope[]>> = {
  full: ['operator.admin', ...LIMITED],
  limited: LIMITED,
  node: [],
};

/** Creates and redeems codes. */
export class SetupCodes {
  readonly #clock: Clock;
  readonly #ids: Ids;
  readonly #open = new Map<string, OpenCode>();
  readonly #outcomes = new Map<string, SetupOutcome>();

  constructor(clock: Clock, ids: Ids) {
    this.#clock = clock;
    this.#ids = ids;
  }

  /** Creates a code. Expired codes are removed, and the oldest beyond the limit. */
  make(access: SetupAccess) {
    const now = this.#clock.now();
    for (const [key, { expiresAtMs }] of this.#open)
      if (expiresAtMs < now || this.#open.size >= MAX_OPEN) this.#open.delete(key);
    const bootstrapToken = randomBytes(32).toString('base64url');
    const setupId = this.#ids.next();
    const expiresAtMs = now + TTL_MS;
    this.#open.set(digest(bootstrapToken), { setupId, access, expiresAtMs });
    return { setupId, bootstrapToken, expiresAtMs };
  }

  /** Redeems a code; undefined when it is unknown, used or expired. */
  redeem(bootstrapToken: string): RedeemedCode | undefined {
    const key = digest(bootstrapToken);
    const code = this.#open.get(key);
    this.#open.delete(key);
    return code === undefined || code.expiresAtMs < this.#clock.now() ? undefined : code;
  }

  completed(outcome: SetupOutcome): void {
    setBounded(this.#outcomes, outcome.setupId, outcome, MAX_OUTCOMES);
  }

  outcome(setupId: string): SetupOutcome | undefined {
    return this.#outcomes.get(setupId);
  }
}

function digest(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
