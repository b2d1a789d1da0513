// Details of a session: workspace, model, tokens, cost, key.
import { formatCompact, formatCost, formatDateTime } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { cx } from '../../../design/class-names.ts';
import { Facts } from '../../../design/facts.tsx';
import { SkeletonLines } from '../../../design/states.tsx';
import { describeApprovalMode } from '../../../state/approval-modes.ts';
import { describeMachine } from '../../machines/describe-machine.ts';
import { useAgentSettings, useSessionRow } from '../../../state/use-client.ts';

/** Shows what the session list knows. */
export function DetailsTab({
  sessionKey,
  className = 'overflow-y-auto p-4',
}: {
  readonly sessionKey: string;
  readonly className?: string;
}) {
  const row = useSessionRow(sessionKey);
  const settings = useAgentSettings(row?.agentId);
  if (row === undefined) return <SkeletonLines count={4} className="p-5" />;
  const facts: readonly (readonly [string, string | undefined])[] = [
    [t('sessions.details.agent'), row.agentId],
    [t('sessions.details.workspace'), row.execCwd],
    [t('sessions.details.model'), row.model === undefined ? undefined : `${row.modelProvider ?? ''}/${row.model}`],
    [t('approvals.fact.machine'), row.machine === undefined ? undefined : describeMachine(row.machine)],
    [t('modes.title'), describeApprovalMode(row.approvalMode ?? settings?.approvalMode).title],
    [t('sessions.details.created'), row.createdAt === undefined ? undefined : formatDateTime(row.createdAt)],
    [t('usage.inContext'), describeTokens(row.totalTokens)],
    [t('usage.input'), describeTokens(row.inputTokens)],
    [t('usage.output'), describeTokens(row.outputTokens)],
    [
      t('sessions.details.cost'),
      row.estimatedCostUsd === undefined ? t('usage.noPrice') : formatCost(row.estimatedCostUsd),
    ],
    [t('sessions.details.key'), row.key],
  ];
  return <Facts rows={facts} className={cx('grid-cols-[auto_1fr] gap-y-2 text-sm', className)} />;
}

function describeTokens(count: number | undefined): string | undefined {
  return count === undefined ? undefined : t('composer.context.tokensValue', { tokens: formatCompact(count) });
}
