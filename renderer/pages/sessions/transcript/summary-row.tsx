// Under an answer: copy, quote, fork, regenerate (with any model), and its cost.
import { GitCompare, GitFork, ListTree, Quote, RotateCw } from 'lucide-react';
import type { Usage } from '#contract/types/content.ts';
import { formatCompact, formatCost, formatDuration, joinFacts } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { Button } from '../../../design/button.tsx';
import { CopyButton } from '../../../design/copy-button.tsx';
import { isTruncated } from '../../../state/session-feed.ts';
import { showRun } from '../runs/run-store.ts';
import type { ChatActions } from '../chat-actions.ts';
import { RetryMenu } from './retry-menu.tsx';
import { RowButton } from './row-buttons.tsx';
import type { RunSummary } from './transcript-rows.ts';

/** Always visible, so that nothing moves on hover. */
export function SummaryRow({ summary, actions }: { readonly summary: RunSummary; readonly actions: ChatActions }) {
  const { text, usage, lastItemId, messageId, messageText = '' } = summary;
  const facts = joinFacts(
    describeTime(summary),
    usage && describeUsage(usage),
    usage?.cost === undefined ? '' : formatCost(usage.cost),
    summary.model,
  );
  return (
    <div data-hints="start" className="group/sum -mx-1.5 flex min-h-8 items-center gap-0.5 pb-1">
      {text !== '' && <CopyButton plain label={t('transcript.copyAnswer')} size="xs" text={text} />}
      {text !== '' && !actions.readOnly && (
        <RowButton icon={Quote} label={t('transcript.quoteAnswer')} onClick={() => actions.quote(text)} />
      )}
      {lastItemId !== undefined && actions.can('sessions.fork') && (
        <RowButton icon={GitFork} label={t('transcript.forkAfter')} onClick={() => actions.fork(lastItemId)} />
      )}
      {messageId !== undefined && !isTruncated(messageText) && !actions.readOnly && actions.can('chat.resend') && (
        <>
          <RowButton
            icon={RotateCw}
            label={t('transcript.regenerate')}
            onClick={() => actions.resend(messageId, messageText)}
          />
          <RetryMenu model={summary.model} onRetry={(model) => actions.resend(messageId, messageText, model)} />
        </>
      )}
      {actions.can('runs.timeline') && (
        <RowButton icon={ListTree} label={t('runs.open')} onClick={() => showRun(summary.runId)} />
      )}
      {summary.hasChanges && actions.can('changes.list') && (
        <Button
          size="sm"
          look="quiet"
          icon={GitCompare}
          label={t('transcript.reviewChanges')}
          onClick={actions.reviewChanges}
        />
      )}
      <span className="tabular ms-1 min-w-0 truncate text-2xs text-ink-faint">{facts}</span>
    </div>
  );
}

/** Shorter waits aren't worth mentioning, ms. */
const SHOWN_WAIT_MS = 1_000;

function describeTime({ durationMs, waitedMs }: RunSummary): string {
  if (waitedMs < SHOWN_WAIT_MS) return durationMs + waitedMs === 0 ? '' : formatDuration(durationMs + waitedMs);
  return t('transcript.timeWaited', { time: formatDuration(durationMs), waited: formatDuration(waitedMs) });
}

function describeUsage(usage: Usage): string {
  const input = formatCompact(usage.input + usage.cacheRead + usage.cacheWrite);
  const output = formatCompact(usage.output);
  return usage.cacheRead > 0
    ? t('transcript.usageCached', { input, output, cached: formatCompact(usage.cacheRead) })
    : t('transcript.usage', { input, output });
}
