// Chat networks: accounts, who may talk, and what couldn't be sent.
import { t } from '#messages/translate.ts';
import { Page, Section } from '../../design/page.tsx';
import { RequestStatus } from '../../design/states.tsx';
import { useRequest } from '../../state/use-client.ts';
import { AccountCard } from './account-card.tsx';
import { DeliveriesSection } from './deliveries-section.tsx';
import { PeopleSection } from './people-section.tsx';
import { listAccounts } from './accounts.ts';
import { usePolling } from './use-polling.ts';

/** `/channels`. */
export function ChannelsPage() {
  const kinds = useRequest('channels.kinds', {}, ['settings.changed', 'config.changed']);
  const status = useRequest('channels.status', {}, ['settings.changed', 'config.changed']);
  usePolling(status.reload);
  const reload = async (): Promise<void> => void (await Promise.all([kinds.reload(), status.reload()]));
  const accounts =
    kinds.data === undefined || status.data === undefined ? undefined : listAccounts(kinds.data.kinds, status.data);
  const hasAccounts = accounts?.some(({ isSetUp }) => isSetUp) === true;
  return (
    <Page title={t('channels.title')} summary={t('channels.summary')} width="wide">
      <Section title={t('channels.networks')} summary={t('channels.networks.summary')}>
        {accounts === undefined ? (
          <RequestStatus
            read={kinds.status === 'error' ? kinds : status}
            rows={4}
            loading={t('channels.loading')}
            failed={t('channels.loadFailed')}
          />
        ) : (
          <ul className="grid gap-3 md:grid-cols-2">
            {accounts.map((account) => (
              <AccountCard key={account.id} account={account} onChange={reload} />
            ))}
          </ul>
        )}
      </Section>
      {hasAccounts && <PeopleSection titles={new Map(accounts.map(({ id, title }) => [id, title]))} />}
      {hasAccounts && <DeliveriesSection />}
    </Page>
  );
}
