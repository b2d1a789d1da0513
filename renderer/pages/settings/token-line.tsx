// The gateway token: requested when it should be shown, dropped when it is hidden or the page closes.
import { Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import { t } from '#messages/translate.ts';
import { Button, IconButton } from '../../design/button.tsx';
import { toastError } from '../../design/toasts.ts';
import { useClient } from '../../state/use-client.ts';
import { CopyText } from './copy-text.tsx';

/** The page doesn't contain the token before that. */
export function TokenLine() {
  const client = useClient();
  const [token, setToken] = useState<string | undefined>();
  const [busy, setBusy] = useState(false);
  const show = async () => {
    setBusy(true);
    try {
      setToken((await client.request('gateway.token.reveal', {})).token);
    } catch (cause) {
      toastError(t('gateway.token.showFailed'), cause);
    }
    setBusy(false);
  };
  if (token === undefined)
    return (
      <Button size="sm" busy={busy} icon={<Eye size={13} aria-hidden />} onClick={() => void show()}>
        {t('gateway.token.show')}
      </Button>
    );
  return (
    <span className="inline-flex max-w-full flex-wrap items-center gap-1">
      <CopyText text={token} label={t('gateway.token.copy')} />
      <IconButton label={t('gateway.token.hide')} size="xs" onClick={() => setToken(undefined)}>
        <EyeOff size={12} aria-hidden />
      </IconButton>
    </span>
  );
}
