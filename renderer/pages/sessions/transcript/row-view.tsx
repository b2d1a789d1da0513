// One row of the transcript. Memoized: a row re-renders only if it is another object.
import { Brain } from 'lucide-react';
import { memo, useState } from 'react';
import { useStore } from 'zustand';
import type { OpenState, RunPhase } from '#contract/sessions/live-events.ts';
import type { RunView } from '#contract/sessions/session-view.ts';
import type { BranchPoint } from '#contract/types/session-history.ts';
import { formatDuration, formatRemaining } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { Chevron } from '../../../design/chevron.tsx';
import { cx } from '../../../design/class-names.ts';
import { Spinner } from '../../../design/states.tsx';
import { useNow } from '../../../design/use-now.ts';
import { isOffline } from '../../../state/connection.ts';
import { isTruncated } from '../../../state/session-feed.ts';
import { useServices } from '../../../state/use-client.ts';
import type { ChatActions } from '../chat-actions.ts';
import { CodeSession } from '../markdown/code-session.ts';
import { Markdown } from '../markdown/markdown.tsx';
import { BudgetCard } from '../tools/budget-card.tsx';
import { QuotaCard } from '../tools/quota-card.tsx';
import { ToolGroup } from '../tools/tool-group.tsx';
import { DividerRow } from './divider-row.tsx';
import { QueuedRow } from './queued-row.tsx';
import { ShowWhole } from './row-buttons.tsx';
import { SummaryRow } from './summary-row.tsx';
import type { Row } from './transcript-rows.ts';
import { OutgoingRow, UserRow } from './user-row.tsx';

interface RowViewProps {
  readonly row: Row;
  readonly toolOutput: OpenState['toolOutput'] | undefined;
  readonly actions: ChatActions;
  /** For a message with siblings. */
  readonly point: BranchPoint | undefined;
}

/** Renders any row. */
export const RowView = memo(function RowView({ row, toolOutput, actions, point }: RowViewProps) {
  switch (row.type) {
    case 'user':
      return <UserRow item={row.item} actions={actions} point={point} />;
    case 'outgoing':
      return <OutgoingRow message={row.message} actions={actions} />;
    case 'text':
      return (
        <div className="py-2">
          <CodeSession value={actions.readOnly ? undefined : actions.sessionKey}>
            <Markdown text={row.text} live={row.live} />
          </CodeSession>
          {isTruncated(row.text) && <ShowWhole onShow={() => actions.showWhole(row.key.split(':')[0] ?? '')} />}
        </div>
      );
    case 'thinking':
      return <ThinkingRow row={row} />;
    case 'tools':
      return <ToolGroup calls={row.calls} toolOutput={toolOutput} onShowWhole={actions.showWhole} />;
    case 'divider':
      return <DividerRow item={row.item} last={row.last} asked={row.asked} actions={actions} />;
    case 'summary':
      return <SummaryRow summary={row.summary} actions={actions} />;
    case 'status':
      return <RunStatus run={row.run} phase={row.phase} actions={actions} />;
  }
});

interface StatusProps {
  readonly run: RunView;
  readonly phase: RunPhase | undefined;
}

/** The last row of a running session. */
function RunStatus({ run, phase, actions: { readOnly, stop } }: StatusProps & Pick<RowViewProps, 'actions'>) {
  const { budget, quota } = run;
  if (budget !== undefined && budget.stoppedBy === undefined && !readOnly)
    return <BudgetCard key={budget.stopId} pause={budget} />;
  if (quota !== undefined && !readOnly) return <QuotaCard key={quota.waitId} pause={quota} onStop={stop} />;
  return phase?.phase === 'queued' ? <QueuedRow runId={run.runId} /> : <StatusRow run={run} phase={phase} />;
}

function StatusRow({ run, phase }: StatusProps) {
  const offline = useStore(useServices().connection, ({ state }) => isOffline(state));
  const now = useNow(offline ? undefined : 1_000);
  const { text, isWarning } = offline
    ? { text: t('transcript.phase.offline'), isWarning: true }
    : describePhase(phase, now);
  const elapsed = Math.floor((now - run.startedAt) / 1_000);
  return (
    <p role="status" className="flex h-9 items-center gap-2 text-xs text-ink-faint">
      <span className={isWarning ? 'text-warn' : 'text-accent-ink'}>
        <Spinner size={13} still={offline || phase?.phase === 'streaming' || phase?.phase === 'approval'} />
      </span>
      <span className="min-w-0 truncate">{text}</span>
      <span aria-hidden className="tabular shrink-0">
        {offline || elapsed < 1 ? '' : formatDuration(elapsed * 1_000)}
      </span>
    </p>
  );
}

/** `isWarning` marks phases that need attention. */
function describePhase(
  phase: RunPhase | undefined,
  nowMs: number,
): { readonly text: string; readonly isWarning: boolean } {
  if (phase === undefined) return { text: t('transcript.phase.working'), isWarning: false };
  const { phase: name, until, detail = '' } = phase;
  const text =
    name === 'retry' && until !== undefined
      ? t('transcript.phase.retryIn', { time: formatRemaining(until - nowMs) })
      : t(`transcript.phase.${name}`);
  const hasDetail = detail !== '' && name !== 'approval' && name !== 'question';
  return {
    text: hasDetail ? t('transcript.phase.detail', { phase: text, detail }) : text,
    isWarning: name === 'retry' || name === 'stalled' || name === 'budget' || name === 'quota',
  };
}

/** Expands on click. */
function ThinkingRow({ row }: { readonly row: Extract<Row, { type: 'thinking' }> }) {
  const { text, live } = row;
  const [open, setOpen] = useState(false);
  return (
    <div className="-mx-1.5 py-0.5">
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="group/think flex h-7 w-full min-w-0 items-center gap-2 rounded-md px-1.5 text-sm text-ink-faint hover:bg-hover"
      >
        <Brain
          size={14}
          aria-hidden
          className={cx('shrink-0', live && 'animate-[breathe_1.6s_ease-in-out_infinite]')}
        />
        <span className="tabular shrink-0">
          {live ? <Thinking since={row.since} /> : describeThought(row.durationMs)}
        </span>
        <span className="min-w-0 truncate text-xs italic">{!open && text.trim().split('\n').at(-1)}</span>
        <Chevron open={open} className="ms-auto" />
      </button>
      {open && (
        <p
          dir="auto"
          className="mt-1 mb-2 ms-3.5 border-s border-line ps-5 text-sm wrap-anywhere whitespace-pre-wrap text-ink-soft [unicode-bidi:plaintext]"
        >
          {text.trim()}
        </p>
      )}
    </div>
  );
}

/** Counts the seconds. Screen readers get the time once it is over. */
function Thinking({ since }: { readonly since: number | undefined }) {
  const now = useNow(since === undefined ? undefined : 1_000);
  const seconds = since === undefined ? 0 : Math.floor((now - since) / 1_000);
  return (
    <>
      {t('transcript.thinking')}
      {seconds > 0 && <span aria-hidden> {formatDuration(seconds * 1_000)}</span>}
    </>
  );
}

/** Without a time if it isn't known or was shorter than a second. */
function describeThought(durationMs = 0): string {
  const seconds = Math.round(durationMs / 1_000);
  return seconds < 1 ? t('transcript.thought') : t('transcript.thoughtFor', { time: formatDuration(seconds * 1_000) });
}
