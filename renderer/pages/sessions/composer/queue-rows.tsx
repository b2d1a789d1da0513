// Queued messages: dashed rows above the message box. Each can be edited, removed, or used to steer; held ones can be sent.
import { ArrowUp, CornerUpRight, Pencil, SendHorizontal, X, type LucideIcon } from 'lucide-react';
import { useState } from 'react';
import type { QueuedMessage } from '#contract/sessions/session-view.ts';
import { t } from '#messages/translate.ts';
import { Button, IconButton } from '../../../design/button.tsx';
import type { ChatActions } from '../chat-actions.ts';
import { EditMessage } from '../transcript/edit-message.tsx';

interface QueueRowsProps {
  readonly queue: readonly QueuedMessage[];
  readonly running: boolean;
  readonly actions: ChatActions;
}

/** Empty while nothing is queued. */
export function QueueRows({ queue, running, actions }: QueueRowsProps) {
  if (queue.length === 0) return null;
  const held = queue.filter((message) => message.held === true);
  return (
    <>
      {held.length > 0 && <HeldBar held={held} actions={actions} />}
      <ul aria-label={t('composer.queue.label')} className="mb-1.5 flex max-h-48 flex-col gap-1 overflow-y-auto">
        {queue.map((message, index) => (
          <QueueRow
            key={message.messageId}
            message={message}
            before={queue[index - 1]?.messageId}
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
}

function QueueRow({ message, before, running, actions }: QueueRowProps) {
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
  return (
    <li className="flex min-h-8 items-center gap-1 rounded-lg border border-dashed border-line-strong py-0.5 pe-1 ps-3 text-sm text-ink-soft pointer-coarse:flex-wrap pointer-coarse:justify-end pointer-coarse:gap-3">
      <span className="min-w-0 flex-1 truncate pointer-coarse:basis-full">{text}</span>
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
      {before !== undefined && button(ArrowUp, t('composer.queue.moveUp'), () => actions.moveBefore(id, before))}
      {button(Pencil, t('controls.edit'), () => setEditing(true))}
      {button(X, t('controls.remove'), () => actions.cancelQueued(id))}
    </li>
  );
}
