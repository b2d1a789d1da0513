// A divider line: a summary, a model change, a stopped or failed run. Some expand.
import { useState } from 'react';
import type { DividerItem, UserItem } from '#contract/sessions/session-view.ts';
import { formatTimeOrDay } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { Button } from '../../../design/button.tsx';
import { Chevron } from '../../../design/chevron.tsx';
import { cx } from '../../../design/class-names.ts';
import { useNow } from '../../../design/use-now.ts';
import { href, navigate } from '../../../state/route.ts';
import { useSessionRow } from '../../../state/use-client.ts';
import type { ChatActions } from '../chat-actions.ts';
import { earlierStore } from '../sidebar/earlier-dialog.tsx';
import { Markdown } from '../markdown/markdown.tsx';
import { EditMessage } from './edit-message.tsx';
import { FailedRun, StoppedRun } from './ended-run.tsx';

interface ItemProps {
  readonly item: DividerItem;
  readonly actions: ChatActions;
}

interface DividerRowProps extends ItemProps {
  /** It is the last item, and nothing runs. */
  readonly last: boolean;
  /** The message of the run that ended here, if it can be sent again. */
  readonly asked: UserItem | undefined;
}

/** The end of a run that wasn't completed offers what to do; others are one line. */
export function DividerRow({ item, last, asked, actions }: DividerRowProps) {
  const offers = last && !actions.readOnly;
  if (item.what === 'failed')
    return <FailedRun item={item} asked={offers ? asked : undefined} last={offers} actions={actions} />;
  if (offers && (item.what === 'interrupted' || item.what === 'aborted'))
    return (
      <StoppedRun
        text={describeDivider(item)}
        asked={asked}
        isWarning={item.what === 'interrupted'}
        actions={actions}
      />
    );
  if (item.what === 'reset') return <ResetLine item={item} actions={actions} />;
  if (item.what === 'forked') return <ForkedLine item={item} actions={actions} />;
  return item.more === undefined ? <Line item={item} /> : <CompactionRow item={item} actions={actions} />;
}

function Line({ item }: Pick<ItemProps, 'item'>) {
  if (item.what === 'note') {
    return (
      <div className="my-2 rounded-lg border border-line bg-sunken px-3.5 py-2.5">
        <Markdown text={item.text} live={false} />
      </div>
    );
  }
  return (
    <div className="flex items-center gap-3 py-3 text-2xs text-ink-faint">
      <span className="h-px flex-1 bg-line" />
      <span className={cx('wrap-anywhere', item.what === 'interrupted' && 'text-warn')}>
        {describeDivider(item)} <DividerTime item={item} />
      </span>
      <span className="h-px flex-1 bg-line" />
    </div>
  );
}

/** Opens the conversations that were closed. */
function ResetLine({ item, actions }: ItemProps) {
  return (
    <>
      <Line item={item} />
      <div className="-mt-2 pb-2 text-center">
        <Button
          label={t('sessions.earlier')}
          size="sm"
          look="quiet"
          onClick={() => earlierStore.setState({ key: actions.sessionKey })}
        />
      </div>
    </>
  );
}

/** Links back to the original, if it still exists. */
function ForkedLine({ item, actions }: ItemProps) {
  const parent = useSessionRow(useSessionRow(actions.sessionKey)?.parentSessionKey);
  return (
    <>
      <Line item={item} />
      {parent !== undefined && (
        <div className="-mt-2 pb-2 text-center">
          <Button
            label={t('transcript.openOriginal')}
            size="sm"
            look="quiet"
            onClick={() => navigate(href('sessions', parent.key))}
          />
        </div>
      )}
    </>
  );
}

/** A summary that replaced earlier messages: one line while collapsed. It can be edited and undone. */
function CompactionRow({ item, actions }: ItemProps) {
  const [open, setOpen] = useState(false);
  return (
    <div className="py-3">
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="flex w-full items-center gap-3 rounded-sm text-2xs text-ink-faint hover:text-ink"
      >
        <span className="h-px flex-1 bg-line" />
        <span>
          {describeDivider(item)} <DividerTime item={item} />
        </span>
        <Chevron open={open} size={12} />
        <span className="h-px flex-1 bg-line" />
      </button>
      {open && <Summary item={item} actions={actions} />}
    </div>
  );
}

function Summary({ item, actions }: ItemProps) {
  const [editing, setEditing] = useState(false);
  const text = item.more ?? '';
  if (editing) {
    return (
      <div className="mt-2 flex justify-end">
        <EditMessage
          text={text}
          label={t('transcript.summary.editLabel')}
          confirm={t('controls.save')}
          onConfirm={(summary) => actions.editSummary(item.seq, summary)}
          onClose={() => setEditing(false)}
        />
      </div>
    );
  }
  return (
    <div className="mt-2 rounded-lg border border-line bg-sunken px-3.5 py-2.5">
      <Markdown text={text} live={false} />
      {item.undoneSeq === undefined && actions.can('sessions.compaction.undo') && (
        <div className="mt-2 flex flex-wrap justify-end gap-2">
          <Button label={t('controls.edit')} size="sm" look="quiet" onClick={() => setEditing(true)} />
          <Button size="sm" title={t('transcript.summary.undoHint')} onClick={() => actions.undoCompaction(item.seq)}>
            {t('transcript.summary.undo')}
          </Button>
        </div>
      )}
    </div>
  );
}

/** When it happened. */
function DividerTime({ item: { ts } }: Pick<ItemProps, 'item'>) {
  const now = useNow(60_000);
  return (
    <time dateTime={new Date(ts).toISOString()} className="tabular">
      · {formatTimeOrDay(ts, now)}
    </time>
  );
}

/** What happened at this point. Other texts, such as an error, come from the gateway and are shown as they are. */
function describeDivider({ what, text, undoneSeq }: DividerItem): string {
  switch (what) {
    case 'compacted':
      return undoneSeq === undefined ? t('transcript.summary.replaced') : t('transcript.summary.undone');
    case 'aborted':
      return t('transcript.divider.stopped');
    case 'interrupted':
      return t('transcript.divider.interrupted');
    default:
      return text;
  }
}
