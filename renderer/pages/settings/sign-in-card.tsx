// How programs sign in: mode, token, password. No secret is in the page unless it is requested.
import { KeyRound, RefreshCw, Eye, EyeOff } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { t } from '#messages/translate.ts';
import { Button, IconButton } from '../../design/button.tsx';
import { ConfirmButton, FormDialog } from '../../design/dialog.tsx';
import { Card } from '../../design/page.tsx';
import { RequestStatus } from '../../design/request-status.tsx';
import { attempt, toast, toastError } from '../../design/toasts.ts';
import { useClient, useRequest } from '../../state/use-client.ts';
import { CopyText } from './copy-text.tsx';
import { TextField } from '../../design/field.tsx';
import { asRequestError } from '../../state/resource.ts';

/** The mode can only be changed in the configuration, so that a wrong click locks nobody out. */
export function SignInCard() {
  const read = useRequest('gateway.auth.status', {}, ['settings.changed', 'config.changed']);
  if (read.data === undefined)
    return <RequestStatus read={read} height="h-40" failed={t('gateway.signIn.loadFailed')} />;
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
  const replace = () =>
    attempt(t('gateway.token.replaceFailed'), async () => {
      await client.request('gateway.auth.rotateToken', { confirm: 'rotate' });
      toast({ title: t('gateway.token.replaced'), detail: t('gateway.token.replacedText') });
    });
  return (
    <ConfirmButton
      trigger={<Button label={t('gateway.token.replace')} size="sm" icon={RefreshCw} />}
      title={t('gateway.token.replaceTitle')}
      description={t('gateway.token.replaceText')}
      confirmLabel={t('gateway.token.replaceConfirm')}
      onConfirm={replace}
    />
  );
}

function SetPassword({ isSet, onDone }: { readonly isSet: boolean; readonly onDone: () => void }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="sm" icon={KeyRound} onClick={() => setOpen(true)}>
        {isSet ? t('gateway.password.change') : t('gateway.password.create')}
      </Button>
      {open && <PasswordDialog onClose={() => setOpen(false)} onDone={onDone} />}
    </>
  );
}

/** The page doesn't contain the token before that. */
function TokenLine() {
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
    return <Button label={t('gateway.token.show')} size="sm" busy={busy} icon={Eye} onClick={() => void show()} />;
  return (
    <span className="inline-flex max-w-full flex-wrap items-center gap-1">
      <CopyText text={token} label={t('gateway.token.copy')} />
      <IconButton icon={EyeOff} label={t('gateway.token.hide')} size="xs" onClick={() => setToken(undefined)} />
    </span>
  );
}

const MIN_LENGTH = 12;

/** Mounted while open. */
function PasswordDialog({ onClose, onDone }: { readonly onClose: () => void; readonly onDone: () => void }) {
  const client = useClient();
  const [password, setPassword] = useState('');
  const [repeated, setRepeated] = useState('');
  const [failure, setFailure] = useState<string | undefined>();
  const isGood = password.length >= MIN_LENGTH && repeated === password;
  const save = async () => {
    try {
      await client.request('gateway.auth.setPassword', { password });
      toast({ title: t('gateway.password.saved'), detail: t('gateway.password.savedText') });
      onDone();
      onClose();
    } catch (cause) {
      setFailure(asRequestError(cause).message);
    }
  };
  return (
    <FormDialog
      open
      onClose={onClose}
      title={t('gateway.password.title')}
      size="sm"
      submit={t('gateway.password.create')}
      disabled={!isGood}
      onSubmit={() => void save()}
    >
      <TextField
        label={t('gateway.password')}
        hint={t('gateway.password.hint', { count: MIN_LENGTH })}
        error={failure}
        autoFocus
        type="password"
        autoComplete="new-password"
        value={password}
        onChange={setPassword}
      />
      <TextField
        label={t('gateway.password.repeat')}
        error={repeated !== '' && repeated !== password ? t('gateway.password.mismatch') : undefined}
        type="password"
        autoComplete="new-password"
        value={repeated}
        onChange={setRepeated}
      />
    </FormDialog>
  );
}
