// Store port of the audit log.
import type { AuditEntry } from '#contract/types/audit.ts';
import type { Principal } from '../principal.ts';

/** An audit line before it is chained. */
export interface AuditDraft {
  readonly by: Principal;
  readonly action: string;
  readonly subject: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/** The hash-chained audit log. */
export interface AuditStore {
  append(entry: AuditDraft): Promise<void>;
  list(query: {
    readonly limit: number;
    readonly before?: number;
    readonly action?: string;
  }): Promise<readonly AuditEntry[]>;
  verify(): Promise<{ readonly ok: boolean; readonly entries: number; readonly brokenAt?: number }>;
}

const SESSION_ACTIONS = /^(session|approval|rules?|tool|agent\.(run|file)|node\.invoked|schedules?|heartbeat|proof)\b/;

/** Whether an entry's subject and details may contain session content. */
export function isOfSession(action: string): boolean {
  return SESSION_ACTIONS.test(action);
}
