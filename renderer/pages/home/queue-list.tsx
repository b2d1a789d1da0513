// Runs that wait for a slot, in order. They can be moved by buttons, keys, or dragging, and canceled.
import { ArrowDown, ArrowUp, ChevronsUp, GripVertical, X } from 'lucide-react';
import { useState, type DragEvent, type KeyboardEvent } from 'react';
import { useStore } from 'zustand';
import type { QueuedRunRow, RunQueueStatus } from '#contract/types/run-queue.ts';
import { removeHidden } from '#contract/types/hidden-characters.ts';
import { t } from '#messages/translate.ts';
import { Button, IconButton } from '../../design/button.tsx';
import { cx } from '../../design/class-names.ts';
import { Card } from '../../design/page.tsx';
import { attempt } from '../../design/toasts.ts';
import { href, navigate } from '../../state/route.ts';
import { useServices } from '../../state/use-client.ts';

/** The whole queue. */
export function QueueList() {
  const status = useStore(useServices().runQueue.store);
  return (
    <>
      <p className="mb-2 flex flex-wrap items-center gap-x-2 text-xs text-ink-faint">
        {describeLimit(status)}
        <Button
          label={t('runQueue.changeLimit')}
          size="sm"
          look="quiet"
          onClick={() => navigate('/settings/configuration')}
        />
      </p>
      <ul aria-label={t('runQueue.title')} className="flex flex-col gap-1.5">
        {status.runs.map((run, index) => (
          <QueueRow key={run.runId} run={run} isFirst={index === 0} isLast={index === status.runs.length - 1} />
        ))}
      </ul>
    </>
  );
}

function describeLimit({ activeRuns: active, limit, configuredLimit: configured }: RunQueueStatus): string {
  if (limit < configured) return t('runQueue.summaryMemory', { limit, configured });
  return t('runQueue.summary', { active, limit });
}

interface QueueRowProps {
  readonly run: QueuedRunRow;
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

const DRAG_TYPE = 'application/x-gatehouse-run';

function QueueRow({ run, isFirst, isLast }: QueueRowProps) {
  const { runQueue } = useServices();
  const { runId, sessionKey, position, isResuming } = run;
  const title = removeHidden(run.title) || t('runQueue.untitled');
  const drop = useDrop(runId);
  const move = (by: -1 | 1 | 'front') => attempt(t('runQueue.moveFailed'), () => runQueue.move(runId, by));
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    move(event.key === 'ArrowUp' ? -1 : 1);
  };
  return (
    <li
      draggable
      onDragStart={(event) => event.dataTransfer.setData(DRAG_TYPE, runId)}
      onKeyDown={onKeyDown}
      title={t('runQueue.keys')}
      {...drop.handlers}
    >
      <Card className={cx('flex flex-wrap items-center gap-x-2 gap-y-1 px-2 py-1.5', drop.isOver && 'border-accent')}>
        <GripVertical size={14} aria-hidden className="shrink-0 cursor-grab text-ink-faint pointer-coarse:hidden" />
        <button
          type="button"
          className="flex min-w-0 flex-1 basis-48 items-baseline gap-2 rounded-sm text-start"
          onClick={() => navigate(href('sessions', sessionKey))}
        >
          <span className="min-w-0 truncate text-sm font-medium text-ink">{title}</span>
          <span className="tabular shrink-0 text-xs text-ink-faint">
            {t('runQueue.position', { position })}
            {isResuming && ` · ${t('runQueue.resuming')}`}
          </span>
        </button>
        <span className="flex gap-0.5 pointer-coarse:gap-3">
          <IconButton
            icon={ChevronsUp}
            label={t('runQueue.moveFirst')}
            size="xs"
            disabled={isFirst}
            onClick={() => move('front')}
          />
          <IconButton
            icon={ArrowUp}
            label={t('runQueue.moveUp')}
            size="xs"
            disabled={isFirst}
            onClick={() => move(-1)}
          />
          <IconButton
            icon={ArrowDown}
            label={t('runQueue.moveDown')}
            size="xs"
            disabled={isLast}
            onClick={() => move(1)}
          />
          <IconButton
            icon={X}
            label={t('runQueue.cancel')}
            size="xs"
            onClick={() => attempt(t('runQueue.cancelFailed'), () => runQueue.cancel(runId))}
          />
        </span>
      </Card>
    </li>
  );
}

/** A dropped run goes before this one. */
function useDrop(runId: string) {
  const { runQueue } = useServices();
  const [isOver, setOver] = useState(false);
  const accepts = ({ dataTransfer }: DragEvent): boolean => dataTransfer.types.includes(DRAG_TYPE);
  const handlers = {
    onDragOver: (event: DragEvent) => {
      if (!accepts(event)) return;
      event.preventDefault();
      setOver(true);
    },
    onDragLeave: () => setOver(false),
    onDrop: (event: DragEvent) => {
      setOver(false);
      const moved = event.dataTransfer.getData(DRAG_TYPE);
      if (moved === '' || moved === runId) return;
      event.preventDefault();
      attempt(t('runQueue.moveFailed'), () => runQueue.moveBefore(moved, runId));
    },
  };
  return { isOver, handlers };
}
