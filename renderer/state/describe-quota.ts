// Waits for a provider's limit to reset, in words.
import type { QuotaWait } from '#contract/types/quota.ts';
import type { SessionRow } from '#contract/types/sessions.ts';
import { removeHidden } from '#contract/types/hidden-characters.ts';
import { formatDuration, formatRemaining, formatTimeOrDay } from '#messages/format.ts';
import { t } from '#messages/translate.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** What the run of a session waits for; undefined if it doesn't. */
export function findWait(row: SessionRow): QuotaWait | undefined {
  return row.status === 'running' ? row.quota : undefined;
}

/** `Waiting for Anthropic until 2:05 PM`. */
export function describeWait({ providerName, resumesAtMs }: QuotaWait, nowMs = Date.now()): string {
  return t('quota.state', { provider: removeHidden(providerName), time: formatTimeOrDay(resumesAtMs, nowMs) });
}

/** When the run continues, in a sentence. */
export function describeReset({ resumesAtMs }: Pick<QuotaWait, 'resumesAtMs'>, nowMs: number): string {
  const time = formatTimeOrDay(resumesAtMs, nowMs);
  return t(resumesAtMs - nowMs > DAY_MS ? 'quota.text.long' : 'quota.text', { time });
}

/** The time left, with seconds only in the last hour. */
export function countDown({ resumesAtMs }: Pick<QuotaWait, 'resumesAtMs'>, nowMs: number): string {
  const left = resumesAtMs - nowMs;
  const time = left < HOUR_MS ? formatRemaining(left) : formatDuration(Math.ceil(left / MINUTE_MS) * MINUTE_MS);
  return t('quota.remaining', { time });
}
