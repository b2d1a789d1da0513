// Names the callers of a destination.
import type { OutboundCaller, OutboundDestination } from '#contract/types/outbound.ts';
import { t } from '#messages/translate.ts';

const MAX_NAMES = 2;

/** `anthropic · main`, or `Gatehouse: model table`. */
export function describeCaller({ kind, name, agentId }: OutboundCaller): string {
  if (kind === 'gateway') return t('outbound.caller.gateway', { name });
  return agentId === undefined ? name : t('outbound.caller.agent', { name, agent: agentId });
}

const UNTRACKED = {
  host: 'outbound.untracked.host',
  docker: 'outbound.untracked.docker',
  ssh: 'outbound.untracked.ssh',
} as const;

/** Names the programs of a machine whose connections aren't tracked. */
export function describeUntracked({ name, agentId }: OutboundCaller): string {
  const kind = Object.entries(UNTRACKED).find(([machine]) => machine === name);
  const title = kind === undefined ? name : t(kind[1]);
  return agentId === undefined ? title : t('outbound.caller.agent', { name: title, agent: agentId });
}

/** The latest callers, each once. */
export function summarizeCallers({ callers }: Pick<OutboundDestination, 'callers'>): string {
  const names = [...new Set(callers.map(({ caller }) => describeCaller(caller)))];
  const more = names.length > MAX_NAMES ? [t('outbound.more', { count: names.length - MAX_NAMES })] : [];
  return [...names.slice(0, MAX_NAMES), ...more].join(', ');
}
