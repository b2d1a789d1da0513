// Approvals of any kind: the types.

/** How an approval that a program asked for was answered. */
export interface ApprovalDecided {
  readonly id: string;
  /** Null: nobody answered in time, or nobody was there to answer. */
  readonly decision: string | null;
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
  /** Only of `exec.approval.waitDecision`: `user`, `timeout`, … */
  readonly terminalReason?: string;
}
