// Sets the password of the gateway. It leaves the page with the dialog.
import { useState } from 'react';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { Field, TextInput } from '../../design/field.tsx';
import { toast } from '../../design/toasts.ts';
import { asRequestError } from '../../state/resource.ts';
import { useClient } from '../../state/use-client.ts';

const SHORTEST = 12;

/** Mounted while it is open. */
export function PasswordDialog({ onClose, onDone }: { readonly onClose: () => void; readonly onDone: () => void }) {
  const client = useClient();
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const [failure, setFailure] = useState<string | undefined>();
  const isGood = password.length >= SHORTEST && again === password;
  const save = async () => {
    try {
      await client.request('gateway.auth.setPassword', { password });
      toast({ title: 'The password is set', detail: 'It counts while gateway.auth.mode is password.' });
      onDone();
      onClose();
    } catch (cause) {
      setFailure(asRequestError(cause).message);
    }
  };
  const footer = (
    <>
      <Button onClick={onClose}>Cancel</Button>
      <Button look="primary" disabled={!isGood} onClick={() => void save()}>
        Set password
      </Button>
    </>
  );
  return (
    <Dialog open onClose={onClose} title="Password of the gateway" size="sm" footer={footer}>
      <div className="flex flex-col gap-4">
        <Field label="Password" hint={`At least ${SHORTEST} characters.`} error={failure}>
          {(control) => (
            <TextInput
              {...control}
              autoFocus
              type="password"
              autoComplete="new-password"
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
          )}
        </Field>
        <Field label="Once more" error={again !== '' && again !== password ? 'Not the same.' : undefined}>
          {(control) => (
            <TextInput
              {...control}
              type="password"
              autoComplete="new-password"
              value={again}
              onChange={(event) => setAgain(event.target.value)}
            />
          )}
        </Field>
      </div>
    </Dialog>
  );
}
