// Describes what a run is doing.
import type { RunPhase } from '#contract/sessions/live-events.ts';
import { formatRemaining } from '#messages/format.ts';
import { t } from '#messages/translate.ts';

/** `isWarning` marks phases that need attention. */
export function describePhase(
  phase: RunPhase | undefined,
  nowMs: number,
): { readonly text: string; readonly isWarning: boolean } {
  if (phase === undefined) return { text: t('transcript.phase.working'), isWarning: false };
  const text =
    phase.phase === 'retry' && phase.until !== undefined
      ? t('transcript.phase.retryIn', { time: formatRemaining(phase.until - nowMs) })
      : t(`transcript.phase.${phase.phase}`);
  const { detail = '' } = phase;
  const hasDetail = detail !== '' && phase.phase !== 'approval' && phase.phase !== 'question';
  return {
    text: hasDetail ? t('transcript.phase.detail', { phase: text, detail }) : text,
    isWarning: phase.phase === 'retry' || phase.phase === 'stalled',
  };
}
