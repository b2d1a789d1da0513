// Where the commands of a new session run.
import { Server } from 'lucide-react';
import { t } from '#messages/translate.ts';
import { Menu } from '../../../design/menu.tsx';
import { useRequest, useSupports } from '../../../state/use-client.ts';
import { describeMachine, sessionMachineOptions } from '../../machines/describe-machine.ts';
import { REMOTE_MACHINE, type ComposerChoices } from './composer-model.ts';

const TRIGGER =
  'inline-flex h-6.5 min-w-0 shrink items-center gap-1.5 rounded-md px-1.5 text-xs text-ink-soft hover:bg-hover hover:text-ink data-[state=open]:bg-hover';

/** Nothing where the gateway can't list machines. */
export function MachineMenu({ choices }: { readonly choices: ComposerChoices }) {
  return useSupports('machines.list') ? <Choice choices={choices} /> : null;
}

function Choice({ choices: { create = {}, chooseMachine } }: { readonly choices: ComposerChoices }) {
  const { data } = useRequest('machines.list', {}, ['machines.changed']);
  const chosen = create.machine;
  const inWorktree = create.worktree === true || create.worktreeId !== undefined;
  const known = data?.kinds.filter(({ kind }) => kind !== REMOTE_MACHINE || !inWorktree) ?? [];
  const name = chosen === undefined ? t('composer.machineDefault') : describeMachine(chosen);
  return (
    <Menu
      side="top"
      entries={[
        {
          kind: 'item',
          label: t('composer.machineDefault'),
          hint: t('composer.machineDefaultHint'),
          checked: chosen === undefined,
          run: () => chooseMachine(undefined),
        },
        ...sessionMachineOptions({ kinds: known }).map(({ value, label, hint = '' }) => ({
          kind: 'item' as const,
          label,
          hint,
          checked: value === chosen,
          disabled: known.find(({ kind }) => kind === value)?.isAvailable === false,
          run: () => chooseMachine(value),
        })),
      ]}
    >
      <button type="button" aria-label={t('composer.machineNamed', { name })} className={TRIGGER}>
        <Server size={14} aria-hidden />
        {chosen !== undefined && <span className="truncate">{name}</span>}
      </button>
    </Menu>
  );
}
