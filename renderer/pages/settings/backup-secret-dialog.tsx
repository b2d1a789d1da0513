// Sets the passphrase of backups, or the secret access key of their storage. Neither is ever shown again.
import { useId, useState } from 'react';
import { t } from '#messages/translate.ts';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { TextField } from '../../design/field.tsx';
import { useAction } from '../../design/toasts.ts';
import { useClient } from '../../state/use-client.ts';

const MIN_PASSPHRASE = 12;

interface BackupSecretDialogProps {
  readonly what: 'passphrase' | 's3';
  readonly open: boolean;
  readonly onClose: () => void;
}

/** Asks for a passphrase twice: a typing mistake would make every backup useless. */
export function BackupSecretDialog({ what, open, onClose }: BackupSecretDialogProps) {
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t(`backups.${what}.set`)}
      description={t(`backups.${what}.note`)}
      size="sm"
    >
      {open && <SecretForm what={what} onDone={onClose} />}
    </Dialog>
  );
}

function SecretForm({ what, onDone }: { readonly what: 'passphrase' | 's3'; readonly onDone: () => void }) {
  const client = useClient();
  const { busy, run } = useAction(t('backups.notSaved'));
  const [secret, setSecret] = useState('');
  const [again, setAgain] = useState('');
  const [tried, setTried] = useState(false);
  const id = useId();
  const isShort = what === 'passphrase' ? secret.length < MIN_PASSPHRASE : secret.trim() === '';
  const isDifferent = what === 'passphrase' && secret !== again;
  const submit = (event: { preventDefault(): void }) => {
    event.preventDefault();
    setTried(true);
    if (isShort || isDifferent) return;
    void run(async () => {
      await client.request('backup.setSecret', { what, secret: what === 's3' ? secret.trim() : secret });
      onDone();
    });
  };
  return (
    <form id={id} className="flex flex-col gap-3" onSubmit={submit}>
      <TextField
        label={t(`backups.${what}.label`)}
        type="password"
        autoFocus
        value={secret}
        onChange={setSecret}
        error={tried && isShort ? t(`backups.${what}.short`) : undefined}
      />
      {what === 'passphrase' && (
        <TextField
          label={t('backups.passphrase.repeat')}
          type="password"
          value={again}
          onChange={setAgain}
          error={tried && !isShort && isDifferent ? t('backups.passphrase.different') : undefined}
        />
      )}
      <Button label={t('backups.save')} type="submit" look="primary" busy={busy} className="self-start" />
    </form>
  );
}
