// A rule in the list: what it says, where it comes from, how often it was used; edit and revoke.
import type { ApprovalRule, ListedRule } from '#contract/types/approvals.ts';
import { formatAgo } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { Badge } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { CommandText } from '../../design/command-text.tsx';
import { attempt, toast } from '../../design/toasts.ts';
import { useNow } from '../../design/use-now.ts';
import { useClient } from '../../state/use-client.ts';
import { describeRuleScope, formatRule } from './inbox.ts';
import { EditRule } from './rule-dialog.tsx';
import { describeSource } from './rule-filter.ts';

interface RuleRowProps {
  readonly rule: ListedRule;
  readonly onChanged: () => void;
}

/** A row of the list of rules. Both changes can be undone. */
export function RuleRow({ rule, onChanged }: RuleRowProps) {
  const line = formatRule(rule.words);
  const now = useNow(60_000);
  const { revoke, undoEdit } = useRuleChanges(rule, onChanged);
  const isActive = rule.problem === undefined;
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1.5 border-b border-line px-4 py-2.5 last:border-b-0">
      <span className="w-12 shrink-0 max-md:w-auto">
        <Badge tone={rule.effect === 'deny' ? 'bad' : 'ok'}>{t(`rules.effect.${rule.effect ?? 'allow'}`)}</Badge>
      </span>
      <div className="min-w-0 flex-1 basis-60">
        <div className="text-sm wrap-anywhere">
          <CommandText command={line} />
        </div>
        {rule.problem !== undefined && (
          <p className="mt-0.5 text-xs wrap-anywhere text-warn">
            {t('approvals.rules.inactiveText', { reason: rule.problem })}
          </p>
        )}
        <p className="mt-0.5 text-xs wrap-anywhere text-ink-faint">
          {t('approvals.rules.facts', {
            agent: rule.agentId,
            scope: describeRuleScope(rule),
            source: describeSource(rule),
          })}
        </p>
      </div>
      {!isActive && <Badge tone="warn">{t('approvals.rules.inactive')}</Badge>}
      <span className="tabular w-36 shrink-0 text-end text-xs text-ink-soft max-md:w-full max-md:text-start">
        {describeUses(rule, now)}
      </span>
      <span className="flex shrink-0 gap-1">
        <EditRule rule={rule} onChanged={undoEdit} />
        <Button
          label={isActive ? t('approvals.rules.revoke') : t('controls.remove')}
          size="sm"
          look="danger-quiet"
          aria-label={t(isActive ? 'approvals.rules.revokeRule' : 'approvals.rules.removeRule', { rule: line })}
          onClick={revoke}
        />
      </span>
    </li>
  );
}

function useRuleChanges(rule: ApprovalRule, onChanged: () => void) {
  const client = useClient();
  const restore = () =>
    attempt(t('approvals.rules.restoreFailed'), async () => {
      await client.request('approvals.rules.restore', { id: rule.id });
      onChanged();
    });
  const revoke = () =>
    attempt(t('approvals.rules.revokeFailed'), async () => {
      await client.request('approvals.rules.remove', { id: rule.id });
      onChanged();
      const undo = { label: t('controls.undo'), run: restore };
      toast({ title: t('approvals.rules.revoked'), detail: formatRule(rule.words), action: undo });
    });
  const putBack = ({ id, effect = 'allow', words, workspace, projectId }: ApprovalRule) =>
    attempt(t('rules.edit.undoFailed'), async () => {
      const place = projectId === undefined ? { workspace } : { projectId };
      await client.request('approvals.rules.update', { id, effect, words: [...words], ...place });
      onChanged();
    });
  const undoEdit = (before: ApprovalRule) => {
    onChanged();
    const undo = { label: t('controls.undo'), run: () => putBack(before) };
    toast({ title: t('rules.edit.saved'), detail: formatRule(before.words), action: undo });
  };
  return { revoke, undoEdit };
}

function describeUses(rule: ApprovalRule, now: number): string {
  if (rule.uses === 0) return t('approvals.rules.neverUsed');
  const count = rule.uses;
  if (rule.lastUsedAtMs === undefined) return t('approvals.rules.uses', { count });
  return t('approvals.rules.usesLast', { count, time: formatAgo(rule.lastUsedAtMs, now) });
}
