// How programs sign in: mode, token, password. No secret is in the page unless it is requested.
import { KeyRound, RefreshCw } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { t } from '#messages/translate.ts';
import { Button } from '../../design/button.tsx';
import { ConfirmDialog } from '../../design/dialog.tsx';
import { Card } from '../../design/page.tsx';
import { ErrorNote, Skeleton } from '../../design/states.tsx';
import { toast, toastError } from '../../design/toasts.ts';
import { useClient, useRequest } from '../../state/use-client.ts';
import { PasswordDialog } from './password-dialog.tsx';
import { TokenLine } from './token-line.tsx';

/** The mode can only be changed in the configuration, so that a wrong click locks nobody out. */
export function SignInCard() {
  const read = useRequest('gateway.auth.status', {}, ['settings.changed', 'config.changed']);
  if (read.status === 'error' && read.data === undefined)
    return (
      <ErrorNote
        title={t('gateway.signIn.loadFailed')}
        message={read.error.message}
        onRetry={() => void read.reload()}
      />
    );
  if (read.data === undefined) return <Skeleton className="h-40" />;
  const { mode, hasPassword, token } = read.data;
  return (
    <Card>
      <Line title={t(`gateway.signIn.mode.${mode}`)} text={t(`gateway.signIn.mode.${mode}.text`)}>
        <code className="text-xs text-ink-faint">gateway.auth.mode</code>
      </Line>
      <Line title={t('gateway.token')} text={t('gateway.token.text')}>
        <TokenLine />
        {token === 'home-folder' && <ReplaceToken />}
      </Line>
      <Line title={t('gateway.password')} text={hasPassword ? t('gateway.password.set') : t('gateway.password.none')}>
        <SetPassword isSet={hasPassword} onDone={() => void read.reload()} />
      </Line>
    </Card>
  );
}

interface LineProps {
  readonly title: string;
  readonly text: string;
  readonly children: ReactNode;
}

function Line({ title, text, children }: LineProps) {
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line px-4 py-3 last:border-b-0">
      <div className="min-w-0 flex-1 basis-52">
        <p className="text-sm font-medium text-ink">{title}</p>
        <p className="text-xs text-ink-faint">{text}</p>
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
      toast({ title: t('gateway.token.replaced'), detail: t('gateway.token.replacedText') });
    } catch (cause) {
      toastError(t('gateway.token.replaceFailed'), cause);
    }
  };
  return (
    <>
      <Button size="sm" icon={<RefreshCw size={13} aria-hidden />} onClick={() => setAsking(true)}>
        {t('gateway.token.replace')}
      </Button>
      <ConfirmDialog
        open={asking}
        title={t('gateway.token.replaceTitle')}
        description={t('gateway.token.replaceText')}
        confirmLabel={t('gateway.token.replaceConfirm')}
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
        {isSet ? t('gateway.password.change') : t('gateway.password.create')}
      </Button>
      {open && <PasswordDialog onClose={() => setOpen(false)} onDone={onDone} />}
    </>
  );
}
