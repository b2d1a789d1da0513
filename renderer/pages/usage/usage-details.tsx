// Usage by model, agent, and session, and its export.
import { Download } from 'lucide-react';
import { t } from '#messages/translate.ts';
import { Button } from '../../design/button.tsx';
import { Section } from '../../design/page.tsx';
import { RequestStatus } from '../../design/states.tsx';
import { useRequest } from '../../state/use-client.ts';
import { saveFile } from '../settings/export-audit.ts';
import { toCsv } from './breakdown.ts';
import { BreakdownSection } from './breakdown-table.tsx';
import { SessionUsageTable } from './session-usage-table.tsx';
import { LOCAL_DAYS, shiftDay } from './usage-figures.ts';

const MAX_SESSIONS = 200;

interface UsageDetailsProps {
  readonly days: number;
  /** The last day. */
  readonly today: string;
  readonly measure: 'cost' | 'tokens';
}

/** Reads the period once for all tables. */
export function UsageDetails({ days, today, measure }: UsageDetailsProps) {
  const range = { startDate: shiftDay(today, 1 - days), endDate: today };
  const read = useRequest('sessions.usage', { ...LOCAL_DAYS, ...range, limit: MAX_SESSIONS }, ['sessions.changed']);
  if (read.data === undefined)
    return (
      <Section title={t('usage.bySession')}>
        <RequestStatus read={read} rows={4} loading={t('usage.sessionsLoading')} failed={t('usage.sessionsFailed')} />
      </Section>
    );
  const { sessions, aggregates } = read.data;
  const save = () => saveFile(`usage-${range.startDate}-${today}.csv`, toCsv(aggregates.modelDaily), 'text/csv');
  return (
    <>
      <BreakdownSection aggregates={aggregates} measure={measure} />
      <Section
        title={t('usage.bySession')}
        actions={<Button label={t('usage.export')} size="sm" icon={Download} onClick={save} />}
      >
        <SessionUsageTable sessions={sessions} />
      </Section>
    </>
  );
}
