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
  /** Writes down an approval that no run asks for. Returns false when its id was used before. */
  ask(approval: ApprovalRecord, audit: AuditDraft): Promise<boolean>;
  /** Writes its answer, once. Returns false when it was answered before. */
  settle(approval: ApprovalRecord, audit: AuditDraft): Promise<boolean>;
  rules(agentId?: string): Promise<readonly ApprovalRule[]>;
  addRule(rule: ApprovalRule, audit: AuditDraft): Promise<void>;
  /** Marks a rule revoked; `restoreRule` takes it back. Returns false when there is none. */
  removeRule(id: string, audit: AuditDraft): Promise<boolean>;
  restoreRule(id: string, audit: AuditDraft): Promise<boolean>;
  /** Replaces all agent-wide rules at once (`exec.approvals.set`). */
  replaceRules(rules: readonly ApprovalRule[], audit: AuditDraft): Promise<void>;
  markRuleUsed(id: string, ts: number): Promise<void>;
}
