// Stored approval rules.
import type { ApprovalRule } from '#contract/types/approvals.ts';
import type { Principal } from '../principal.ts';

/** What the policy says about a command. */
export interface PolicyVerdict {
  readonly verdict: 'allow' | 'ask' | 'deny';
  readonly reason: string;
  readonly ruleId?: string;
}

/** Rules. */
export interface RulesFacet {
  list(agentId?: string): Promise<readonly ApprovalRule[]>;
  /** Adds a rule for the agent's workspace. @throws {GatewayError} when the words may not be stored. */
  add(rule: { readonly agentId: string; readonly words: readonly string[] }, by: Principal): Promise<ApprovalRule>;
  remove(id: string, by: Principal): Promise<boolean>;
  restore(id: string, by: Principal): Promise<boolean>;
  /** Replaces all agent-wide rules at once, from the policy file. */
  replaceAll(
    rules: readonly { readonly agentId: string; readonly words: readonly string[] }[],
    by: Principal,
  ): Promise<void>;
  test(agentId: string, command: string, cwd: string | undefined): Promise<PolicyVerdict>;
}
