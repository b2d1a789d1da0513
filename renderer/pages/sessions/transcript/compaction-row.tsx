// A summary that replaced earlier messages. It can be opened, edited and undone.
import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import type { DividerItem } from '#contract/sessions/session-view.ts';
import { t } from '#messages/translate.ts';
import { Button } from '../../../design/button.tsx';
import { cx } from '../../../design/class-names.ts';
import type { ChatActions } from '../chat-actions.ts';
import { Markdown } from '../markdown/markdown.tsx';
import { describeDivider } from './divider-text.ts';
import { EditMessage } from './edit-message.tsx';

interface CompactionRowProps {
  readonly item: DividerItem;
  readonly actions: ChatActions;
}

/** One line while collapsed. */
export function CompactionRow({ item, actions }: CompactionRowProps) {
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
        <ChevronRight size={12} aria-hidden className={cx('transition-transform', open && 'rotate-90')} />
        <span className="h-px flex-1 bg-line" />
      </button>
      {open ? <Summary item={item} actions={actions} /> : null}
    </div>
  );
}

function Summary({ item, actions }: CompactionRowProps) {
  const [editing, setEditing] = useState(false);
  const text = item.more ?? '';
  if (editing) {
    return (
      <div className="mt-2 flex justify-end">
        <EditMessage
          text={text}
          label={t('transcript.summary.editLabel')}
          confirm={t('transcript.summary.save')}
          onCancel={() => setEditing(false)}
          onConfirm={(summary) => {
            setEditing(false);
            actions.editSummary(item.seq, summary);
          }}
        />
      </div>
    );
  }
  return (
    <div className="mt-2 rounded-lg border border-line bg-sunken px-3.5 py-2.5">
      <Markdown text={text} live={false} />
      {item.undoneSeq === undefined ? (
        <div className="mt-2 flex flex-wrap justify-end gap-2">
          <Button label={t('transcript.summary.edit')} size="sm" look="quiet" onClick={() => setEditing(true)} />
          <Button size="sm" title={t('transcript.summary.undoHint')} onClick={() => actions.undoCompaction(item.seq)}>
            {t('transcript.summary.undo')}
          </Button>
        </div>
      ) : null}
    </div>
  );
}
