// The latest entries of the audit log, and a button that verifies its hash chain.
import { ShieldCheck, ShieldX } from 'lucide-react';
import { useState } from 'react';
import type { MethodResult } from '#contract/methods/registry.ts';
import type { AuditEntry } from '#contract/types/audit.ts';
import { formatNumber, formatTimeOrDay } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { Button } from '../../design/button.tsx';
import { Card } from '../../design/page.tsx';
import { RequestStatus } from '../../design/states.tsx';
import { attempt, useAction } from '../../design/toasts.ts';
import { useNow } from '../../design/use-now.ts';
import { useClient, useRequest } from '../../state/use-client.ts';
import { auditLines, saveFile } from './export-audit.ts';

const PAGE = 20;
const MAX_ENTRIES = 1_000;

/** Newest first. */
export function AuditCard() {
  const [limit, setLimit] = useState(PAGE);
  const read = useRequest('audit.entries', { limit }, ['approvals.changed', 'config.changed']);
  const now = useNow(60_000);
  const entries = read.data?.entries ?? [];
  return (
    <Card>
      <Verify />
      <div className="p-4 empty:hidden">
        <RequestStatus read={read} rows={4} loading={t('gateway.audit.loading')} />
      </div>
      <ul>
        {entries.map((entry) => (
          <Line key={entry.seq} entry={entry} now={now} />
        ))}
      </ul>
      {entries.length >= limit && limit < MAX_ENTRIES && (
        <Button look="quiet" size="sm" className="m-2" onClick={() => setLimit(Math.min(MAX_ENTRIES, limit * 4))}>
          {t('gateway.audit.showMore')}
        </Button>
      )}
    </Card>
  );
}

function Line({ entry, now }: { readonly entry: AuditEntry; readonly now: number }) {
  return (
    <li className="flex items-baseline gap-3 border-t border-line px-4 py-1.5 text-xs">
      <span className="tabular w-10 shrink-0 text-end text-ink-faint">{formatNumber(entry.seq)}</span>
      <span className="w-40 shrink-0 truncate font-medium text-ink max-md:w-28">{entry.action}</span>
      <span className="min-w-0 flex-1 truncate text-ink-soft" title={JSON.stringify(entry.details)}>
        {entry.subject}
      </span>
      <span className="shrink-0 truncate text-ink-faint max-md:hidden">{entry.actor}</span>
      <time className="tabular shrink-0 text-ink-faint" dateTime={new Date(entry.ts).toISOString()}>
        {formatTimeOrDay(entry.ts, now)}
      </time>
    </li>
  );
}

type Verification = MethodResult<'audit.verify'>;

function Verify() {
  const client = useClient();
  const { busy, run } = useAction(t('gateway.audit.verifyFailed'));
  const [result, setResult] = useState<Verification | undefined>();
  const verify = () => run(async () => setResult(await client.request('audit.verify', {})));
  const save = () =>
    attempt(t('gateway.audit.exportFailed'), async () => saveFile('gatehouse-audit.jsonl', await auditLines(client)));
  return (
    <div className="flex flex-wrap items-center gap-3 px-4 py-3">
      <div role="status" className="flex min-w-0 flex-1 items-center gap-2 text-sm text-ink-soft">
        {result === undefined ? t('gateway.audit.hint') : <Verdict result={result} />}
      </div>
      <Button label={t('gateway.audit.export')} size="sm" onClick={save} />
      <Button label={t('gateway.audit.verify')} size="sm" busy={busy} onClick={verify} />
    </div>
  );
}

function Verdict({ result: { ok, entries, brokenAt } }: { readonly result: Verification }) {
  const entry = brokenAt === undefined ? t('gateway.audit.unknownEntry') : formatNumber(brokenAt);
  const Icon = ok ? ShieldCheck : ShieldX;
  return (
    <>
      <Icon size={16} aria-hidden className={ok ? 'text-ok' : 'text-bad'} />{' '}
      {ok ? t('gateway.audit.intact', { count: entries }) : t('gateway.audit.broken', { entry })}
    </>
  );
}
