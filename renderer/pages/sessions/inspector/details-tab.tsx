// Facts about a session: place, model, tokens, cost, key.
import { useStore } from 'zustand';
import { formatCompact, formatCost, formatDateTime } from '#messages/format.ts';
import { SkeletonLines } from '../../../design/states.tsx';
import { permissionModeWords } from '../../../state/permission-modes.ts';
import { useServices } from '../../../state/use-client.ts';
import type { InspectorTabProps } from './inspector-tabs.ts';

/** Reads the row that the list keeps current. */
export function DetailsTab({ sessionKey }: InspectorTabProps) {
  const { sessions } = useServices();
  const row = useStore(sessions.store, (state) => state.rows.find((entry) => entry.key === sessionKey));
  if (row === undefined) {
    return (
      <div className="p-4">
        <SkeletonLines count={4} />
      </div>
    );
  }
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['Agent', row.agentId],
    ['Workspace', row.execCwd],
    ['Model', row.model === undefined ? undefined : `${row.modelProvider ?? ''}/${row.model}`],
    ['Approval mode', permissionModeWords(row.permissionMode).title],
    ['Begun', row.createdAt === undefined ? undefined : formatDateTime(row.createdAt)],
    ['In the context', row.totalTokens === undefined ? undefined : `${formatCompact(row.totalTokens)} tokens`],
    ['Read', row.inputTokens === undefined ? undefined : `${formatCompact(row.inputTokens)} tokens`],
    ['Written', row.outputTokens === undefined ? undefined : `${formatCompact(row.outputTokens)} tokens`],
    ['Cost', row.estimatedCostUsd === undefined ? 'cost unknown' : formatCost(row.estimatedCostUsd)],
    ['Session key', row.key],
  ];
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-2 overflow-y-auto p-4 text-sm">
      {facts.map(([name, value]) =>
        value === undefined ? null : (
          <div key={name} className="contents">
            <dt className="text-ink-faint">{name}</dt>
            <dd className="tabular wrap-anywhere text-ink">{value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}
