// A link that signs another browser in, once.
import { Link } from 'lucide-react';
import { useState } from 'react';
import type { MethodResult } from '#contract/methods/registry.ts';
import { formatRemaining } from '#messages/format.ts';
import { Button } from '../../design/button.tsx';
import { Card } from '../../design/page.tsx';
import { toastError } from '../../design/toasts.ts';
import { useNow } from '../../design/use-now.ts';
import { useClient } from '../../state/use-client.ts';
import { CopyText } from './copy-text.tsx';

type BrowserLink = MethodResult<'browsers.link'>;

/** The link is made when it is asked for. */
export function LinkCard() {
  const client = useClient();
  const [link, setLink] = useState<BrowserLink | undefined>();
  const make = async () => {
    try {
      setLink(await client.request('browsers.link', {}));
    } catch (cause) {
      toastError('No link was made', cause);
    }
  };
  return (
    <Card className="flex flex-wrap items-center gap-3 p-4">
      {link === undefined ? (
        <p className="min-w-0 flex-1 text-sm text-ink-soft">
          Open the link in the other browser. Whoever opens it first is signed in.
        </p>
      ) : (
        <LinkLine link={link} />
      )}
      <Button icon={<Link size={14} aria-hidden />} onClick={() => void make()}>
        {link === undefined ? 'Make a link' : 'Another link'}
      </Button>
    </Card>
  );
}

function LinkLine({ link }: { readonly link: BrowserLink }) {
  const left = link.expiresAtMs - useNow(1_000);
  if (left <= 0) return <p className="min-w-0 flex-1 text-sm text-ink-soft">The link is too old now.</p>;
  return (
    <div className="min-w-0 flex-1">
      <CopyText text={link.url} label="the link" />
      <p className="tabular text-xs text-ink-faint">{formatRemaining(left)} left</p>
    </div>
  );
}
