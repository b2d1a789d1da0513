// Creates a link that signs in another browser, once.
import { Link } from 'lucide-react';
import { useState } from 'react';
import type { MethodResult } from '#contract/methods/registry.ts';
import { formatRemaining } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { Button } from '../../design/button.tsx';
import { Card } from '../../design/page.tsx';
import { toastError } from '../../design/toasts.ts';
import { useNow } from '../../design/use-now.ts';
import { useClient } from '../../state/use-client.ts';
import { CopyText } from './copy-text.tsx';

type BrowserLink = MethodResult<'browsers.link'>;

/** The link is created on request. */
export function LinkCard() {
  const client = useClient();
  const [link, setLink] = useState<BrowserLink | undefined>();
  const create = async () => {
    try {
      setLink(await client.request('browsers.link', {}));
    } catch (cause) {
      toastError(t('gateway.link.createFailed'), cause);
    }
  };
  return (
    <Card className="flex flex-wrap items-center gap-3 p-4">
      {link === undefined ? (
        <p className="min-w-0 flex-1 text-sm text-ink-soft">{t('gateway.link.text')}</p>
      ) : (
        <LinkLine link={link} />
      )}
      <Button icon={<Link size={14} aria-hidden />} onClick={() => void create()}>
        {link === undefined ? t('gateway.link.create') : t('gateway.link.createNew')}
      </Button>
    </Card>
  );
}

function LinkLine({ link }: { readonly link: BrowserLink }) {
  const left = link.expiresAtMs - useNow(1_000);
  if (left <= 0) return <p className="min-w-0 flex-1 text-sm text-ink-soft">{t('gateway.link.expired')}</p>;
  return (
    <div className="min-w-0 flex-1">
      <CopyText text={link.url} label={t('gateway.link.copy')} />
      <p className="tabular text-xs text-ink-faint">{t('gateway.link.expires', { time: formatRemaining(left) })}</p>
    </div>
  );
}
