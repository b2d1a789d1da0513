// Steps of a run in words.
import type { RunStep } from '#contract/types/run-timeline.ts';
import type { Usage } from '#contract/types/content.ts';
import { formatCompact, formatCost, formatDuration, joinFacts } from '#messages/format.ts';
import { t } from '#messages/translate.ts';

/** What happened. */
export function nameStep(step: RunStep): string {
  switch (step.kind) {
    case 'request':
      if (step.purpose === 'summary') return t('runs.step.summary');
      return step.attempt > 1 ? t('runs.step.requestAgain', { attempt: step.attempt }) : t('runs.step.request');
    case 'tool': {
      const { name, title } = step;
      return t(step.isError === true ? 'runs.step.toolFailed' : 'runs.step.tool', { name, title });
    }
    case 'approval':
      return t('runs.step.approval', { command: step.command });
    case 'quota':
      return t('runs.step.quota', { provider: step.providerName });
    case 'fallback':
      return t('runs.step.fallback', { model: `${step.provider}/${step.model}` });
    case 'compaction':
      return t('runs.step.compaction', {
        before: formatCompact(step.tokensBefore),
        after: formatCompact(step.tokensAfter),
      });
    default:
      return t(`runs.step.${step.kind}`);
  }
}

/** Duration, tokens, and cost. `isActive`: the run hasn't ended. */
export function describeStepFacts(step: RunStep, isActive: boolean): string {
  const { durationMs } = step;
  const time =
    durationMs === undefined ? (isActive && isWait(step) ? t('runs.lasts') : '') : formatDuration(durationMs);
  if (step.kind !== 'request') return time;
  return joinFacts(time, describeTokens(step.usage), describeCost(step.usage), step.error?.message ?? '');
}

function isWait({ kind }: RunStep): boolean {
  return kind === 'approval' || kind === 'question' || kind === 'budget' || kind === 'quota' || kind === 'tool';
}

/** Tokens in and out; empty if they aren't known. */
export function describeTokens(usage: Usage | undefined): string {
  if (usage === undefined) return '';
  const input = formatCompact(usage.input + usage.cacheRead + usage.cacheWrite);
  return t('runs.tokens', { input, output: formatCompact(usage.output) });
}

/** The cost; empty if the price isn't known. */
export function describeCost(usage: Usage | undefined): string {
  return usage?.cost === undefined ? '' : formatCost(usage.cost);
}
