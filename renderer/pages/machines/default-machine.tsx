// Where agents that name no machine run commands, and the choice of another place.
import { useState } from 'react';
import type { MachineList } from '#contract/types/machines.ts';
import { t } from '#messages/translate.ts';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { Button } from '../../design/button.tsx';
import { ConfirmDialog } from '../../design/dialog.tsx';
import { SelectField } from '../../design/select.tsx';
import { ErrorNote } from '../../design/states.tsx';
import { useAction } from '../../design/toasts.ts';
import { getHint } from '../../state/resource.ts';
import { useClient } from '../../state/use-client.ts';
import { describeMachine, isUndecided, machineOptions } from './describe-machine.ts';

interface DefaultMachineProps {
  readonly list: MachineList;
  /** Loads the list again. */
  readonly onChange: () => Promise<void>;
}

/** A select. Without a machine that confines commands, it says what to do. */
export function DefaultMachineField({ list, onChange }: DefaultMachineProps) {
  const client = useClient();
  const { busy, failure, run } = useAction();
  const { setting, kind } = list.default;
  const [asksForHost, setAsksForHost] = useState(false);
  const save = (next: string) => run(() => saveDefaultMachine(client, next).then(onChange));
  const choose = (next: string) => (next === 'host' ? setAsksForHost(true) : save(next));
  const look = () => run(() => client.request('machines.list', { refresh: true }).then(onChange));
  return (
    <div className="flex flex-col gap-2">
      <SelectField
        label={t('machines.default')}
        hint={kind === undefined ? undefined : toHint(setting, kind)}
        options={machineOptions(list)}
        value={setting}
        onChange={choose}
      />
      {isUndecided(list) && (
        <ErrorNote
          title={t('machines.undecided')}
          message={t('machines.undecided.text')}
          hint={t('machines.undecided.hint')}
          action={<Button label={t('machines.lookAgain')} size="sm" busy={busy} onClick={look} />}
        />
      )}
      {failure !== undefined && <ErrorNote message={failure.message} hint={getHint(failure)} />}
      <ConfirmDialog
        open={asksForHost}
        onClose={() => setAsksForHost(false)}
        title={t('machines.host.question')}
        description={t('machines.host.consequence')}
        confirmLabel={t('machines.host.confirm')}
        onConfirm={() => save('host')}
      />
    </div>
  );
}

function toHint(setting: string, kind: string): string {
  if (kind === 'host') return t('machines.host.text');
  return setting === kind
    ? t('machines.default.hint')
    : t('machines.automatic.now', { machine: describeMachine(kind) });
}

/** Saves the choice in the configuration. */
async function saveDefaultMachine(client: GatewayClient, kind: string): Promise<void> {
  const { hash } = await client.request('config.get', {});
  await client.request('config.patch', { raw: JSON.stringify({ machines: { default: kind } }), baseHash: hash });
}
