// Store port of approvals and rules.
import type { ApprovalRecord, ApprovalRule } from '#contract/types/approvals.ts';
import type { AuditDraft } from './audit.ts';

/** Approvals over all sessions, and rules. */
export interface ApprovalStore {
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
  rules(agentId?: string): Promise<readonly ApprovalRule[]>;
  addRule(rule: ApprovalRule, audit: AuditDraft): Promise<void>;
  /** Marks a rule as revoked; `restoreRule` undoes it. Returns false when it does not exist. */
  removeRule(id: string, audit: AuditDraft): Promise<boolean>;
  restoreRule(id: string, audit: AuditDraft): Promise<boolean>;
  /** Replaces all agent-wide rules. */
  replaceRules(rules: readonly ApprovalRule[], audit: AuditDraft): Promise<void>;
  markRuleUsed(id: string, ts: number): Promise<void>;
}
