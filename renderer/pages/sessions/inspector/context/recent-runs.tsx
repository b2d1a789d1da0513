// The last runs of a session, each of which opens its details.
import { useId } from 'react';
import { formatCost, formatDateTime, joinFacts } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { RequestStatus } from '../../../../design/states.tsx';
import { useRequest } from '../../../../state/use-client.ts';
import { showRun } from '../../runs/run-store.ts';

const SHOWN = 10;

/** Newest first. */
export function RecentRuns({ sessionKey: key }: { readonly sessionKey: string }) {
  const id = useId();
  const read = useRequest('runs.list', { key, limit: SHOWN }, ['sessions.changed']);
  const { data } = read;
  return (
    <section aria-labelledby={id} className="flex flex-col gap-1">
      <h3 id={id} className="text-xs font-medium text-ink-soft">
        {t('runs.recent')}
      </h3>
      <RequestStatus read={read} rows={3} loading={t('runs.loading')} failed={t('runs.listFailed')} />
      {data?.runs.length === 0 && <p className="text-xs text-ink-faint">{t('runs.none')}</p>}
      {data !== undefined && data.runs.length > 0 && (
        <ul className="divide-y divide-line rounded-lg border border-line">
          {data.runs.map(({ runId, status, startedAt, usage }) => (
            <li key={runId}>
              <button
                type="button"
                onClick={() => showRun(runId)}
                className="flex min-h-8 w-full items-center gap-2 px-2.5 py-1 text-start text-sm text-ink hover:bg-hover pointer-coarse:min-h-11"
              >
                <span className="min-w-0 flex-1 truncate">{formatDateTime(startedAt)}</span>
                <span className="tabular shrink-0 text-xs text-ink-faint">
                  {joinFacts(t(`runs.status.${status}`), usage?.cost === undefined ? '' : formatCost(usage.cost))}
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
