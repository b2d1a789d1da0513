// The rules: what runs without approval and how often it did, and a box that tests a command.
import { ScrollText } from 'lucide-react';
import type { ApprovalRule, ListedRule } from '#contract/types/approvals.ts';
import { formatAgo } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { Badge } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { CommandText } from '../../design/command-text.tsx';
import { CardList, Section } from '../../design/page.tsx';
import { EmptyState, RequestStatus } from '../../design/states.tsx';
import { attempt, toast } from '../../design/toasts.ts';
import { useNow } from '../../design/use-now.ts';
import { useClient, useRequest, useRoute } from '../../state/use-client.ts';
import { describeRuleScope, formatRule } from './inbox.ts';
import { NewRule } from './new-rule.tsx';
import { PresetCard } from './preset-card.tsx';
import { RuleTestBox } from './rule-test-box.tsx';

/** `/approvals/rules`; `?test=` and `?rule=` are set when it is opened from the history. */
export function RulesTab() {
  const { query } = useRoute();
  const read = useRequest('approvals.rules.list', {}, ['settings.changed', 'approvals.changed']);
  const { rules = [], presets = [] } = read.data ?? {};
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto max-w-280 p-5">
        <Section title={t('approvals.try.title')} summary={t('approvals.try.summary')}>
          <RuleTestBox
            initial={query['test'] ?? ''}
            agentId={query['agent']}
            rules={[...presets.filter(({ enabled }) => enabled), ...rules].map(({ id }) => id).join(' ')}
          />
        </Section>
        <Section
          title={t('approvals.rules.title')}
          summary={t('approvals.rules.summary')}
          actions={<NewRule initial={query['rule']} agentId={query['agent']} onAdded={read.reload} />}
        >
          <RequestStatus
            read={read}
            rows={4}
            loading={t('approvals.rules.loading')}
            failed={t('approvals.rules.loadFailed')}
          />
          {presets.map((preset) => (
            <div key={preset.id} className="mb-4">
              <PresetCard preset={preset} onChanged={read.reload} />
            </div>
          ))}
          {read.status === 'ready' && rules.length === 0 && (
            <EmptyState icon={ScrollText} title={t('approvals.rules.empty')} text={t('approvals.rules.emptyText')} />
          )}
          {rules.length > 0 && (
            <CardList
              rows={rules.map((rule) => (
                <RuleRow key={rule.id} rule={rule} onChanged={read.reload} />
              ))}
              empty=""
            />
          )}
        </Section>
      </div>
    </div>
  );
}

function RuleRow({ rule, onChanged }: { readonly rule: ListedRule; readonly onChanged: () => void }) {
  const client = useClient();
  const line = formatRule(rule.words);
  const now = useNow(60_000);
  const revoke = () =>
    attempt(t('approvals.rules.revokeFailed'), async () => {
      await client.request('approvals.rules.remove', { id: rule.id });
      onChanged();
      const undo = { label: t('controls.undo'), run: restore };
      toast({ title: t('approvals.rules.revoked'), detail: line, action: undo });
    });
  const restore = () =>
    attempt(t('approvals.rules.restoreFailed'), async () => {
      await client.request('approvals.rules.restore', { id: rule.id });
      onChanged();
    });
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-line px-4 py-2.5 last:border-b-0">
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
          {t('approvals.rules.facts', { agent: rule.agentId, scope: describeRuleScope(rule), who: rule.createdBy })}
        </p>
      </div>
      {rule.problem !== undefined && <Badge tone="warn">{t('approvals.rules.inactive')}</Badge>}
      {rule.sessionKey !== undefined && <Badge>{t('approvals.rules.thisSession')}</Badge>}
      <span className="tabular w-40 shrink-0 text-right text-xs text-ink-soft max-md:w-auto max-md:text-left">
        {describeUses(rule, now)}
      </span>
      <Button
        label={rule.problem === undefined ? t('approvals.rules.revoke') : t('controls.remove')}
        size="sm"
        look="danger-quiet"
        aria-label={t(rule.problem === undefined ? 'approvals.rules.revokeRule' : 'approvals.rules.removeRule', {
          rule: line,
        })}
        onClick={revoke}
      />
    </li>
  );
}

function describeUses(rule: ApprovalRule, now: number): string {
  if (rule.uses === 0) return t('approvals.rules.neverUsed');
  const count = rule.uses;
  if (rule.lastUsedAtMs === undefined) return t('approvals.rules.uses', { count });
  return t('approvals.rules.usesLast', { count, time: formatAgo(rule.lastUsedAtMs, now) });
}
