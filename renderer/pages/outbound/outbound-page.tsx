// Every host that was contacted, by whom, and how much was sent. Hosts can be blocked.
import { Globe, RotateCw } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { CALLER_KINDS, OUTBOUND_PERIODS, type OutboundList, type OutboundPeriod } from '#contract/types/outbound.ts';
import type { MethodParams } from '#contract/methods/registry.ts';
import { formatBytes } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { Button, IconButton } from '../../design/button.tsx';
import { ConfirmButton } from '../../design/dialog.tsx';
import { CardList, Page, Section } from '../../design/page.tsx';
import { SearchInput } from '../../design/search-input.tsx';
import { Select } from '../../design/select.tsx';
import { EmptyState, RequestStatus } from '../../design/states.tsx';
import { Segmented } from '../../design/tabs.tsx';
import { attempt } from '../../design/toasts.ts';
import { useClient, useRequest } from '../../state/use-client.ts';
import { BlockedHosts } from './blocked-hosts.tsx';
import { CredentialsSection } from './credentials-section.tsx';
import { DestinationRow } from './destination-row.tsx';
import { UntrackedSection } from './untracked-section.tsx';

const KINDS = ['any', ...CALLER_KINDS] as const;
type Kind = (typeof KINDS)[number];

interface Filter {
  readonly period: OutboundPeriod;
  readonly kind: Kind;
  readonly search: string;
}

/** `/outbound`. */
export function OutboundPage() {
  const [filter, setFilter] = useState<Filter>({ period: 'today', kind: 'any', search: '' });
  const read = useRequest('outbound.list', toParams(useDeferredValue(filter)), ['settings.changed']);
  return (
    <Page
      title={t('outbound.title')}
      summary={t('outbound.summary')}
      width="wide"
      actions={
        <Segmented
          label={t('outbound.period')}
          options={OUTBOUND_PERIODS.map((value) => ({ value, label: t(`outbound.period.${value}`) }))}
          value={filter.period}
          onChange={(period) => setFilter({ ...filter, period })}
        />
      }
    >
      <Filters filter={filter} onChange={setFilter} onReload={() => void read.reload()} />
      <RequestStatus read={read} rows={6} loading={t('outbound.loading')} failed={t('outbound.loadFailed')} />
      {read.data !== undefined && <Destinations list={read.data} isFiltered={isFiltered(filter)} />}
      {read.data !== undefined && <UntrackedSection untracked={read.data.untracked} />}
      {read.data !== undefined && <BlockedHosts blocks={read.data.blocks} />}
      <CredentialsSection />
      <p className="mb-3 text-xs text-ink-faint">{t('outbound.coverage')}</p>
      <ClearButton onDone={read.reload} />
    </Page>
  );
}

function toParams({ period, kind, search }: Filter): MethodParams<'outbound.list'> {
  return { period, ...(kind === 'any' ? {} : { kind }), ...(search.trim() === '' ? {} : { search: search.trim() }) };
}

function isFiltered({ kind, search, period }: Filter): boolean {
  return kind !== 'any' || search.trim() !== '' || period !== 'all';
}

interface FiltersProps {
  readonly filter: Filter;
  readonly onChange: (filter: Filter) => void;
  readonly onReload: () => void;
}

function Filters({ filter, onChange, onReload }: FiltersProps) {
  return (
    <div role="search" className="mb-4 flex flex-wrap items-center gap-2">
      <SearchInput
        label={t('outbound.search')}
        value={filter.search}
        onChange={(search) => onChange({ ...filter, search: search.slice(0, 200) })}
        className="min-w-48 flex-1 max-md:basis-full"
      />
      <div className="w-36 max-md:flex-1">
        <Select
          label={t('outbound.kind')}
          options={KINDS.map((value) => ({ value, label: t(`outbound.kind.${value}`) }))}
          value={filter.kind}
          onChange={(kind) => onChange({ ...filter, kind })}
        />
      </div>
      <IconButton icon={RotateCw} label={t('controls.refresh')} onClick={onReload} />
    </div>
  );
}

function Destinations({ list, isFiltered: filtered }: { readonly list: OutboundList; readonly isFiltered: boolean }) {
  const { destinations, totals, isTruncated } = list;
  if (destinations.length === 0) {
    const title = filtered ? t('outbound.noMatch.title') : t('outbound.empty.title');
    return (
      <EmptyState icon={Globe} title={title} text={filtered ? t('outbound.noMatch.text') : t('outbound.empty.text')} />
    );
  }
  const summary = t('outbound.totals', {
    count: destinations.length,
    requests: totals.count,
    sent: formatBytes(totals.sent),
    received: formatBytes(totals.received),
  });
  return (
    <Section title={t('outbound.hosts')} summary={isTruncated ? `${summary}. ${t('outbound.truncated')}` : summary}>
      <CardList
        empty={null}
        rows={destinations.map((destination) => (
          <DestinationRow key={`${destination.host}:${destination.port}`} destination={destination} />
        ))}
      />
    </Section>
  );
}

function ClearButton({ onDone }: { readonly onDone: () => void }) {
  const client = useClient();
  const clear = () =>
    attempt(t('outbound.clear.failed'), async () => {
      await client.request('outbound.clear', {});
      onDone();
    });
  return (
    <ConfirmButton
      trigger={<Button label={t('outbound.clear')} size="sm" look="quiet" />}
      title={t('outbound.clear.question')}
      description={t('outbound.clear.text')}
      confirmLabel={t('outbound.clear.action')}
      onConfirm={clear}
    />
  );
}
