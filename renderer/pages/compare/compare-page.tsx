// `/compare` lists dispatches; `/compare/<id>` shows the results of one side by side.
import { Columns3 } from 'lucide-react';
import { useState } from 'react';
import type { Dispatch } from '#contract/types/dispatches.ts';
import { removeHidden } from '#contract/types/hidden-characters.ts';
import { formatAgo, joinFacts } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { CardList, CardRow, Page } from '../../design/page.tsx';
import { EmptyState, RequestStatus } from '../../design/states.tsx';
import { Segmented } from '../../design/tabs.tsx';
import { useNow } from '../../design/use-now.ts';
import { href } from '../../state/route.ts';
import { useRequest, useRoute } from '../../state/use-client.ts';
import { DispatchView } from './dispatch-view.tsx';

const MINUTE_MS = 60_000;

/** `/compare` and `/compare/<id>`. */
export function ComparePage() {
  const [, id] = useRoute().segments;
  return id === undefined ? <DispatchList /> : <OneDispatch key={id} id={id} />;
}

function OneDispatch({ id }: { readonly id: string }) {
  const read = useRequest('dispatches.get', { id }, ['dispatches.changed']);
  if (read.data !== undefined) return <DispatchView dispatch={read.data.dispatch} />;
  return (
    <Page title={t('compare.title')} width="wide">
      <RequestStatus read={read} rows={4} loading={t('compare.loading')} failed={t('compare.loadFailed')} />
    </Page>
  );
}

function DispatchList() {
  const [shown, setShown] = useState<'open' | 'archived'>('open');
  const read = useRequest('dispatches.list', { archived: shown === 'archived' }, ['dispatches.changed']);
  const dispatches = read.data?.dispatches;
  return (
    <Page
      title={t('compare.title')}
      summary={t('compare.summary')}
      width="wide"
      actions={
        <Segmented
          label={t('compare.shown')}
          value={shown}
          onChange={setShown}
          options={[
            { value: 'open', label: t('compare.open') },
            { value: 'archived', label: t('compare.archived') },
          ]}
        />
      }
    >
      <RequestStatus read={read} rows={4} loading={t('compare.loading')} failed={t('compare.loadFailed')} />
      {dispatches?.length === 0 && (
        <EmptyState
          icon={Columns3}
          title={t(shown === 'open' ? 'compare.empty' : 'compare.emptyArchived')}
          text={shown === 'open' ? t('compare.emptyText') : undefined}
        />
      )}
      {dispatches !== undefined && dispatches.length > 0 && (
        <CardList
          empty={null}
          rows={dispatches.map((dispatch) => (
            <Row key={dispatch.id} dispatch={dispatch} />
          ))}
        />
      )}
    </Page>
  );
}

function Row({ dispatch: { id, title, repoName, entries, createdAt } }: { readonly dispatch: Dispatch }) {
  const now = useNow(MINUTE_MS);
  return (
    <CardRow
      title={
        <a href={`#${href('compare', id)}`} className="hover:underline">
          {removeHidden(title)}
        </a>
      }
      facts={joinFacts(
        removeHidden(repoName),
        t('compare.agents', { count: entries.length }),
        formatAgo(createdAt, now),
      )}
    />
  );
}
