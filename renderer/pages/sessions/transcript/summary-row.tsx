// Under an answer: copy, fork, regenerate, and its cost.
import { GitFork, RotateCw } from 'lucide-react';
import type { Usage } from '#contract/types/content.ts';
import { formatCompact, formatCost, formatDuration } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { IconButton } from '../../../design/button.tsx';
import { isTruncated } from '../../../state/session-feed.ts';
import type { ChatActions } from '../chat-actions.ts';
import { CopyButton } from '../../../design/copy-button.tsx';
import type { RunSummary } from './transcript-rows.ts';

/** Always visible, so that nothing moves on hover. */
export function SummaryRow({ summary, actions }: { readonly summary: RunSummary; readonly actions: ChatActions }) {
  const { usage, messageId, messageText } = summary;
  const facts = [
    formatDuration(summary.durationMs),
    usage === undefined ? undefined : describeUsage(usage),
    usage?.cost === undefined ? undefined : formatCost(usage.cost),
    summary.model,
  ].filter((fact) => fact !== undefined && fact !== '');
  return (
    <div className="group/sum -mx-1.5 flex h-8 items-center gap-0.5 pb-1">
      {summary.text === '' ? null : (
        <CopyButton plain label={t('transcript.copyAnswer')} size="xs" text={summary.text} />
      )}
      {summary.lastItemId === undefined ? null : (
        <IconButton
          icon={GitFork}
          plain
          label={t('transcript.forkAfter')}
          size="xs"
          onClick={() => actions.fork(summary.lastItemId ?? '')}
        />
      )}
      {messageId === undefined || isTruncated(messageText ?? '') || actions.readOnly ? null : (
        <IconButton
          icon={RotateCw}
          plain
          label={t('transcript.regenerate')}
          size="xs"
          onClick={() => actions.resend(messageId, messageText ?? '')}
        />
      )}
      <span className="tabular ml-1 min-w-0 truncate text-2xs text-ink-faint">{facts.join(' · ')}</span>
    </div>
  );
}

function describeUsage(usage: Usage): string {
  const input = formatCompact(usage.input + usage.cacheRead + usage.cacheWrite);
  const output = formatCompact(usage.output);
  return usage.cacheRead > 0
    ? t('transcript.usageCached', { input, output, cached: formatCompact(usage.cacheRead) })
    : t('transcript.usage', { input, output });
}
