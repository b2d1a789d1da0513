// Signed-in browsers, each with a button to sign it out.
import { LogOut } from 'lucide-react';
import type { MethodResult } from '#contract/methods/registry.ts';
import { formatAgo } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { Badge } from '../../design/badge.tsx';
import { IconButton } from '../../design/button.tsx';
import { Card, Section } from '../../design/page.tsx';
import { RequestStatus } from '../../design/request-status.tsx';
import { attempt, toast } from '../../design/toasts.ts';
import { useNow } from '../../design/use-now.ts';
import { useClient, useRequest } from '../../state/use-client.ts';
import { describeBrowser } from './browser-text.ts';

type BrowserRow = MethodResult<'browsers.list'>['browsers'][number];

const MINUTE_MS = 60_000;

/** Signed-in browsers have full access, so each can be signed out here. */
export function BrowsersSection() {
  const read = useRequest('browsers.list', {}, ['device.pair.changed', 'presence']);
  return (
    <Section title={t('devices.browsers.title')} summary={t('devices.browsers.summary')}>
      <RequestStatus
        read={read}
        rows={2}
        loading={t('devices.browsers.loading')}
        failed={t('devices.browsers.loadFailed')}
      />
      {read.data !== undefined && (
        <Card>
          {read.data.browsers.length === 0 ? (
            <p className="p-4 text-sm text-ink-soft">{t('devices.browsers.none')}</p>
          ) : (
            <ul>
              {read.data.browsers.map((browser) => (
                <Row key={browser.id} browser={browser} onDone={() => void read.reload()} />
              ))}
            </ul>
          )}
        </Card>
      )}
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
  const facts = [browser.address, t('devices.browsers.since', { time: formatAgo(browser.createdAtMs, now) })]
    .filter(Boolean)
    .join(' · ');
  return (
    <li className="flex flex-wrap items-center gap-3 border-b border-line px-4 py-3 last:border-b-0">
      <div className="min-w-0 flex-1 basis-60">
        <p className="text-sm font-medium text-ink">{name}</p>
        <p className="text-xs wrap-anywhere text-ink-faint">{facts}</p>
      </div>
      {browser.isSelf ? (
        <Badge tone="accent">{t('devices.browsers.this')}</Badge>
      ) : (
        browser.connected && <Badge tone="ok">{t('devices.connected')}</Badge>
      )}
      <IconButton icon={LogOut} label={t('devices.browsers.signOut', { name })} onClick={signOut} />
    </li>
  );
}
