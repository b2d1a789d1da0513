// Signed-in browsers, each with a button to sign it out.
import { LogOut } from 'lucide-react';
import type { MethodResult } from '#contract/methods/registry.ts';
import { formatAgo } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { Badge } from '../../design/badge.tsx';
import { IconButton } from '../../design/button.tsx';
import { Card, Section } from '../../design/page.tsx';
import { ErrorNote, SkeletonLines } from '../../design/states.tsx';
import { toast, toastError } from '../../design/toasts.ts';
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
      {read.status === 'loading' && <SkeletonLines count={2} label={t('devices.browsers.loading')} />}
      {read.status === 'error' && (
        <ErrorNote
          title={t('devices.browsers.loadFailed')}
          message={read.error.message}
          onRetry={() => void read.reload()}
        />
      )}
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
  const signOut = async () => {
    try {
      await client.request('browsers.revoke', { id: browser.id });
      toast({ title: t('devices.browsers.signedOut', { name }) });
      onDone();
    } catch (cause) {
      toastError(t('devices.browsers.signOutFailed'), cause);
    }
  };
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
      <IconButton label={t('devices.browsers.signOut', { name })} onClick={() => void signOut()}>
        <LogOut size={14} aria-hidden />
      </IconButton>
    </li>
  );
}
