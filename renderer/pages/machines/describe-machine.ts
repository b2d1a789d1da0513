// Kinds of machines in words.
import {
  AUTOMATIC_MACHINE,
  type DefaultMachine,
  type MachineKindState,
  type MachineList,
} from '#contract/types/machines.ts';
import { escapeHiddenInLine } from '#contract/types/hidden-characters.ts';
import type { PlainMessageId } from '#messages/english.ts';
import { t } from '#messages/translate.ts';
import type { SelectOption } from '../../design/select.tsx';

const MACHINES: Readonly<Record<string, PlainMessageId>> = {
  host: 'approvals.machine.host',
  confined: 'approvals.machine.confined',
  docker: 'approvals.machine.docker',
  ssh: 'approvals.machine.ssh',
};

const PLACES: Readonly<Record<string, PlainMessageId>> = {
  host: 'machines.runs.host',
  confined: 'machines.runs.confined',
  docker: 'machines.runs.docker',
  ssh: 'machines.runs.ssh',
};

/** The order in which they are offered: the best isolated first. */
const ORDER = ['docker', 'confined', 'ssh', 'host'];

/** The kind of a machine; the name that a program gave for others. */
export function describeMachine(kind: string): string {
  return find(MACHINES, kind) ?? escapeHiddenInLine(kind);
}

/** Where commands run, as a short phrase. */
export function describePlace(kind: string): string {
  return find(PLACES, kind) ?? t('machines.runs.other', { kind: escapeHiddenInLine(kind) });
}

/** The choices of a default machine, with what is missing for each. */
export function machineOptions({ kinds, default: chosen }: Pick<MachineList, 'kinds' | 'default'>): SelectOption[] {
  return [
    { value: AUTOMATIC_MACHINE, label: t('machines.automatic'), hint: describeAutomatic(chosen) },
    ...sessionMachineOptions({ kinds }),
  ];
}

/** The machines that a session can use, with what is missing for each. */
export function sessionMachineOptions({ kinds }: Pick<MachineList, 'kinds'>): SelectOption[] {
  const place = (kind: string) => ORDER.indexOf(kind);
  return kinds
    .toSorted((a, b) => place(a.kind) - place(b.kind))
    .map((kind) => ({ value: kind.kind, label: describeMachine(kind.kind), hint: describeAvailability(kind) }));
}

/** The default machine, as the default of an agent. */
export function describeDefault({ default: { kind } }: Pick<MachineList, 'default'>): string {
  return kind === undefined ? t('machines.notAvailable') : describeMachine(kind);
}

/** Nobody has chosen a machine, and none can be chosen automatically. */
export function isUndecided({ default: { setting, kind } }: Pick<MachineList, 'default'>): boolean {
  return setting === AUTOMATIC_MACHINE && kind === undefined;
}

/** Whether missing containers are a problem: the default is a container, or agents name it, or some exist. */
export function needsContainers({ default: { setting, kind }, machines, used = [] }: Needs): boolean {
  return setting === 'docker' || kind === 'docker' || machines.length > 0 || used.includes('docker');
}

type Needs = Pick<MachineList, 'default' | 'machines' | 'used'>;

function describeAutomatic({ setting, kind }: DefaultMachine): string {
  return setting === AUTOMATIC_MACHINE && kind !== undefined
    ? t('machines.automatic.now', { machine: describeMachine(kind) })
    : t('machines.automatic.text');
}

function describeAvailability({ kind, isAvailable, reason, engine }: MachineKindState): string {
  if (reason !== undefined) return escapeHiddenInLine(reason);
  if (kind === 'host') return t('machines.host.text');
  return engine ?? (isAvailable ? t('machines.available') : t('machines.notAvailable'));
}

function find(texts: Readonly<Record<string, PlainMessageId>>, kind: string): string | undefined {
  const known = Object.hasOwn(texts, kind) ? texts[kind] : undefined;
  return known === undefined ? undefined : t(known);
}
