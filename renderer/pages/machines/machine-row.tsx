// A container: its state, the buttons that change it, and its resources and log once it is expanded.
import { useId, useState } from 'react';
import type { MachineState } from '#contract/types/machines.ts';
import { formatAgo, joinFacts } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { Badge } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { Chevron } from '../../design/chevron.tsx';
import { ConfirmButton } from '../../design/dialog.tsx';
import { useAction } from '../../design/toasts.ts';
import { useNow } from '../../design/use-now.ts';
import { useClient } from '../../state/use-client.ts';
import { MachineDetails } from './machine-details.tsx';

const MINUTE_MS = 60_000;

interface MachineProps {
  readonly machine: MachineState;
  readonly onChange: () => Promise<void>;
}

/** A row of the list. */
export function MachineRow({ machine, onChange }: MachineProps) {
  const { workspace, agentId, sessionKey, image, state, users, restarts, startedAt, lastError } = machine;
  const [open, setOpen] = useState(false);
  const id = useId();
  const now = useNow(MINUTE_MS);
  const facts = joinFacts(
    sessionKey ?? agentId,
    image,
    startedAt === undefined ? undefined : t('machines.started', { time: formatAgo(startedAt, now) }),
    users === 0 ? undefined : t('machines.users', { count: users }),
    restarts === 0 ? undefined : t('machines.restarts', { count: restarts }),
  );
  return (
    <li className="border-b border-line last:border-b-0">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-2.5">
        <button
          type="button"
          aria-expanded={open}
          aria-controls={id}
          onClick={() => setOpen(!open)}
          className="flex min-w-0 flex-1 basis-64 items-center gap-2 text-left max-md:basis-0"
        >
          <Chevron open={open} />
          <span className="min-w-0">
            <span className="block truncate text-sm font-medium text-ink">{workspace}</span>
            <span className="block text-xs wrap-anywhere text-ink-faint">{facts}</span>
          </span>
        </button>
        <Badge tone={state === 'running' ? 'ok' : 'neutral'}>{t(`machines.state.${state}`)}</Badge>
        <Actions machine={machine} onChange={onChange} />
        {lastError !== undefined && <p className="basis-full pl-6 text-xs text-bad">{lastError}</p>}
      </div>
      {open && <MachineDetails id={id} machine={machine} />}
    </li>
  );
}

function Actions({ machine: { id, state, users }, onChange }: MachineProps) {
  const client = useClient();
  const action = useAction(t('machines.changeFailed'));
  const run = (method: 'machines.start' | 'machines.stop' | 'machines.recreate' | 'machines.remove') => () =>
    action.run(async () => {
      await client.request(method, { id });
      await onChange();
    });
  if (state === 'stopped')
    return (
      <>
        <Button size="sm" busy={action.busy} label={t('machines.start')} onClick={run('machines.start')} />
        <ConfirmButton
          trigger={<Button size="sm" look="danger-quiet" busy={action.busy} label={t('machines.remove')} />}
          title={t('machines.remove.question')}
          description={t('machines.remove.text')}
          confirmLabel={t('machines.remove')}
          onConfirm={run('machines.remove')}
        />
      </>
    );
  const stop = <Button size="sm" busy={action.busy} label={t('machines.stop')} />;
  const replace = <Button size="sm" look="quiet" busy={action.busy} label={t('machines.recreate')} />;
  return (
    <>
      <ConfirmButton
        trigger={replace}
        title={t('machines.recreate.question')}
        description={t('machines.ends', { count: users })}
        confirmLabel={t('machines.recreate')}
        onConfirm={run('machines.recreate')}
      />
      <ConfirmButton
        trigger={stop}
        title={t('machines.stop.question')}
        description={t('machines.ends', { count: users })}
        confirmLabel={t('machines.stop')}
        onConfirm={run('machines.stop')}
      />
    </>
  );
}
