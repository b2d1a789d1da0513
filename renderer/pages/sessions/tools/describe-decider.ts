// Why a call ran without approval.
import { t } from '#messages/translate.ts';
import type { ShownCall } from '../transcript/transcript-rows.ts';

/** Deciders other than people, by the start of their recorded name. */
const DECIDERS = [
  ['rule:', 'rule'],
  ['setting:approvals.readOnlyCommands', 'readOnly'],
  ['setting:approvals.confinedCommands', 'confined'],
  ['setting:network.allow', 'host'],
  ['session-grant', 'session'],
  ['reviewer', 'reviewer'],
  ['mode:full', 'full'],
] as const;

/** Tools whose calls require approval in some mode. Reading never does, so it needs no explanation. */
const EXPLAINED: ReadonlySet<string> = new Set(['exec', 'process', 'write', 'edit', 'fetch']);

/** A person's decision has its own line, so this is empty for it. */
export function describeDecider({ name, decidedBy = '' }: Pick<ShownCall, 'name' | 'decidedBy'>): string {
  const [, decider] = DECIDERS.find(([start]) => decidedBy.startsWith(start)) ?? [];
  return decider === undefined || !EXPLAINED.has(name) ? '' : t(`tools.decider.${decider}`);
}
