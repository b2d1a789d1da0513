// Store port of approvals.
import type { ApprovalRecord } from '#contract/types/approvals.ts';
import type { AuditDraft } from './audit.ts';
import type { CommandHistory } from './command-history.ts';
import type { RuleStore } from './rule-store.ts';

/** Approvals over all sessions, rules, and the commands that were decided about. */
export interface ApprovalStore extends RuleStore, CommandHistory {
  list(query: {
    readonly status: 'pending' | 'resolved';
    readonly limit: number;
    readonly before?: number;
  }): Promise<readonly ApprovalRecord[]>;
  get(id: string): Promise<ApprovalRecord | undefined>;
  /** Stores an external approval request. Returns false when its id was used before. */
  ask(approval: ApprovalRecord, audit: AuditDraft): Promise<boolean>;
  /** Stores its answer, once. Returns false when it was answered before. */
  settle(approval: ApprovalRecord, audit: AuditDraft): Promise<boolean>;
}
