// Revoked rules, until they are permanently removed.
import { RULE_RESTORABLE_DAYS, type RevokedRule } from '#contract/types/approval-rules.ts';
import { formatAgo } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { Badge } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { CommandText } from '../../design/command-text.tsx';
import { CardList, CardRow, Section } from '../../design/page.tsx';
import { toast, useAction } from '../../design/toasts.ts';
import { useNow } from '../../design/use-now.ts';
import { useClient } from '../../state/use-client.ts';
import { formatRule } from './inbox.ts';

const DAY_MS = 24 * 60 * 60_000;

interface RevokedRulesProps {
  readonly rules: readonly RevokedRule[];
  readonly onChanged: () => void;
}

/** Nothing if there are none. */
export function RevokedRules({ rules, onChanged }: RevokedRulesProps) {
  if (rules.length === 0) return null;
  return (
    <Section title={t('rules.revoked.title')} summary={t('rules.revoked.summary')}>
      <CardList
        rows={rules.map((rule) => (
          <RevokedRow key={rule.id} rule={rule} onChanged={onChanged} />
        ))}
        empty=""
      />
    </Section>
  );
}

function RevokedRow({ rule, onChanged }: { readonly rule: RevokedRule; readonly onChanged: () => void }) {
  const client = useClient();
  const { busy, run } = useAction(t('approvals.rules.restoreFailed'));
  const line = formatRule(rule.words);
  const restore = () =>
    run(async () => {
      await client.request('approvals.rules.restore', { id: rule.id });
      onChanged();
      toast({ title: t('rules.revoked.restored'), detail: line });
    });
  return (
    <CardRow title={<CommandText command={line} />} facts={describe(rule, useNow(60_000))}>
      <Badge tone={rule.effect === 'deny' ? 'bad' : 'ok'}>{t(`rules.effect.${rule.effect ?? 'allow'}`)}</Badge>
      <Button
        label={t('rules.revoked.restore')}
        size="sm"
        busy={busy}
        aria-label={t('rules.revoked.restoreRule', { rule: line })}
        onClick={restore}
      />
    </CardRow>
  );
}

function describe({ revokedBy, revokedAtMs }: RevokedRule, now: number): string {
  const left = Math.max(0, Math.ceil((revokedAtMs + RULE_RESTORABLE_DAYS * DAY_MS - now) / DAY_MS));
  const time = formatAgo(revokedAtMs, now);
  return revokedBy === undefined
    ? t('rules.revoked.factsUnknown', { time, left })
    : t('rules.revoked.facts', { who: revokedBy, time, left });
}
