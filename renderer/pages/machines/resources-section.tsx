// CPU and memory usage of the gateway and its machines, measured while the page is on the screen.
import { useEffect, useState } from 'react';
import { RESOURCE_PERIODS, type ResourcePeriod, type ResourceSeries } from '#contract/types/resources.ts';
import { t } from '#messages/translate.ts';
import { Card, Section } from '../../design/page.tsx';
import { RequestStatus } from '../../design/states.tsx';
import { Segmented } from '../../design/tabs.tsx';
import { useRequest } from '../../state/use-client.ts';
import { ResourceChart } from './resource-chart.tsx';

const POLL_MS = 5_000;
const PERIODS_MS: Readonly<Record<ResourcePeriod, number>> = { '15m': 900_000, '1h': 3_600_000, '24h': 86_400_000 };

/** A hidden page asks for nothing. */
export function ResourcesSection() {
  const [period, setPeriod] = useState<ResourcePeriod>('15m');
  const read = useRequest('resources.samples', { period });
  const { reload } = read;
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') void reload();
    }, POLL_MS);
    return () => clearInterval(timer);
  }, [reload]);
  const usage = read.data;
  return (
    <Section
      title={t('machines.resources')}
      summary={t('machines.resources.summary')}
      actions={
        <Segmented
          label={t('machines.resources.period')}
          value={period}
          options={RESOURCE_PERIODS.map((value) => ({ value, label: t(`machines.resources.${value}`) }))}
          onChange={setPeriod}
        />
      }
    >
      <RequestStatus
        read={read}
        rows={4}
        loading={t('machines.resources.loading')}
        failed={t('machines.resources.loadFailed')}
      />
      {usage !== undefined && (
        <Card>
          <ul>
            {usage.series.map((series) => (
              <SeriesRow
                key={series.id}
                series={series}
                period={{ from: usage.now - PERIODS_MS[period], to: usage.now }}
              />
            ))}
          </ul>
        </Card>
      )}
    </Section>
  );
}

interface SeriesRowProps {
  readonly series: ResourceSeries;
  readonly period: { readonly from: number; readonly to: number };
}

function SeriesRow({ series, period }: SeriesRowProps) {
  const name = series.workspace ?? t('machines.resources.gateway');
  return (
    <li className="border-b border-line px-4 py-3 last:border-b-0">
      <p className="mb-2 flex items-baseline gap-2 text-sm font-medium text-ink">
        <span className="truncate">{name}</span>
        {series.workspace !== undefined && <code className="text-2xs text-ink-faint">{series.id}</code>}
      </p>
      <div className="flex flex-wrap gap-4">
        <ResourceChart name={name} series={series} measure="cpu" period={period} />
        <ResourceChart name={name} series={series} measure="memory" period={period} />
      </div>
    </li>
  );
}
