// Names the callers of a destination.
import type { OutboundCaller, OutboundDestination } from '#contract/types/outbound.ts';
import { t } from '#messages/translate.ts';

const MAX_NAMES = 2;

/** `anthropic · main`, or `Gatehouse: model table`. */
export function describeCaller({ kind, name, agentId }: OutboundCaller): string {
  if (kind === 'gateway') return t('outbound.caller.gateway', { name });
  return agentId === undefined ? name : t('outbound.caller.agent', { name, agent: agentId });
}

/** The latest callers, each once. */
export function summarizeCallers({ callers }: Pick<OutboundDestination, 'callers'>): string {
  const names = [...new Set(callers.map(({ caller }) => describeCaller(caller)))];
  const more = names.length > MAX_NAMES ? [t('outbound.more', { count: names.length - MAX_NAMES })] : [];
  return [...names.slice(0, MAX_NAMES), ...more].join(', ');
}
