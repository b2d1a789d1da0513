// Signed-in browsers, each with a button to sign it out.
import { LogOut } from 'lucide-react';
import type { MethodResult } from '#contract/methods/registry.ts';
import { formatAgo, joinFacts } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { Badge } from '../../design/badge.tsx';
import { IconButton } from '../../design/button.tsx';
import { CardList, CardRow, Section } from '../../design/page.tsx';
import { RequestStatus } from '../../design/states.tsx';
import { attempt, toast } from '../../design/toasts.ts';
import { useNow } from '../../design/use-now.ts';
import { useClient, useRequest } from '../../state/use-client.ts';
import { describeBrowser } from './browser-text.ts';

type BrowserRow = MethodResult<'browsers.list'>['browsers'][number];

const MINUTE_MS = 60_000;

/** Signed-in browsers have full access, so each can be signed out here. */
export function BrowsersSection() {
  const read = useRequest('browsers.list', {}, ['device.pair.changed', 'presence.changed']);
  const row = (browser: BrowserRow) => <Row key={browser.id} browser={browser} onDone={read.reload} />;
  return (
    <Section title={t('devices.browsers.title')} summary={t('devices.browsers.summary')}>
      <RequestStatus
        read={read}
        rows={2}
        loading={t('devices.browsers.loading')}
        failed={t('devices.browsers.loadFailed')}
      />
      {read.data !== undefined && <CardList rows={read.data.browsers.map(row)} empty={t('devices.browsers.none')} />}
    </Section>
  );
}

function Row({ browser, onDone }: { readonly browser: BrowserRow; readonly onDone: () => void }) {
  const client = useClient();
  const now = useNow(MINUTE_MS);
  const name = describeBrowser(browser.agent);
  const signOut = () =>
    attempt(t('devices.browsers.signOutFailed'), async () => {
      await client.request('browsers.revoke', { id: browser.id });
      toast({ title: t('devices.browsers.signedOut', { name }) });
      onDone();
    });
  const signedIn = t('devices.browsers.since', { time: formatAgo(browser.createdAtMs, now) });
  return (
    <CardRow title={name} facts={joinFacts(browser.address, signedIn)}>
      {browser.isSelf ? (
        <Badge tone="accent">{t('devices.browsers.this')}</Badge>
      ) : (
        browser.connected && <Badge tone="ok">{t('devices.connected')}</Badge>
      )}
      <IconButton icon={LogOut} label={t('devices.browsers.signOut', { name })} onClick={signOut} />
    </CardRow>
  );
}
