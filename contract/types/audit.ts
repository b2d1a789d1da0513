// The audit log, and the activity of agents: the types.

/** One line of the audit log. `hash` covers the line and the hash before it. */
export interface AuditEntry {
  readonly seq: number;
  readonly ts: number;
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly hash: string;
}
