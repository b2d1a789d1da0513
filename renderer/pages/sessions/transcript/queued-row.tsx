// The last row of a session whose run waits for a slot: its position, why it waits, and what the user can do.
import { Hourglass } from 'lucide-react';
import { useStore } from 'zustand';
import { t } from '#messages/translate.ts';
import { Button } from '../../../design/button.tsx';
import { attempt } from '../../../design/toasts.ts';
import { useServices } from '../../../state/use-client.ts';

/** The position of the run with this ID. */
export function QueuedRow({ runId }: { readonly runId: string }) {
  const { runQueue } = useServices();
  const active = useStore(runQueue.store, ({ activeRuns }) => activeRuns);
  const run = useStore(runQueue.store, ({ runs }) => runs.find((candidate) => candidate.runId === runId));
  const text =
    run === undefined
      ? t('runQueue.waitingAny')
      : t('runQueue.waiting', {
          position: t('runQueue.position', { position: run.position }),
          reason: run.reason === 'limit' ? t('runQueue.reason.limit', { active }) : t(`runQueue.reason.${run.reason}`),
        });
  return (
    <div className="flex min-h-9 flex-wrap items-center gap-x-2 gap-y-1 text-xs text-ink-faint pointer-coarse:gap-3">
      <Hourglass size={13} aria-hidden className="shrink-0 text-accent-ink" />
      <span role="status" className="min-w-0">
        {text}
      </span>
      {run !== undefined && run.position > 1 && (
        <Button
          label={t('runQueue.moveFirst')}
          size="sm"
          look="quiet"
          onClick={() => attempt(t('runQueue.moveFailed'), () => runQueue.move(runId, 'front'))}
        />
      )}
      {run !== undefined && (
        <Button
          label={t('runQueue.cancel')}
          size="sm"
          look="quiet"
          onClick={() => attempt(t('runQueue.cancelFailed'), () => runQueue.cancel(runId))}
        />
      )}
    </div>
  );
}
