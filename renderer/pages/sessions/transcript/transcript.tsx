// The transcript: a virtual list that follows its end only while the user is there.
import { ArrowDown } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { BranchPoint } from '#contract/types/session-history.ts';
import { t } from '#messages/translate.ts';
import { cx } from '../../../design/class-names.ts';
import type { OpenSession } from '../../../state/session-feed.ts';
import { Spinner } from '../../../design/states.tsx';
import { useCommand } from '../../../state/use-client.ts';
import { FindInSession } from '../find/find-in-session.tsx';
import type { ChatActions } from '../chat-actions.ts';
import { createEndFollower } from './end-follower.ts';
import { QuoteSelection } from './quote-selection.tsx';
import { RowView } from './row-view.tsx';
import { showsMessage, findPrompt, type Row } from './transcript-rows.ts';
import { useJump } from './use-jump.ts';
import { useRowList } from './use-row-list.ts';

interface TranscriptProps {
  readonly session: OpenSession;
  readonly rows: readonly Row[];
  readonly actions: ChatActions;
  readonly points: ReadonlyMap<string, BranchPoint>;
  /** Page-wide shortcuts apply to this transcript. */
  readonly focused: boolean;
}

/** Distance from the start at which older rows load, px. */
const NEAR_START_PX = 600;
/** A row that starts this close to the top edge counts as the first visible one, px. */
const PROMPT_MARGIN_PX = 24;

/** The rows of one session. Remounts for each session. */
export function Transcript({ session, rows, actions, points, focused }: TranscriptProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const loadingOlder = useStore(session.store, (state) => state.loadingOlder);
  const toolOutput = useStore(session.store, (state) => state.open.toolOutput);
  const [follower] = useState(createEndFollower);
  const virtualizer = useRowList(scroller, rows, follower.follows);
  const atEnd = useStore(follower.store, (state) => state.atEnd);
  useEffect(() => {
    const [outer, inner] = [scroller.current, content.current];
    return outer === null || inner === null ? undefined : follower.attach(outer, inner);
  }, [follower]);
  const sent = rows.findLast((row) => row.type === 'outgoing')?.key;
  // After sending, the user wants to see the answer.
  useEffect(() => (sent === undefined ? undefined : follower.toEnd()), [follower, sent]);
  const toPrompt = (step: 1 | -1): void => {
    const index = findPrompt(
      rows,
      virtualizer.getVirtualItemForOffset((scroller.current?.scrollTop ?? 0) + PROMPT_MARGIN_PX)?.index ?? 0,
      step,
    );
    if (index === undefined) return step === 1 ? follower.toEnd() : undefined;
    follower.leave();
    virtualizer.scrollToIndex(index, { align: 'start' });
  };
  useCommand('chat.previousPrompt', () => toPrompt(-1), focused);
  useCommand('chat.nextPrompt', () => toPrompt(1), focused);
  const show = (index: number): void => {
    follower.leave();
    virtualizer.scrollToIndex(index, { align: 'center' });
  };
  const marked = useJump(session, actions.sessionKey, rows, show);
  const readOlder = (): void => {
    if ((scroller.current?.scrollTop ?? NEAR_START_PX) < NEAR_START_PX) void session.loadOlder();
  };
  return (
    <div className="relative min-h-0 flex-1">
      {/* No background: with one, the browser puts the scroller and everything above it on layers, which costs more per frame than repainting. */}
      <div
        ref={scroller}
        onScroll={readOlder}
        tabIndex={0}
        role="log"
        aria-label={t('transcript.label')}
        aria-live="off"
        className="h-full overflow-y-auto overscroll-contain [contain:strict] outline-offset-[-2px] [overflow-anchor:none]"
      >
        {loadingOlder ? (
          <div className="pointer-events-none absolute inset-x-0 top-2 z-10 flex justify-center text-ink-faint">
            <Spinner label={t('transcript.loadingOlder')} />
          </div>
        ) : null}
        <div
          ref={(node) => {
            content.current = node;
            virtualizer.containerRef(node);
          }}
          className="relative mx-auto w-full max-w-196"
        >
          {virtualizer.getVirtualItems().map(({ key, index }) => {
            const row = rows[index];
            return row === undefined ? null : (
              <div
                key={key}
                ref={virtualizer.measureElement}
                data-index={index}
                className={cx(
                  'absolute inset-x-0 px-5 [contain:layout_style] max-md:px-4',
                  marked !== undefined && showsMessage(row, marked) && 'bg-accent-soft',
                )}
              >
                <RowView
                  row={row}
                  toolOutput={row.type === 'tools' ? toolOutput : undefined}
                  actions={actions}
                  point={row.type === 'user' ? points.get(row.key) : undefined}
                />
              </div>
            );
          })}
        </div>
      </div>
      {!actions.readOnly && <QuoteSelection content={content} onQuote={actions.quote} />}
      <FindInSession session={session} rows={rows} focused={focused} content={content} onShow={show} />
      {atEnd ? null : <ToEnd running={rows.at(-1)?.type === 'status'} onClick={follower.toEnd} />}
    </div>
  );
}

function ToEnd({ running, onClick }: { readonly running: boolean; readonly onClick: () => void }) {
  return (
    <button
      type="button"
      onClick={onClick}
      className="appear absolute bottom-3 left-1/2 flex h-7 -translate-x-1/2 items-center gap-1.5 rounded-full bg-raised px-3 text-xs font-medium text-ink shadow-mid ring-1 ring-line hover:bg-sunken"
    >
      <ArrowDown size={13} aria-hidden /> {running ? t('transcript.new') : t('transcript.toEnd')}
    </button>
  );
}
