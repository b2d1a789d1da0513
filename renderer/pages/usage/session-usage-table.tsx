// The usage of each session in the chosen period, most expensive first. Each row links to its session.
import { useState } from 'react';
import type { SessionUsage } from '#contract/types/session-usage.ts';
import { formatCompact, formatNumber } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { Button } from '../../design/button.tsx';
import { href } from '../../state/route.ts';
import { describeCost, mostExpensiveFirst } from './usage-figures.ts';

const FIRST_ROWS = 8;

/** The sessions that called a model. */
export function SessionUsageTable({ sessions }: { readonly sessions: readonly SessionUsage[] }) {
  const [all, setAll] = useState(false);
  const rows = mostExpensiveFirst(sessions);
  if (rows.length === 0) return <p className="text-sm text-ink-soft">{t('usage.sessionsEmpty')}</p>;
  return (
    <>
      <table aria-label={t('usage.table.sessionLabel')} className="tabular w-full text-sm">
        <TableHead columns={[t('usage.table.session'), t('usage.table.calls'), t('usage.tokens'), t('usage.cost')]} />
        <tbody>
          {(all ? rows : rows.slice(0, FIRST_ROWS)).map((row) => (
            <tr key={row.key} className="border-b border-line">
              <td className="max-w-0 py-1.5 pe-3">
                <a href={`#${href('sessions', row.key)}`} className="block truncate text-ink hover:underline">
                  {row.title}
                </a>
              </td>
              <td className="w-16 py-1.5 text-end max-md:w-12">{formatNumber(row.calls)}</td>
              <td className="w-20 py-1.5 text-end">{formatCompact(row.tokens)}</td>
              <td className="w-32 py-1.5 text-end whitespace-nowrap max-md:w-20">
                {describeCost(row.cost, row.unpriced)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > FIRST_ROWS && (
        <Button size="sm" look="quiet" className="mt-2" onClick={() => setAll(!all)}>
          {all ? t('controls.showFewer') : t('controls.showAll', { count: rows.length })}
        </Button>
      )}
    </>
  );
}

/** The header of the usage tables: the row name first, then the figures. */
export function TableHead({ columns: [first, ...figures] }: { readonly columns: readonly string[] }) {
  return (
    <thead>
      <tr className="border-b border-line text-start text-xs text-ink-faint">
        <th scope="col" className="py-1.5 font-medium">
          {first}
        </th>
        {figures.map((figure) => (
          <th key={figure} scope="col" className="py-1.5 text-end font-medium">
            {figure}
          </th>
        ))}
      </tr>
    </thead>
  );
}
