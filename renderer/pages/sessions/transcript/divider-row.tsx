// A divider line: a summary, a model change, a stopped or failed run. Some expand.
import type { DividerItem } from '#contract/sessions/session-view.ts';
import { t } from '#messages/translate.ts';
import { Button } from '../../../design/button.tsx';
import { cx } from '../../../design/class-names.ts';
import { ErrorNote } from '../../../design/states.tsx';
import { navigate } from '../../../state/route.ts';
import type { ChatActions } from '../chat-actions.ts';
import { Markdown } from '../markdown/markdown.tsx';
import { CompactionRow } from './compaction-row.tsx';
import { describeDivider } from './divider-text.ts';

interface DividerRowProps {
  readonly item: DividerItem;
  /** It is the last item. */
  readonly last: boolean;
  readonly actions: ChatActions;
}

/** Failures show what to do; others are one line. */
export function DividerRow({ item, last, actions }: DividerRowProps) {
  if (item.what === 'failed') return <Failed item={item} />;
  if (last && item.what === 'interrupted' && !actions.readOnly) return <Interrupted item={item} actions={actions} />;
  return item.more === undefined ? <Line item={item} /> : <CompactionRow item={item} actions={actions} />;
}

function Failed({ item }: { readonly item: DividerItem }) {
  const needsSettings = item.error !== undefined && /auth|key|provider|model/i.test(item.error.code);
  return (
    <div className="py-2">
      <ErrorNote
        message={item.text}
        hint={item.error?.hint}
        action={
          needsSettings ? (
            <Button label={t('transcript.openSettings')} size="sm" onClick={() => navigate('/settings/providers')} />
          ) : undefined
        }
      />
    </div>
  );
}

function Interrupted({ item, actions }: { readonly item: DividerItem; readonly actions: ChatActions }) {
  return (
    <div className="my-2 flex items-center gap-3 rounded-lg bg-warn-soft py-1.5 pr-1.5 pl-3 text-sm text-ink">
      <span className="min-w-0 flex-1">{describeDivider(item)}</span>
      <Button label={t('transcript.continue')} size="sm" onClick={actions.continueRun} />
    </div>
  );
}

function Line({ item }: { readonly item: DividerItem }) {
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
