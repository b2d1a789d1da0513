// Store port of rules.
import type { ApprovalRule } from '#contract/types/approvals.ts';
import type { RevokedRule } from '#contract/types/approval-rules.ts';
import type { AuditDraft } from './audit.ts';

/** Rules, and those that were revoked. Each change is stored with its audit entry, or not at all. */
export interface RuleStore {
  rules(agentId?: string): Promise<readonly ApprovalRule[]>;
  /** Rules revoked after a time, latest first. */
  revokedRules(since: number): Promise<readonly RevokedRule[]>;
  /** Adds all of them or, if one fails, none. */
  addRules(rules: readonly ApprovalRule[], audit: AuditDraft): Promise<void>;
  /** Replaces a rule that has the same ID and isn't revoked. Returns false when there is none. */
  updateRule(rule: ApprovalRule, audit: AuditDraft): Promise<boolean>;
  /** Marks a rule as revoked; `restoreRule` undoes it. Returns false when it does not exist. */
  removeRule(id: string, audit: AuditDraft): Promise<boolean>;
  /** Returns false when no rule with this ID was revoked after `since`. */
  restoreRule(id: string, since: number, audit: AuditDraft): Promise<boolean>;
  /** Permanently removes rules revoked before a time; returns their number. */
  purgeRules(before: number): Promise<number>;
  /** Revokes all rules that allow and don't end with a session, and adds others. */
  replaceRules(rules: readonly ApprovalRule[], audit: AuditDraft): Promise<void>;
  markRuleUsed(id: string, ts: number): Promise<void>;
}
