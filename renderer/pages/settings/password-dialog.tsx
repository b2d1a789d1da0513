// Sets the gateway password. The page drops it when the dialog closes.
import { useState } from 'react';
import { t } from '#messages/translate.ts';
import { FormDialog } from '../../design/dialog.tsx';
import { TextField } from '../../design/field.tsx';
import { toast } from '../../design/toasts.ts';
import { asRequestError } from '../../state/resource.ts';
import { useClient } from '../../state/use-client.ts';

const MIN_LENGTH = 12;

/** Mounted while open. */
export function PasswordDialog({ onClose, onDone }: { readonly onClose: () => void; readonly onDone: () => void }) {
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
