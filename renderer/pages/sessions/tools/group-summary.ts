// Describes many finished calls in one line: "Ran 3 commands, read 5 files".
import { capitalize, formatItems } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import type { ShownCall } from '../transcript/transcript-rows.ts';
import { toolSummary } from './tool-summary.ts';

/** From this many finished calls in a row, they collapse into one line. */
const COLLAPSED_FROM = 4;

/** Whether the calls can collapse: enough of them, all finished. */
export function canCollapse(calls: readonly ShownCall[]): boolean {
  return calls.length >= COLLAPSED_FROM && calls.every((call) => !isOpen(call));
}

/** Calls that stay visible in a collapsed group: failed or denied ones. */
export function notableCalls(calls: readonly ShownCall[]): readonly ShownCall[] {
  return calls.filter((call) => call.state !== 'done');
}

/** The line, with the kinds in the order in which they first appear. */
export function describeGroup(calls: readonly ShownCall[]): string {
  const kinds = Map.groupBy(
    calls.filter((call) => call.state === 'done'),
    (call) => toolSummary(call).kind,
  );
  const parts = [...kinds].map(([kind, found]) => t(`tools.count.${kind}`, { count: found.length }));
  return parts.length === 0 ? t('tools.steps', { count: calls.length }) : capitalize(formatItems(parts));
}

function isOpen(call: ShownCall): boolean {
  return ['writing', 'waiting', 'approval', 'question', 'running'].includes(call.state);
}
