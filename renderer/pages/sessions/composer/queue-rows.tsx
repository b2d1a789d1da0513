// Messages that wait for their turn: dashed rows above the field. Each can be changed, taken back, or used now.
import { ArrowUp, CornerUpRight, Pencil, X } from 'lucide-react';
import { useState } from 'react';
import type { QueuedMessage } from '#contract/sessions/session-view.ts';
import { Button, IconButton } from '../../../design/button.tsx';
import type { ChatActions } from '../chat-actions.ts';
import { EditMessage } from '../transcript/edit-message.tsx';

/** Nothing while nothing waits. */
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
    <ul aria-label="Messages that wait" className="mb-1.5 flex max-h-48 flex-col gap-1 overflow-y-auto">
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
  /** The one that is used before it. */
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
          label="Change the waiting message"
          confirm="Keep"
          onCancel={() => setEditing(false)}
          onConfirm={(text) => {
            setEditing(false);
            void actions.editQueued(message.messageId, text);
          }}
        />
      </li>
    );
  }
  return (
    <li className="flex min-h-8 items-center gap-1 rounded-lg border border-dashed border-line-strong py-0.5 pr-1 pl-3 text-sm text-ink-soft">
      <span className="min-w-0 flex-1 truncate">{message.text}</span>
      <span className="shrink-0 px-1 text-2xs text-ink-faint">
        {message.queue === 'steer' ? 'steers at the next step' : 'waits'}
      </span>
      {running && message.queue !== 'steer' ? (
        <Button
          size="sm"
          look="quiet"
          icon={<CornerUpRight size={13} aria-hidden />}
          title="Hands it to the running answer at its next step. Nothing is stopped or lost."
          onClick={() => void actions.steerNow(message.messageId)}
        >
          Steer now
        </Button>
      ) : null}
      {before === undefined ? null : (
        <IconButton label="Move up" size="xs" onClick={() => void actions.moveBefore(message.messageId, before)}>
          <ArrowUp size={13} aria-hidden />
        </IconButton>
      )}
      <IconButton label="Change" size="xs" onClick={() => setEditing(true)}>
        <Pencil size={13} aria-hidden />
      </IconButton>
      <IconButton label="Take back" size="xs" onClick={() => void actions.withdraw(message.messageId)}>
        <X size={14} aria-hidden />
      </IconButton>
    </li>
  );
}
