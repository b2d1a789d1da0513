/** The answer to an approval that a program requested. */
export interface ApprovalDecided {
  readonly id: string;
  /** Null if nobody answered in time or nobody could answer. */
  readonly decision: string | null;
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
  /** `exec.approval.waitDecision` only: `user`, `timeout`, … */
  readonly terminalReason?: string;
}
