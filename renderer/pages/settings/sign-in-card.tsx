// How programs sign in: mode, token, password. No secret is in the page unless it is requested.
import { Eye, EyeOff, KeyRound, RefreshCw } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { t } from '#messages/translate.ts';
import { Button, IconButton } from '../../design/button.tsx';
import { ConfirmButton, FormButton } from '../../design/dialog.tsx';
import { TextField } from '../../design/field.tsx';
import { Card } from '../../design/page.tsx';
import { RequestStatus } from '../../design/states.tsx';
import { attempt, toast, useAction } from '../../design/toasts.ts';
import { useClient, useRequest } from '../../state/use-client.ts';
import { CopyText } from '../../design/copy-button.tsx';

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
        <SetPassword isSet={hasPassword} onDone={read.reload} />
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

/** The page doesn't contain the token until it is requested. */
function TokenLine() {
  const client = useClient();
  const [token, setToken] = useState<string | undefined>();
  const { busy, run } = useAction(t('gateway.token.showFailed'));
  const show = () => run(async () => setToken((await client.request('gateway.token.reveal', {})).token));
  if (token === undefined)
    return <Button label={t('gateway.token.show')} size="sm" busy={busy} icon={Eye} onClick={show} />;
  return (
    <span className="inline-flex max-w-full flex-wrap items-center gap-1">
      <CopyText text={token} label={t('gateway.token.copy')} />
      <IconButton icon={EyeOff} label={t('gateway.token.hide')} size="xs" onClick={() => setToken(undefined)} />
    </span>
  );
}

const MIN_LENGTH = 12;

function SetPassword({ isSet, onDone }: { readonly isSet: boolean; readonly onDone: () => void }) {
  const client = useClient();
  const [password, setPassword] = useState('');
  const [repeated, setRepeated] = useState('');
  const clear = () => {
    setPassword('');
    setRepeated('');
  };
  const save = async () => {
    await client.request('gateway.auth.setPassword', { password });
    toast({ title: t('gateway.password.saved'), detail: t('gateway.password.savedText') });
    onDone();
  };
  return (
    <FormButton
      label={isSet ? t('gateway.password.change') : t('gateway.password.create')}
      icon={KeyRound}
      onOpenChange={clear}
      title={t('gateway.password.title')}
      size="sm"
      submit={t('gateway.password.create')}
      disabled={password.length < MIN_LENGTH || repeated !== password}
      onSubmit={save}
    >
      <TextField
        label={t('gateway.password')}
        hint={t('gateway.password.hint', { count: MIN_LENGTH })}
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
    </FormButton>
  );
}
