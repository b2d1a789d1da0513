// How people were told about an approval: one line for each step.
import type { ApprovalDelivery } from '#contract/types/approval-deliveries.ts';
import { escapeHiddenInLine } from '#contract/types/hidden-characters.ts';
import { formatTime } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { useRequest, useSupports } from '../../state/use-client.ts';

/** Nothing while nobody was told. */
export function DeliveryLines({ approvalId }: { readonly approvalId: string }) {
  const isSupported = useSupports('approvals.deliveries');
  return isSupported ? <Lines approvalId={approvalId} /> : null;
}

function Lines({ approvalId }: { readonly approvalId: string }) {
  const { data } = useRequest('approvals.deliveries', { id: approvalId }, ['approvals.changed']);
  const deliveries = data?.deliveries ?? [];
  if (deliveries.length === 0) return null;
  return (
    <section aria-label={t('push.deliveries')} className="text-xs text-ink-soft">
      <h3 className="font-medium text-ink">{t('push.deliveries')}</h3>
      <ul className="tabular mt-0.5">
        {deliveries.map((delivery) => (
          <li key={`${delivery.at} ${delivery.via} ${delivery.outcome}`}>{describeDelivery(delivery)}</li>
        ))}
      </ul>
    </section>
  );
}

function describeDelivery({ at, via, outcome, target, skipped, problem = '' }: ApprovalDelivery): string {
  const facts = { time: formatTime(at), way: t(`push.delivery.${via}`) };
  if (skipped !== undefined) return t(`push.delivery.skipped.${skipped}`, facts);
  if (outcome === 'failed') return t('push.delivery.failed', { ...facts, problem: escapeHiddenInLine(problem) });
  return target === undefined
    ? t('push.delivery.sent', facts)
    : t('push.delivery.sentTo', { ...facts, target: escapeHiddenInLine(target) });
}
