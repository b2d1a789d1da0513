// Under an answer: copy, fork, regenerate, and its cost.
import { Check, Copy, GitFork, RotateCw } from 'lucide-react';
import type { Usage } from '#contract/types/content.ts';
import { formatCompact, formatCost, formatDuration } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { IconButton } from '../../../design/button.tsx';
import { isTruncated } from '../../../state/session-feed.ts';
import type { ChatActions } from '../chat-actions.ts';
import { useCopied } from '../markdown/use-copied.ts';
import type { RunSummary } from './transcript-rows.ts';

/** Always visible, so that nothing moves on hover. */
export function SummaryRow({ summary, actions }: { readonly summary: RunSummary; readonly actions: ChatActions }) {
  const [copied, copy] = useCopied();
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
        <IconButton
          plain
          label={copied ? t('transcript.copied') : t('transcript.copyAnswer')}
          size="xs"
          onClick={() => copy(summary.text)}
        >
          {copied ? <Check size={13} aria-hidden className="text-ok" /> : <Copy size={13} aria-hidden />}
        </IconButton>
      )}
      {summary.lastItemId === undefined ? null : (
        <IconButton
          plain
          label={t('transcript.forkAfter')}
          size="xs"
          onClick={() => void actions.fork(summary.lastItemId ?? '')}
        >
          <GitFork size={13} aria-hidden />
        </IconButton>
      )}
      {messageId === undefined || isTruncated(messageText ?? '') || actions.readOnly ? null : (
        <IconButton
          plain
          label={t('transcript.regenerate')}
          size="xs"
          onClick={() => void actions.resend(messageId, messageText ?? '')}
        >
          <RotateCw size={13} aria-hidden />
        </IconButton>
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
