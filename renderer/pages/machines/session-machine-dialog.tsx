// Chooses another machine for one session.
import { useState } from 'react';
import { t } from '#messages/translate.ts';
import { FormDialog } from '../../design/dialog.tsx';
import { SelectField } from '../../design/select.tsx';
import { ErrorNote } from '../../design/states.tsx';
import { useAction } from '../../design/toasts.ts';
import { getHint } from '../../state/resource.ts';
import { href } from '../../state/route.ts';
import { useClient, useRequest } from '../../state/use-client.ts';
import { describeMachine, sessionMachineOptions } from './describe-machine.ts';

interface SessionMachineDialogProps {
  readonly sessionKey: string;
  /** The current one. */
  readonly kind: string;
  readonly onClose: () => void;
}

/** An open dialog. */
export function SessionMachineDialog({ sessionKey, kind, onClose }: SessionMachineDialogProps) {
  const client = useClient();
  const { data } = useRequest('machines.list', {});
  const { busy, failure, run } = useAction();
  const [chosen, setChosen] = useState(kind);
  const options = data === undefined ? [{ value: kind, label: describeMachine(kind) }] : sessionMachineOptions(data);
  const save = () =>
    run(async () => {
      await client.request('sessions.patch', { key: sessionKey, machine: chosen });
      onClose();
    });
  return (
    <FormDialog
      open
      onClose={onClose}
      title={t('machines.session.title')}
      submit={t('machines.session.change')}
      disabled={busy || chosen === kind}
      onSubmit={() => void save()}
    >
      <SelectField
        label={t('machines.default')}
        hint={chosen === 'host' && kind !== 'host' ? t('machines.host.consequence') : t('machines.session.hint')}
        options={options}
        value={chosen}
        onChange={setChosen}
      />
      {failure !== undefined && <ErrorNote message={failure.message} hint={getHint(failure)} />}
      <a href={`#${href('machines')}`} className="text-sm text-accent-ink hover:underline">
        {t('machines.session.all')}
      </a>
    </FormDialog>
  );
}
