// Requests since startup, errors, and connected clients.
import { RotateCw } from 'lucide-react';
import { useState } from 'react';
import type { GatewayTraffic } from '#contract/types/gateway.ts';
import { formatList, formatNumber } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { Badge } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { cx } from '../../design/class-names.ts';
import { Card } from '../../design/page.tsx';
import { RequestStatus } from '../../design/states.tsx';
import { useRequest } from '../../state/use-client.ts';

const FIRST_ROWS = 6;
const COLUMNS = { method: 'ps-4', requests: 'text-end', errors: 'pe-4 text-end' } as const;

/** Loaded when it opens and on refresh. */
export function TrafficCard() {
  const read = useRequest('gateway.traffic', {}, ['presence.changed']);
  if (read.data === undefined)
    return <RequestStatus read={read} height="h-40" failed={t('gateway.traffic.loadFailed')} />;
  return (
    <Card>
      <Figures traffic={read.data} />
      <Requests traffic={read.data} onReload={read.reload} />
    </Card>
  );
}

function Figures({ traffic }: { readonly traffic: GatewayTraffic }) {
  const { requests, errors, connections, byCode } = traffic;
  const open = connections.reduce((sum, { count }) => sum + count, 0);
  const figures = [
    { name: t('gateway.traffic.requests'), value: requests, note: t('gateway.traffic.sinceStart') },
    { name: t('gateway.traffic.errors'), value: errors, note: describeErrors(byCode) },
    {
      name: t('gateway.traffic.connections'),
      value: open,
      note: formatList(connections.map(({ client, count }) => t('gateway.traffic.count', { count, name: client }))),
    },
  ];
  return (
    <div className="border-b border-line p-4">
      <dl className="grid grid-cols-3 gap-4">
        {figures.map(({ name, value, note }) => (
          <div key={name} className="min-w-0">
            <dt className="text-xs text-ink-faint">{name}</dt>
            <dd className="tabular text-xl font-semibold text-ink">{formatNumber(value)}</dd>
            <dd className="text-xs wrap-anywhere text-ink-soft">{note}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

interface RequestsProps {
  readonly traffic: GatewayTraffic;
  readonly onReload: () => void;
}

function Requests({ traffic: { byName }, onReload }: RequestsProps) {
  const [all, setAll] = useState(false);
  const shown = all ? byName : byName.slice(0, FIRST_ROWS);
  return (
    <>
      <table className="tabular w-full text-xs">
        <caption className="sr-only">{t('gateway.traffic.byMethod')}</caption>
        <thead>
          <tr className="text-start text-ink-faint">
            {(['method', 'requests', 'errors'] as const).map((name) => (
              <th key={name} scope="col" className={cx('py-2 font-medium', COLUMNS[name])}>
                {t(`gateway.traffic.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map(({ transport, name, count, errors }) => (
            <tr key={`${transport} ${name}`} className="border-t border-line text-ink">
              <td className="py-1.5 ps-4 wrap-anywhere">
                <code>{name}</code> {transport === 'http' && <Badge>HTTP</Badge>}
              </td>
              <td className="py-1.5 text-end">{formatNumber(count)}</td>
              <td className={errors > 0 ? 'py-1.5 pe-4 text-end text-bad' : 'py-1.5 pe-4 text-end text-ink-faint'}>
                {formatNumber(errors)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className="flex justify-between gap-2 border-t border-line px-2 py-1.5">
        {byName.length > FIRST_ROWS && (
          <Button size="sm" look="quiet" onClick={() => setAll(!all)}>
            {all ? t('controls.showFewer') : t('controls.showAll', { count: byName.length })}
          </Button>
        )}
        <Button label={t('controls.refresh')} size="sm" look="quiet" icon={RotateCw} onClick={onReload} />
      </div>
    </>
  );
}

const FIRST_CODES = 3;

function describeErrors(byCode: GatewayTraffic['byCode']): string {
  if (byCode.length === 0) return t('gateway.traffic.noErrors');
  const most = byCode.slice(0, FIRST_CODES);
  return formatList(most.map(({ code, count }) => t('gateway.traffic.count', { count, name: code })));
}
