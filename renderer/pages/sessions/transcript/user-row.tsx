// User messages: a tinted card on the right with actions on hover; and messages being sent.
import { CircleAlert, Clock, CornerUpRight, GitFork, ImageOff, Pencil, Quote, RotateCw, Undo2 } from 'lucide-react';
import { useState } from 'react';
import type { UserItem } from '#contract/sessions/session-view.ts';
import type { AttachedFile, ImageBlock } from '#contract/types/content.ts';
import type { BranchPoint } from '#contract/types/session-history.ts';
import { formatTime } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { Button } from '../../../design/button.tsx';
import { cx } from '../../../design/class-names.ts';
import { FileChip } from '../../../design/file-chip.tsx';
import { CopyButton } from '../../../design/copy-button.tsx';
import { Spinner } from '../../../design/states.tsx';
import type { OutgoingMessage } from '../../../state/outbox.ts';
import { isOwnClient } from '../../../state/own-client.ts';
import { navigate } from '../../../state/route.ts';
import { isTruncated } from '../../../state/session-feed.ts';
import { RewindWithFilesDialog } from '../../changes/rewind-dialog.tsx';
import type { ChatActions } from '../chat-actions.ts';
import { BranchPager } from './branches.tsx';
import { EditMessage } from './edit-message.tsx';
import { RewindDialog } from './rewind-dialog.tsx';
import { RowButton, ShowWhole } from './row-buttons.tsx';

interface UserRowProps {
  readonly item: UserItem;
  readonly actions: ChatActions;
  readonly point: BranchPoint | undefined;
}

/** A message that the gateway has accepted. */
export function UserRow({ item, actions, point }: UserRowProps) {
  const [editing, setEditing] = useState(false);
  if (editing) {
    return (
      <div className="flex justify-end py-3">
        <EditMessage
          text={item.text}
          label={t('transcript.editLabel')}
          confirm={t('transcript.resend')}
          onConfirm={(text) => actions.resend(item.id, text)}
          onClose={() => setEditing(false)}
        />
      </div>
    );
  }
  return (
    <div data-block className="group/user flex flex-col items-end pt-4">
      <Bubble
        text={item.text}
        images={item.images}
        files={item.files}
        heading={isOwnClient(item.sender) ? undefined : item.sender}
      />
      {isTruncated(item.text) && <ShowWhole onShow={() => actions.showWhole(item.id)} />}
      <div className="mt-0.5 flex min-h-6.5 flex-wrap items-center justify-end gap-0.5">
        <RowTools item={item} actions={actions} onEdit={() => setEditing(true)} />
        {point !== undefined && !point.after && <BranchPager point={point} actions={actions} />}
      </div>
    </div>
  );
}

interface RowToolsProps extends Omit<UserRowProps, 'point'> {
  readonly onEdit: () => void;
}

/** Hidden until hovered or focused. */
function RowTools({ item: { id, text, ts, steered }, actions, onEdit }: RowToolsProps) {
  const [rewinding, setRewinding] = useState(false);
  const canRewind = !steered && !actions.readOnly;
  return (
    <div
      data-block-tools
      className="flex items-center gap-0.5 opacity-0 transition-opacity group-focus-within/user:opacity-100 group-hover/user:opacity-100 max-md:opacity-100"
    >
      {steered && (
        <span className="me-1 flex items-center gap-1 text-2xs text-ink-faint">
          <CornerUpRight size={12} aria-hidden /> {t('transcript.steered')}
        </span>
      )}
      <time dateTime={new Date(ts).toISOString()} className="me-1 text-2xs text-ink-faint">
        {formatTime(ts)}
      </time>
      <CopyButton plain label={t('transcript.copy')} size="xs" text={text} />
      {!actions.readOnly && (
        <RowButton icon={Quote} label={t('transcript.quote')} onClick={() => actions.quote(text)} />
      )}
      {actions.can('sessions.fork') && (
        <RowButton icon={GitFork} label={t('transcript.forkBefore')} onClick={() => actions.fork(id)} />
      )}
      {canRewind && actions.can('sessions.rewind') && (
        <RowButton icon={Undo2} label={t('transcript.rewind')} onClick={() => setRewinding(true)} />
      )}
      {rewinding && actions.can('changes.rewind') && (
        <RewindWithFilesDialog
          sessionKey={actions.sessionKey}
          messageId={id}
          onRewind={() => actions.rewind(id)}
          cancelToDraft={actions.cancelToDraft}
          onClose={() => setRewinding(false)}
        />
      )}
      {rewinding && !actions.can('changes.rewind') && (
        <RewindDialog onRewind={() => actions.rewind(id)} onClose={() => setRewinding(false)} />
      )}
      {/* Only a complete text can be resent. */}
      {canRewind && !isTruncated(text) && actions.can('chat.resend') && (
        <>
          <RowButton icon={Pencil} label={t('transcript.editAndResend')} onClick={onEdit} />
          <RowButton icon={RotateCw} label={t('transcript.resend')} onClick={() => actions.resend(id, text)} />
        </>
      )}
    </div>
  );
}

interface OutgoingRowProps {
  readonly message: OutgoingMessage;
  readonly actions: ChatActions;
}

/** A message that waits for the connection, is being sent, or was rejected. */
export function OutgoingRow({ message, actions }: OutgoingRowProps) {
  const { runId, text, images, files, error } = message;
  const failed = message.status === 'failed';
  const needsModel = /MODEL|PROVIDER/.test(String(error?.details['code'] ?? ''));
  const canSendAnyway = error?.details['canSendAnyway'] === true;
  const button = (label: string, onClick: () => void) => (
    <Button label={label} size="sm" look="quiet" onClick={onClick} />
  );
  return (
    <div className="flex flex-col items-end py-3">
      <Bubble text={text} images={images} files={files} className={failed ? 'ring-1 ring-bad' : 'opacity-70'} />
      <div role="status" className="mt-0.5 flex min-h-6.5 items-center gap-1.5 text-2xs text-ink-faint">
        {failed ? (
          <>
            <CircleAlert size={12} aria-hidden className="text-bad" />
            <span className="text-bad">{error?.message ?? t('transcript.unconfirmed')}</span>
            {needsModel && button(t('transcript.setUpModel'), () => navigate('/settings/providers'))}
            {canSendAnyway &&
              button(t('transcript.sendAnyway'), () => actions.retrySend(runId, { allowSecrets: true }))}
            {button(t('controls.retry'), () => actions.retrySend(runId))}
            {button(t('transcript.backToDraft'), () => actions.discardSend(message))}
          </>
        ) : message.status === 'waiting' ? (
          <>
            <Clock size={12} aria-hidden />
            {t('transcript.waiting')}
            {button(t('transcript.backToDraft'), () => actions.discardSend(message))}
          </>
        ) : (
          <>
            <Spinner size={11} /> {t('transcript.sending')}
          </>
        )}
      </div>
    </div>
  );
}

interface BubbleProps {
  readonly text: string;
  readonly images: readonly ImageBlock[];
  readonly files?: readonly AttachedFile[] | undefined;
  readonly heading?: string | undefined;
  readonly className?: string;
}

function Bubble({ text, images, files = [], heading = t('transcript.you'), className }: BubbleProps) {
  return (
    <div className={cx('max-w-[85%] rounded-xl rounded-ee-sm bg-bubble px-3.5 py-2 text-read text-ink', className)}>
      <h2 className="sr-only">{heading}</h2>
      {images.length > 0 && (
        <div className="flex flex-wrap gap-2 py-1">
          {images.map((image, index) =>
            image.data === '' ? (
              <p key={index} className="flex items-center gap-1.5 text-xs text-ink-soft">
                <ImageOff size={14} aria-hidden /> {t('transcript.imageLost', { number: index + 1 })}
              </p>
            ) : (
              <img
                key={index}
                src={`data:${image.mimeType};base64,${image.data}`}
                alt={t('transcript.attachedImage', { number: index + 1 })}
                className="h-32 max-w-full rounded-md object-cover"
              />
            ),
          )}
        </div>
      )}
      {files.length > 0 && (
        <ul className="flex flex-wrap gap-2 py-1">
          {files.map(({ name, bytes }, index) => (
            <li key={index} className="max-w-full">
              <FileChip name={name} bytes={bytes} />
            </li>
          ))}
        </ul>
      )}
      <p dir="auto" className="wrap-anywhere whitespace-pre-wrap [unicode-bidi:plaintext]">
        {text}
      </p>
    </div>
  );
}
