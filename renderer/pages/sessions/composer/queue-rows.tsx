// Queued messages: dashed rows above the message box. Each can be edited, removed, or used to steer.
import { ArrowUp, CornerUpRight, Pencil, X } from 'lucide-react';
import { useState } from 'react';
import type { QueuedMessage } from '#contract/sessions/session-view.ts';
import { t } from '#messages/translate.ts';
import { Button, IconButton } from '../../../design/button.tsx';
import type { ChatActions } from '../chat-actions.ts';
import { EditMessage } from '../transcript/edit-message.tsx';

/** Empty while nothing is queued. */
export function QueueRows({
  queue,
  running,
  actions,
}: {
  readonly queue: readonly QueuedMessage[];
  readonly running: boolean;
  readonly actions: ChatActions;
}) {
  if (queue.length === 0) return null;
  return (
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
  );
}

function QueueRow({
  message,
  before,
  running,
  actions,
}: {
  readonly message: QueuedMessage;
  /** The message before it in the queue. */
  readonly before: string | undefined;
  readonly running: boolean;
  readonly actions: ChatActions;
}) {
  const [editing, setEditing] = useState(false);
  if (editing) {
    return (
      <li className="flex justify-end">
        <EditMessage
          text={message.text}
          label={t('composer.queue.editLabel')}
          confirm={t('composer.queue.save')}
          onCancel={() => setEditing(false)}
          onConfirm={(text) => {
            setEditing(false);
            actions.editQueued(message.messageId, text);
          }}
        />
      </li>
    );
  }
  return (
    <li className="flex min-h-8 items-center gap-1 rounded-lg border border-dashed border-line-strong py-0.5 pr-1 pl-3 text-sm text-ink-soft">
      <span className="min-w-0 flex-1 truncate">{message.text}</span>
      <span className="shrink-0 px-1 text-2xs text-ink-faint">
        {message.queue === 'steer' ? t('composer.queue.steering') : t('composer.queue.waiting')}
      </span>
      {running && message.queue !== 'steer' ? (
        <Button
          label={t('composer.queue.steerNow')}
          size="sm"
          look="quiet"
          icon={CornerUpRight}
          title={t('composer.queue.steerHint')}
          onClick={() => actions.steerNow(message.messageId)}
        />
      ) : null}
      {before === undefined ? null : (
        <IconButton
          icon={ArrowUp}
          label={t('composer.queue.moveUp')}
          size="xs"
          onClick={() => actions.moveBefore(message.messageId, before)}
        />
      )}
      <IconButton icon={Pencil} label={t('composer.queue.edit')} size="xs" onClick={() => setEditing(true)} />
      <IconButton
        icon={X}
        label={t('composer.queue.remove')}
        size="xs"
        onClick={() => actions.cancelQueued(message.messageId)}
      />
    </li>
  );
}
