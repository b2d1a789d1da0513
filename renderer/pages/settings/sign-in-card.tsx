// How this gateway is signed in to: its mode, its token, its password. No secret is in the page unasked.
import { KeyRound, RefreshCw } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { GatewayAuthStatus } from '#contract/types/gateway.ts';
import { Button } from '../../design/button.tsx';
import { ConfirmDialog } from '../../design/dialog.tsx';
import { Card } from '../../design/page.tsx';
import { ErrorNote, Skeleton } from '../../design/states.tsx';
import { toast, toastError } from '../../design/toasts.ts';
import { useClient, useRequest } from '../../state/use-client.ts';
import { PasswordDialog } from './password-dialog.tsx';
import { TokenLine } from './token-line.tsx';

const MODES: Readonly<Record<GatewayAuthStatus['mode'], { readonly title: string; readonly words: string }>> = {
  token: { title: 'By token', words: 'Programs of this machine show the token.' },
  password: { title: 'By password', words: 'Programs show the password instead of the token.' },
  'trusted-proxy': { title: 'Behind a proxy', words: 'A proxy that is named by its address says who somebody is.' },
};

/** The mode itself is set in the configuration: a wrong click must lock nobody out. */
export function SignInCard() {
  const read = useRequest('gateway.auth.status', {}, ['settings.changed', 'config.changed']);
  if (read.status === 'error' && read.data === undefined)
    return (
      <ErrorNote title="Sign-in could not be read" message={read.error.message} onRetry={() => void read.reload()} />
    );
  if (read.data === undefined) return <Skeleton className="h-40" />;
  const { mode, hasPassword, token } = read.data;
  return (
    <Card>
      <Line
        title={MODES[mode].title}
        words={`${MODES[mode].words} Paired devices, API keys and signed-in browsers come in besides.`}
      >
        <code className="text-xs text-ink-faint">gateway.auth.mode</code>
      </Line>
      <Line title="Token" words="From the network it opens nothing by itself.">
        <TokenLine />
        {token === 'home-folder' && <ReplaceToken />}
      </Line>
      <Line title="Password" words={hasPassword ? 'One is set. It is kept as a salted hash.' : 'None is set.'}>
        <SetPassword isSet={hasPassword} onDone={() => void read.reload()} />
      </Line>
    </Card>
  );
}

interface LineProps {
  readonly title: string;
  readonly words: string;
  readonly children: ReactNode;
}

function Line({ title, words, children }: LineProps) {
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line px-4 py-3 last:border-b-0">
      <div className="min-w-0 flex-1 basis-52">
        <p className="text-sm font-medium text-ink">{title}</p>
        <p className="text-xs text-ink-faint">{words}</p>
      </div>
      <div className="flex max-w-full min-w-0 flex-wrap items-center gap-2">{children}</div>
    </div>
  );
}

function ReplaceToken() {
  const client = useClient();
  const [asking, setAsking] = useState(false);
  const replace = async () => {
    try {
      await client.request('gateway.auth.rotateToken', { confirm: 'rotate' });
      toast({ title: 'The token is another one now', detail: 'Programs need the new one.' });
    } catch (cause) {
      toastError('The token was not replaced', cause);
    }
  };
  return (
    <>
      <Button size="sm" icon={<RefreshCw size={13} aria-hidden />} onClick={() => setAsking(true)}>
        Replace
      </Button>
      <ConfirmDialog
        open={asking}
        title="Replace the token?"
        description="Programs that came in with it are cut off at once and need the new one. Devices, API keys and browsers stay."
        confirmLabel="Replace token"
        onConfirm={() => void replace()}
        onClose={() => setAsking(false)}
      />
    </>
  );
}

function SetPassword({ isSet, onDone }: { readonly isSet: boolean; readonly onDone: () => void }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="sm" icon={<KeyRound size={13} aria-hidden />} onClick={() => setOpen(true)}>
        {isSet ? 'Change' : 'Set one'}
      </Button>
      {open && <PasswordDialog onClose={() => setOpen(false)} onDone={onDone} />}
    </>
  );
}
