// Rules in memory, for tests.
import type { ApprovalRule } from '#contract/types/approvals.ts';
import type { AuditEntry } from '#contract/types/audit.ts';
import type { AuditDraft } from '#core/ports/audit.ts';
import type { RuleStore } from '#core/ports/rule-store.ts';
import { formatPrincipal } from '#core/principal.ts';
import { note } from './memory-audit.ts';

/** A rule, and who revoked it when. */
export interface StoredRule {
  readonly rule: ApprovalRule;
  readonly revoked?: { readonly at: number; readonly by: string };
}

interface RuleTables {
  readonly rules: Map<string, StoredRule>;
  readonly audit: AuditEntry[];
}

/** The rules of the in-memory store. */
export function ruleStore({ rules, audit }: RuleTables, now: () => number): RuleStore {
  const addRules = async (added: readonly ApprovalRule[], entry: AuditDraft) => {
    if (added.some(({ id }) => rules.has(id))) throw new Error('a rule has this ID');
    for (const rule of added) rules.set(rule.id, { rule });
    note(audit, entry, added[0]?.createdAtMs);
  };
  const revoke = (entry: AuditDraft) => ({ at: now(), by: formatPrincipal(entry.by) });
  return {
    rules: async (agentId) =>
      [...rules.values()]
        .filter(({ rule, revoked }) => revoked === undefined && (agentId === undefined || rule.agentId === agentId))
        .map(({ rule }) => rule),
    revokedRules: async (since) =>
      [...rules.values()]
        .flatMap(({ rule, revoked }) =>
          revoked === undefined || revoked.at <= since
            ? []
            : [{ ...rule, revokedAtMs: revoked.at, revokedBy: revoked.by }],
        )
        .toReversed(),
    addRules,
    async updateRule(rule, entry) {
      const stored = rules.get(rule.id);
      if (stored === undefined || stored.revoked !== undefined) return false;
      rules.set(rule.id, { rule });
      note(audit, entry);
      return true;
    },
    async removeRule(id, entry) {
      const stored = rules.get(id);
      if (stored === undefined || stored.revoked !== undefined) return false;
      rules.set(id, { ...stored, revoked: revoke(entry) });
      note(audit, entry);
      return true;
    },
    async restoreRule(id, since, entry) {
      const stored = rules.get(id);
      if (stored?.revoked === undefined || stored.revoked.at <= since) return false;
      rules.set(id, { rule: stored.rule });
      note(audit, entry);
      return true;
    },
    async purgeRules(before) {
      const gone = [...rules].filter(([, { revoked }]) => revoked !== undefined && revoked.at < before);
      for (const [id] of gone) rules.delete(id);
      return gone.length;
    },
    async replaceRules(replacement, entry) {
      for (const [id, stored] of rules) {
        const { sessionKey, projectId, effect } = stored.rule;
        const isLasting = sessionKey === undefined && projectId === undefined;
        const isReplaced = isLasting && effect !== 'deny' && stored.revoked === undefined;
        if (isReplaced) rules.set(id, { ...stored, revoked: revoke(entry) });
      }
      await addRules(replacement, entry);
    },
    async markRuleUsed(id, ts) {
      const stored = rules.get(id);
      if (stored === undefined) return;
      const { rule } = stored;
      rules.set(id, { ...stored, rule: { ...rule, lastUsedAtMs: ts, uses: rule.uses + 1 } });
    },
  };
}
