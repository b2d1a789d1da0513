// User messages: a tinted card on the right with actions on hover; and messages being sent.
import { CircleAlert, CornerUpRight, GitFork, Pencil, RotateCw, Undo2 } from 'lucide-react';
import { useState } from 'react';
import type { ImageBlock } from '#contract/types/content.ts';
import type { UserItem } from '#contract/sessions/session-view.ts';
import type { BranchPoint } from '#contract/types/session-history.ts';
import { formatTime } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { Button, IconButton } from '../../../design/button.tsx';
import { cx } from '../../../design/class-names.ts';
import { Spinner } from '../../../design/states.tsx';
import type { OutgoingMessage } from '../../../state/outbox.ts';
import { isTruncated } from '../../../state/session-feed.ts';
import { navigate } from '../../../state/route.ts';
import type { ChatActions } from '../chat-actions.ts';
import { CopyButton } from '../../../design/copy-button.tsx';
import { RewindDialog } from './rewind-dialog.tsx';
import { BranchPager } from './branch-pager.tsx';
import { ShowWhole } from './show-whole.tsx';
import { EditMessage } from './edit-message.tsx';

interface UserRowProps {
  readonly item: UserItem;
  readonly actions: ChatActions;
  readonly point: BranchPoint | undefined;
}

/** A message that the gateway has accepted. */
export function UserRow({ item, actions, point }: UserRowProps) {
  const [editing, setEditing] = useState(false);
  // Only a complete text can be resent.
  const truncated = isTruncated(item.text);
  if (editing) {
    return (
      <div className="flex justify-end py-3">
        <EditMessage
          text={item.text}
          label={t('transcript.editLabel')}
          confirm={t('transcript.resend')}
          onCancel={() => setEditing(false)}
          onConfirm={(text) => {
            setEditing(false);
            actions.resend(item.id, text);
          }}
        />
      </div>
    );
  }
  return (
    <div className="group/user flex flex-col items-end pt-4">
      <Bubble text={item.text} images={item.images} heading={item.sender} />
      {truncated ? <ShowWhole onShow={() => actions.showWhole(item.id)} /> : null}
      <div className="mt-0.5 flex h-6.5 items-center gap-0.5">
        <RowTools item={item} actions={actions} truncated={truncated} onEdit={() => setEditing(true)} />
        {point === undefined || point.after ? null : <BranchPager point={point} actions={actions} />}
      </div>
    </div>
  );
}

interface RowToolsProps {
  readonly item: UserItem;
  readonly actions: ChatActions;
  readonly truncated: boolean;
  readonly onEdit: () => void;
}

/** Hidden until hovered or focused. */
function RowTools({ item, actions, truncated, onEdit }: RowToolsProps) {
  return (
    <div className="flex items-center gap-0.5 opacity-0 transition-opacity group-focus-within/user:opacity-100 group-hover/user:opacity-100 max-md:opacity-100">
      {item.steered ? (
        <span className="mr-1 flex items-center gap-1 text-2xs text-ink-faint">
          <CornerUpRight size={12} aria-hidden /> {t('transcript.steered')}
        </span>
      ) : null}
      <time dateTime={new Date(item.ts).toISOString()} className="mr-1 text-2xs text-ink-faint">
        {formatTime(item.ts)}
      </time>
      <CopyButton plain label={t('transcript.copy')} size="xs" text={item.text} />
      <IconButton
        icon={GitFork}
        plain
        label={t('transcript.forkBefore')}
        size="xs"
        onClick={() => actions.fork(item.id)}
      />
      {item.steered || actions.readOnly ? null : <RewindButton onRewind={() => actions.rewind(item.id)} />}
      {item.steered || truncated || actions.readOnly ? null : (
        <>
          <IconButton icon={Pencil} plain label={t('transcript.editAndResend')} size="xs" onClick={onEdit} />
          <IconButton
            icon={RotateCw}
            plain
            label={t('transcript.resend')}
            size="xs"
            onClick={() => actions.resend(item.id, item.text)}
          />
        </>
      )}
    </div>
  );
}

function RewindButton({ onRewind }: { readonly onRewind: () => void }) {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <IconButton icon={Undo2} plain label={t('transcript.rewind')} size="xs" onClick={() => setAsking(true)} />
      {asking && <RewindDialog onRewind={onRewind} onClose={() => setAsking(false)} />}
    </>
  );
}

/** A message that is being sent or was rejected. */
export function OutgoingRow({
  message,
  actions,
}: {
  readonly message: OutgoingMessage;
  readonly actions: ChatActions;
}) {
  const failed = message.status === 'failed';
  return (
    <div className="flex flex-col items-end py-3">
      <Bubble text={message.text} images={message.images} faded={!failed} failed={failed} />
      <div role="status" className="mt-0.5 flex min-h-6.5 items-center gap-1.5 text-2xs text-ink-faint">
        {failed ? (
          <>
            <CircleAlert size={12} aria-hidden className="text-bad" />
            <span className="text-bad">{message.error?.message ?? t('transcript.unconfirmed')}</span>
            {needsModel(message) ? (
              <Button size="sm" look="quiet" onClick={() => navigate('/settings/providers')}>
                {t('transcript.setUpModel')}
              </Button>
            ) : null}
            <Button size="sm" look="quiet" onClick={() => actions.retrySend(message.runId)}>
              {t('transcript.retry')}
            </Button>
            <Button size="sm" look="quiet" onClick={() => actions.discardSend(message.runId, message.text)}>
              {t('transcript.backToDraft')}
            </Button>
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

function needsModel({ error }: OutgoingMessage): boolean {
  return /MODEL|PROVIDER/.test(String(error?.details['code'] ?? ''));
}

interface BubbleProps {
  readonly text: string;
  readonly images: readonly ImageBlock[];
  readonly heading?: string | undefined;
  readonly faded?: boolean;
  readonly failed?: boolean;
}

function Bubble({ text, images, heading, faded = false, failed = false }: BubbleProps) {
  return (
    <div
      className={cx(
        'max-w-[85%] rounded-xl rounded-br-sm bg-bubble px-3.5 py-2 text-read text-ink',
        faded && 'opacity-70',
        failed && 'ring-1 ring-bad',
      )}
    >
      <h2 className="sr-only">{heading ?? t('transcript.you')}</h2>
      {images.length === 0 ? null : (
        <div className="flex flex-wrap gap-2 py-1">
          {images.map((image, index) => (
            <img
              key={index}
              src={`data:${image.mimeType};base64,${image.data}`}
              alt={t('transcript.attachedImage', { number: index + 1 })}
              className="h-32 max-w-full rounded-md object-cover"
            />
          ))}
        </div>
      )}
      <p className="wrap-anywhere whitespace-pre-wrap">{text}</p>
    </div>
  );
}
