// The filter of the list of rules, and where a rule comes from in words.
import type { ApprovalRule, ListedRule, RuleEffect } from '#contract/types/approvals.ts';
import { formatDate, joinFacts } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { describeRuleScope, formatRule } from './inbox.ts';

/** What to show. */
export interface RuleFilter {
  readonly text: string;
  readonly effect: RuleEffect | 'all';
}

/** Rules that contain the text in their command, folder, agent, or author; those that deny first. */
export function filterRules(rules: readonly ListedRule[], { text, effect }: RuleFilter): readonly ListedRule[] {
  const wanted = text.trim().toLowerCase();
  return rules
    .filter((rule) => effect === 'all' || (rule.effect ?? 'allow') === effect)
    .filter((rule) => describeAll(rule).toLowerCase().includes(wanted))
    .toSorted((a, b) => Number(b.effect === 'deny') - Number(a.effect === 'deny'));
}

function describeAll(rule: ListedRule): string {
  return [formatRule(rule.words), rule.agentId, describeRuleScope(rule), describeSource(rule)].join('\n');
}

const SOURCES = {
  approval: 'rules.source.approval',
  manual: 'rules.source.manual',
  import: 'rules.source.import',
  'policy-file': 'rules.source.policyFile',
} as const;

/** How a rule was created and last changed, by whom and when. */
export function describeSource({
  origin = 'manual',
  createdBy: who,
  createdAtMs,
  updatedBy,
  updatedAtMs = 0,
}: ApprovalRule): string {
  return joinFacts(
    t(SOURCES[origin], { who, date: formatDate(createdAtMs) }),
    updatedBy === undefined ? undefined : t('rules.source.updated', { who: updatedBy, date: formatDate(updatedAtMs) }),
  );
}
