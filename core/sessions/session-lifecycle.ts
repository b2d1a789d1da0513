// Policies for resetting conversations and deleting sessions automatically. Pure.
import { RESET_HOUR, RESET_IDLE_MS, sessionClass, type ResetPolicy } from '#contract/sessions/session-lifecycle.ts';
import type { Settings } from '../ports/settings.ts';
import type { SessionRecord } from '../ports/sessions-store.ts';

type LifecycleSettings = Pick<Settings, 'sessions'>;

/** The policy of a session: its own, or the one of its class. */
export function getResetPolicy(
  { sessions }: LifecycleSettings,
  record: Pick<SessionRecord, 'key' | 'resetPolicy'>,
): ResetPolicy {
  return record.resetPolicy ?? sessions[sessionClass(record.key)].reset;
}

/** Days of inactivity after which a session is deleted: its own setting, or its class's; 0 for never. */
export function getRetentionDays(
  { sessions }: LifecycleSettings,
  record: Pick<SessionRecord, 'key' | 'retentionDays'>,
): number {
  return record.retentionDays ?? sessions[sessionClass(record.key)].retentionDays;
}

/** Why a message sent now starts a new conversation; undefined when it continues the current one. */
export function dueReset(policy: ResetPolicy, lastActivity: number, now: number): 'idle' | 'daily' | undefined {
  switch (policy.mode ?? 'manual') {
    case 'manual':
      return undefined;
    case 'idle':
      return now - lastActivity >= (policy.idleMs ?? RESET_IDLE_MS) ? 'idle' : undefined;
    case 'daily':
      return lastActivity < lastOccurrence(policy.hour ?? RESET_HOUR, now) ? 'daily' : undefined;
  }
}

/** The last time that it was `hour` o'clock in the gateway's time zone. */
function lastOccurrence(hour: number, now: number): number {
  const today = new Date(now);
  today.setHours(hour, 0, 0, 0);
  if (today.getTime() > now) today.setDate(today.getDate() - 1);
  return today.getTime();
}
