// A divider line: a summary, a model change, a stopped or failed run. Some expand.
import { useState } from 'react';
import type { DividerItem } from '#contract/sessions/session-view.ts';
import { t } from '#messages/translate.ts';
import { Button } from '../../../design/button.tsx';
import { Chevron } from '../../../design/chevron.tsx';
import { cx } from '../../../design/class-names.ts';
import { ErrorNote } from '../../../design/states.tsx';
import { navigate } from '../../../state/route.ts';
import type { ChatActions } from '../chat-actions.ts';
import { Markdown } from '../markdown/markdown.tsx';
import { EditMessage } from './edit-message.tsx';

interface ItemProps {
  readonly item: DividerItem;
  readonly actions: ChatActions;
}

/** Failures show what to do; others are one line. `last`: it is the last item. */
export function DividerRow({ item, last, actions }: ItemProps & { readonly last: boolean }) {
  if (item.what === 'failed') return <Failed item={item} />;
  if (last && item.what === 'interrupted' && !actions.readOnly) return <Interrupted item={item} actions={actions} />;
  return item.more === undefined ? <Line item={item} /> : <CompactionRow item={item} actions={actions} />;
}

function Failed({ item: { text, error } }: Pick<ItemProps, 'item'>) {
  const needsSettings = error !== undefined && /auth|key|provider|model/i.test(error.code);
  const openSettings = () => navigate('/settings/providers');
  return (
    <div className="py-2">
      <ErrorNote
        message={text}
        hint={error?.hint}
        action={needsSettings && <Button label={t('transcript.openSettings')} size="sm" onClick={openSettings} />}
      />
    </div>
  );
}

function Interrupted({ item, actions }: ItemProps) {
  return (
    <div className="my-2 flex items-center gap-3 rounded-lg bg-warn-soft py-1.5 pr-1.5 pl-3 text-sm text-ink">
      <span className="min-w-0 flex-1">{describeDivider(item)}</span>
      <Button label={t('transcript.continue')} size="sm" onClick={actions.continueRun} />
    </div>
  );
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
      <span className={cx('wrap-anywhere', item.what === 'interrupted' && 'text-warn')}>{describeDivider(item)}</span>
      <span className="h-px flex-1 bg-line" />
    </div>
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
        {describeDivider(item)}
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
      {item.undoneSeq === undefined && (
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
