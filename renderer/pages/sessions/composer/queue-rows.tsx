// Queued messages: dashed rows above the message box. Each can be moved, edited, removed, or used to steer; held ones can be sent.
import { ArrowUp, CornerUpRight, GripVertical, Pencil, SendHorizontal, X, type LucideIcon } from 'lucide-react';
import { useRef, useState } from 'react';
import type { QueuedMessage } from '#contract/sessions/session-view.ts';
import { t } from '#messages/translate.ts';
import { Button, IconButton } from '../../../design/button.tsx';
import { cx } from '../../../design/class-names.ts';
import { useReorder } from '../../../design/use-reorder.ts';
import type { ChatActions } from '../chat-actions.ts';
import { EditMessage } from '../transcript/edit-message.tsx';

interface QueueRowsProps {
  readonly queue: readonly QueuedMessage[];
  readonly running: boolean;
  readonly actions: ChatActions;
}

/** Rendered while something is queued. */
export function QueueRows({ queue, running, actions }: QueueRowsProps) {
  const list = useRef<HTMLUListElement>(null);
  const [moved, setMoved] = useState('');
  const ids = queue.map(({ messageId }) => messageId);
  const move = (id: string, before: string | undefined): void => {
    const others = ids.filter((other) => other !== id);
    const position = (before === undefined ? others.length : others.indexOf(before)) + 1;
    setMoved(t('composer.queue.moved', { position, count: ids.length }));
    actions.moveBefore(id, before);
  };
  const reorder = useReorder({ ids, list, onMove: move });
  const held = queue.filter((message) => message.held === true);
  return (
    <>
      {held.length > 0 && <HeldBar held={held} actions={actions} />}
      <p role="status" className="sr-only">
        {moved}
      </p>
      <ul
        ref={list}
        aria-label={t('composer.queue.label')}
        className="mb-1.5 flex max-h-48 flex-col gap-1 overflow-y-auto"
      >
        {queue.map((message, index) => (
          <QueueRow
            key={message.messageId}
            message={message}
            before={ids[index - 1]}
            canMove={queue.length > 1}
            reorder={reorder}
            onMove={move}
            running={running}
            actions={actions}
          />
        ))}
      </ul>
    </>
  );
}

interface HeldBarProps extends Pick<QueueRowsProps, 'actions'> {
  readonly held: readonly QueuedMessage[];
}

/** What became of the messages that were waiting for a run that the user stopped. */
function HeldBar({ held, actions }: HeldBarProps) {
  return (
    <div className="mb-1 flex flex-wrap items-center gap-1 ps-3 text-xs text-ink-soft pointer-coarse:gap-3">
      <span role="status" className="min-w-40 flex-1">
        {t('composer.queue.held')}
      </span>
      <Button
        label={t('composer.queue.sendAll')}
        size="sm"
        icon={SendHorizontal}
        onClick={() => actions.sendHeld(held.map(({ messageId }) => messageId))}
      />
      <Button
        label={t('composer.queue.discardAll')}
        size="sm"
        look="danger-quiet"
        onClick={() => actions.discardHeld(held)}
      />
    </div>
  );
}

interface QueueRowProps extends Omit<QueueRowsProps, 'queue'> {
  readonly message: QueuedMessage;
  /** The message before it in the queue. */
  readonly before: string | undefined;
  readonly canMove: boolean;
  readonly reorder: ReturnType<typeof useReorder>;
  readonly onMove: (id: string, before: string | undefined) => void;
}

const LINES = { above: 'shadow-[0_-2px_0_var(--accent)]', below: 'shadow-[0_2px_0_var(--accent)]' } as const;

function QueueRow({ message, before, canMove, reorder, onMove, running, actions }: QueueRowProps) {
  const { messageId: id, text, queue, held = false } = message;
  const [editing, setEditing] = useState(false);
  if (editing) {
    return (
      <li className="flex justify-end">
        <EditMessage
          text={text}
          label={t('composer.queue.editLabel')}
          confirm={t('controls.save')}
          onConfirm={(text) => actions.editQueued(id, text)}
          onClose={() => setEditing(false)}
        />
      </li>
    );
  }
  const button = (icon: LucideIcon, label: string, onClick: () => void) => (
    <IconButton icon={icon} label={label} size="xs" onClick={onClick} />
  );
  const { isDragged, line, style } = reorder.look(id);
  return (
    <li
      style={style}
      className={cx(
        'flex min-h-8 items-center gap-1 rounded-lg border border-dashed border-line-strong py-0.5 pe-1 ps-1.5 text-sm text-ink-soft pointer-coarse:flex-wrap pointer-coarse:justify-end pointer-coarse:gap-3',
        isDragged && 'relative z-10 bg-raised shadow-mid',
        line !== undefined && LINES[line],
      )}
    >
      <span className="flex min-w-0 flex-1 items-center gap-1 pointer-coarse:basis-full">
        {canMove ? <Handle {...reorder.handle(id)} /> : <span className="w-1.5" />}
        <span className="min-w-0 truncate">{text}</span>
      </span>
      <span className="shrink-0 px-1 text-2xs text-ink-faint">
        {held ? '' : queue === 'steer' ? t('composer.queue.steering') : t('composer.queue.waiting')}
      </span>
      {held && !running && (
        <Button
          label={t('composer.queue.sendNow')}
          size="sm"
          look="quiet"
          icon={SendHorizontal}
          onClick={() => actions.steerNow(id)}
        />
      )}
      {running && (held || queue !== 'steer') && (
        <Button
          label={t('composer.queue.steerNow')}
          size="sm"
          look="quiet"
          icon={CornerUpRight}
          title={t('composer.queue.steerHint')}
          onClick={() => actions.steerNow(id)}
        />
      )}
      {before !== undefined && button(ArrowUp, t('composer.queue.moveUp'), () => onMove(id, before))}
      {button(Pencil, t('controls.edit'), () => setEditing(true))}
      {button(X, t('controls.remove'), () => actions.cancelQueued(id))}
    </li>
  );
}

/** For a mouse, a pen, or a finger; with the keyboard, the row has a button. */
function Handle(handlers: ReturnType<ReturnType<typeof useReorder>['handle']>) {
  return (
    <span
      aria-hidden
      data-handle
      title={t('composer.queue.drag')}
      className="flex size-6 shrink-0 cursor-grab touch-none items-center justify-center text-ink-faint hover:text-ink active:cursor-grabbing pointer-coarse:size-11"
      {...handlers}
    >
      <GripVertical size={14} />
    </span>
  );
}
