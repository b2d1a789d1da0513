// Browsers that are signed in, and the way to sign one out.
import { LogOut } from 'lucide-react';
import type { MethodResult } from '#contract/methods/registry.ts';
import { formatAgo } from '#messages/format.ts';
import { Badge } from '../../design/badge.tsx';
import { IconButton } from '../../design/button.tsx';
import { Card, Section } from '../../design/page.tsx';
import { ErrorNote, SkeletonLines } from '../../design/states.tsx';
import { toast, toastError } from '../../design/toasts.ts';
import { useNow } from '../../design/use-now.ts';
import { useClient, useRequest } from '../../state/use-client.ts';
import { browserWords } from './browser-words.ts';

type BrowserRow = MethodResult<'browsers.list'>['browsers'][number];

const MINUTE_MS = 60_000;

/** A browser that is signed in may do everything: so each can be signed out here. */
export function BrowsersSection() {
  const read = useRequest('browsers.list', {}, ['device.pair.changed', 'presence']);
  return (
    <Section title="Signed-in browsers" summary="They may do everything. Signing one out closes its pages at once.">
      {read.status === 'loading' && <SkeletonLines count={2} label="Loading browsers" />}
      {read.status === 'error' && (
        <ErrorNote title="Browsers could not be read" message={read.error.message} onRetry={() => void read.reload()} />
      )}
      {read.data !== undefined && (
        <Card>
          {read.data.browsers.length === 0 ? (
            <p className="p-4 text-sm text-ink-soft">No browser is signed in.</p>
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
  const name = browserWords(browser.agent);
  const signOut = async () => {
    try {
      await client.request('browsers.revoke', { id: browser.id });
      toast({ title: `${name} is signed out` });
      onDone();
    } catch (cause) {
      toastError('The browser was not signed out', cause);
    }
  };
  const facts = [browser.address, `signed in: ${formatAgo(browser.createdAtMs, now)}`].filter(Boolean).join(' · ');
  return (
    <li className="flex flex-wrap items-center gap-3 border-b border-line px-4 py-3 last:border-b-0">
      <div className="min-w-0 flex-1 basis-60">
        <p className="text-sm font-medium text-ink">{name}</p>
        <p className="text-xs wrap-anywhere text-ink-faint">{facts}</p>
      </div>
      {browser.isSelf ? <Badge tone="accent">this one</Badge> : browser.connected && <Badge tone="ok">here now</Badge>}
      <IconButton label={`Sign out: ${name}`} onClick={() => void signOut()}>
        <LogOut size={14} aria-hidden />
      </IconButton>
    </li>
  );
}
