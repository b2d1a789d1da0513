// The gateway's token: asked for when somebody wants to see it, and forgotten when it is hidden or the page is left.
import { Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import { Button, IconButton } from '../../design/button.tsx';
import { toastError } from '../../design/toasts.ts';
import { useClient } from '../../state/use-client.ts';
import { CopyText } from './copy-text.tsx';

/** Nothing of the token is in the page before. */
export function TokenLine() {
  const client = useClient();
  const [token, setToken] = useState<string | undefined>();
  const [busy, setBusy] = useState(false);
  const show = async () => {
    setBusy(true);
    try {
      setToken((await client.request('gateway.token.reveal', {})).token);
    } catch (cause) {
      toastError('The token was not shown', cause);
    }
    setBusy(false);
  };
  if (token === undefined)
    return (
      <Button size="sm" busy={busy} icon={<Eye size={13} aria-hidden />} onClick={() => void show()}>
        Show the token
      </Button>
    );
  return (
    <span className="inline-flex max-w-full flex-wrap items-center gap-1">
      <CopyText text={token} label="the token" />
      <IconButton label="Hide the token" size="xs" onClick={() => setToken(undefined)}>
        <EyeOff size={12} aria-hidden />
      </IconButton>
    </span>
  );
}
