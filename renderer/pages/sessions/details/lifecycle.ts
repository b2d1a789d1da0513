// The reset policy and the retention of a session, as the choices of a form.
import { RESET_HOUR, RESET_IDLE_MS, type ResetPolicy } from '#contract/sessions/session-lifecycle.ts';

const MINUTE_MS = 60_000;
/** `default`: that of the class of the session. */
export const RESET_CHOICES = ['default', 'manual', 'idle', 'daily'] as const;
/** A choice of when a session starts over. */
export type ResetChoice = (typeof RESET_CHOICES)[number];

/** Longest pause that the form accepts, minutes: a week. */
const MAX_IDLE_MINUTES = 7 * 24 * 60;

/** The choice that a policy is shown as. */
export function toResetChoice(policy: ResetPolicy | undefined): ResetChoice {
  return policy === undefined ? 'default' : (policy.mode ?? 'manual');
}

/** The policy of a choice, with its defaults; null removes the session's own. */
export function toResetPolicy(choice: ResetChoice): ResetPolicy | null {
  switch (choice) {
    case 'default':
      return null;
    case 'manual':
      return { mode: 'manual' };
    case 'idle':
      return { mode: 'idle', idleMs: RESET_IDLE_MS };
    case 'daily':
      return { mode: 'daily', hour: RESET_HOUR };
  }
}

/** The value of a policy, as the form shows it: minutes, or the hour. */
export function policyValue({ mode, idleMs = RESET_IDLE_MS, hour = RESET_HOUR }: ResetPolicy): string {
  return String(mode === 'idle' ? Math.round(idleMs / MINUTE_MS) : hour);
}

/** The policy with another value; undefined if the text isn't a valid one. */
export function withPolicyValue(policy: ResetPolicy, text: string): ResetPolicy | undefined {
  if (!/^\d{1,5}$/.test(text.trim())) return undefined;
  const value = Number(text);
  if (policy.mode === 'idle')
    return value >= 1 && value <= MAX_IDLE_MINUTES ? { mode: 'idle', idleMs: value * MINUTE_MS } : undefined;
  return value <= 23 ? { mode: 'daily', hour: value } : undefined;
}

const RETENTION_DAYS = [7, 30, 90, 365];

/** Retentions to choose from, days, with the current one; `undefined`: that of the class, 0: never deleted. */
export function listRetentions(current: number | undefined): readonly (number | undefined)[] {
  const days = new Set([...RETENTION_DAYS, ...(current === undefined || current === 0 ? [] : [current])]);
  return [undefined, 0, ...[...days].toSorted((a, b) => a - b)];
}
