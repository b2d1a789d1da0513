// Where a command would run, in words.
import { escapeHiddenInLine } from '#contract/types/hidden-characters.ts';
import type { PlainMessageId } from '#messages/english.ts';
import { t } from '#messages/translate.ts';

const MACHINES: Readonly<Record<string, PlainMessageId>> = {
  host: 'approvals.machine.host',
  confined: 'approvals.machine.confined',
  docker: 'approvals.machine.docker',
  ssh: 'approvals.machine.ssh',
};

/** The kind of a machine; the name that a program gave for others. */
export function describeMachine(kind: string): string {
  const known = Object.hasOwn(MACHINES, kind) ? MACHINES[kind] : undefined;
  return known === undefined ? escapeHiddenInLine(kind) : t(known);
}
