// Usage by model, agent, or project: a table whose rows have a bar, so that they can be compared at a glance.
import { useState } from 'react';
import { useStore } from 'zustand';
import type { UsageAggregates } from '#contract/types/session-usage.ts';
import { formatCompact, formatCost, formatNumber } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { Section } from '../../design/page.tsx';
import { Segmented } from '../../design/tabs.tsx';
import { useAgentSettings, useServices } from '../../state/use-client.ts';
import { BREAKDOWNS, toBreakdown, type Breakdown, type BreakdownRow } from './breakdown.ts';
import { TableHead } from './session-usage-table.tsx';
import { describeCost } from './usage-figures.ts';

interface BreakdownProps {
  readonly aggregates: UsageAggregates;
  readonly measure: 'cost' | 'tokens';
}

/** Part of the usage page. */
export function BreakdownSection({ aggregates, measure }: BreakdownProps) {
  const [by, setBy] = useState<Breakdown>('model');
  const rows = toBreakdown(aggregates, by);
  if (rows.length === 0) return null;
  const top = Math.max(...rows.map((row) => row[measure]));
  const columns = [
    t(`usage.breakdown.${by}`),
    ...(by === 'model' ? [t('usage.table.calls'), t('usage.costPerCall')] : []),
    t('usage.tokens'),
    t('usage.cost'),
  ];
  return (
    <Section
      title={t('usage.breakdown')}
      actions={
        <Segmented
          label={t('usage.breakdown.by')}
          options={BREAKDOWNS.map((value) => ({ value, label: t(`usage.breakdown.${value}`) }))}
          value={by}
          onChange={setBy}
        />
      }
    >
      <table aria-label={t('usage.breakdown')} className="tabular w-full text-sm">
        <TableHead columns={columns} />
        <tbody>
          {rows.map((row) => (
            <tr key={row.name} className="border-b border-line">
              <td className="max-w-0 py-1.5 pe-3">
                <span className="block truncate text-ink">
                  <RowName by={by} name={row.name} />
                </span>
                <span aria-hidden className="mt-1 block h-1 overflow-hidden rounded-sm bg-line">
                  <span
                    className="block h-full bg-accent"
                    style={{ width: `${top === 0 ? 0 : (row[measure] / top) * 100}%` }}
                  />
                </span>
              </td>
              {by === 'model' && <CallCells row={row} />}
              <td className="w-20 py-1.5 text-end">{formatCompact(row.tokens)}</td>
              <td className="w-32 py-1.5 text-end whitespace-nowrap max-md:w-20">
                {describeCost(row.cost, row.unpriced)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}

function CallCells({ row: { calls = 0, costPerCall } }: { readonly row: BreakdownRow }) {
  return (
    <>
      <td className="w-16 py-1.5 text-end max-md:w-12">{formatNumber(calls)}</td>
      <td className="w-28 py-1.5 text-end max-md:w-20">
        {costPerCall === undefined ? t('usage.noPrice') : formatCost(costPerCall)}
      </td>
    </>
  );
}

function RowName({ by, name }: { readonly by: Breakdown; readonly name: string }) {
  const agent = useAgentSettings(by === 'agent' ? name : undefined);
  const project = useStore(useServices().projects.store, ({ names }) => names.get(name));
  if (by === 'project') return name === '' ? t('usage.breakdown.noProject') : (project ?? name);
  return agent?.name ?? name;
}
