// A container: its state, the buttons that change it, and its resources and log once it is expanded.
import type { MachineState } from '#contract/types/machines.ts';
import { formatAgo, joinFacts } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { Badge } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { ConfirmButton } from '../../design/dialog.tsx';
import { ExpandableRow } from '../../design/expandable-row.tsx';
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
  const now = useNow(MINUTE_MS);
  const facts = joinFacts(
    sessionKey ?? agentId,
    image,
    startedAt === undefined ? undefined : t('machines.started', { time: formatAgo(startedAt, now) }),
    users === 0 ? undefined : t('machines.users', { count: users }),
    restarts === 0 ? undefined : t('machines.restarts', { count: restarts }),
  );
  return (
    <ExpandableRow
      title={workspace}
      facts={facts}
      note={lastError}
      details={() => <MachineDetails machine={machine} />}
    >
      <Badge tone={state === 'running' ? 'ok' : 'neutral'}>{t(`machines.state.${state}`)}</Badge>
      <span className="flex gap-1 max-md:basis-full max-md:justify-end">
        <Actions machine={machine} onChange={onChange} />
      </span>
    </ExpandableRow>
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
