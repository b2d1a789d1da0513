// Proposals and rehearsals in plain language.
import type { RuleProposal, RuleRehearsal, RuleScope } from '#contract/types/approval-rules.ts';
import { t } from '#messages/translate.ts';
import { formatRule } from './inbox.ts';

/** What would have changed, as sentences. What a person denied is said apart, where it can be marked. */
export function describeRehearsal({ days, matched, nowAllowed, nowDenied }: RuleRehearsal): string {
  if (matched === 0) return t('rules.history.none', { days });
  const sentences = [
    t('rules.history.matched', { count: matched, days }),
    nowAllowed > 0 && t('rules.history.nowAllowed', { count: nowAllowed }),
    nowDenied > 0 && t('rules.history.nowDenied', { count: nowDenied }),
  ];
  return sentences.filter((sentence) => sentence !== false).join(' ');
}

/** What a proposal allows, and where: `“git status” in this project`. */
export function describeProposal({ kind, scope, rules }: RuleProposal, agent: string): string {
  const count = rules.length;
  if (count > 1) {
    if (scope === 'agent') return t('rules.proposal.many.agent', { count, agent });
    return t(kind === 'open' ? `rules.proposal.many.open.${toPlace(scope)}` : `rules.proposal.many.${scope}`, {
      count,
    });
  }
  const [only = []] = rules;
  const command = formatRule(kind === 'open' ? only.filter((word) => word !== '*') : only);
  if (scope === 'session') return t('rules.proposal.session', { command });
  if (scope === 'agent') return t('rules.proposal.agent', { command, agent });
  return t(kind === 'open' ? `rules.proposal.open.${toPlace(scope)}` : `rules.proposal.${scope}`, { command });
}

function toPlace(scope: RuleScope): 'project' | 'workspace' {
  return scope === 'project' ? 'project' : 'workspace';
}
