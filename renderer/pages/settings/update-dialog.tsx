// Asks when to install a downloaded update: names what a restart would stop, and shows the release notes.
import { useStore } from 'zustand';
import type { InstallTime, UpdateState } from '#contract/types/updates.ts';
import { t } from '#messages/translate.ts';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { attempt } from '../../design/toasts.ts';
import { sessionTitle } from '../../state/session-list.ts';
import { useClient, useServices } from '../../state/use-client.ts';

const MAX_NAMED = 5;

interface UpdateDialogProps {
  readonly state: UpdateState;
  readonly open: boolean;
  readonly onClose: () => void;
}

/** The dialog. `Later` leaves it as it is: the update is installed when the app is quit. */
export function UpdateDialog({ state, open, onClose }: UpdateDialogProps) {
  const client = useClient();
  const rows = useStore(useServices().sessions.store, (sessions) => sessions.rows);
  const running = rows.filter(({ hasActiveRun }) => hasActiveRun === true);
  const install = (when: InstallTime): void => {
    onClose();
    attempt(t('updates.installFailed'), () => client.request('updates.install', { when }));
  };
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t('updates.dialog.title', { version: state.version ?? '' })}
      description={
        running.length === 0 ? t('updates.dialog.idle') : t('updates.dialog.running', { count: running.length })
      }
      footer={
        <>
          <Button label={t('updates.dialog.later')} onClick={() => install('quit')} />
          {running.length > 0 && <Button label={t('updates.dialog.whenIdle')} onClick={() => install('idle')} />}
          <Button
            label={t('updates.dialog.now')}
            look={running.length > 0 ? 'danger' : 'primary'}
            onClick={() => install('now')}
          />
        </>
      }
    >
      {running.length > 0 && (
        <ul className="mb-3 list-disc ps-5 text-sm text-ink">
          {running.slice(0, MAX_NAMED).map((row) => (
            <li key={row.key}>{sessionTitle(row)}</li>
          ))}
          {running.length > MAX_NAMED && <li>{t('updates.dialog.more', { count: running.length - MAX_NAMED })}</li>}
        </ul>
      )}
      {state.notes !== undefined && (
        <>
          <h3 className="text-sm font-medium text-ink">{t('updates.dialog.notes')}</h3>
          <p className="mt-1 text-sm wrap-anywhere whitespace-pre-wrap text-ink-soft">{state.notes}</p>
        </>
      )}
    </Dialog>
  );
}
