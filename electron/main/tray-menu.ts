// Builds the tray menu: pending approvals and pairing requests, running agents, and the window. A pure function.
import type { MenuItemConstructorOptions } from 'electron';

/** A pending approval. */
export interface WaitingApproval {
  readonly id: string;
  readonly command: string;
  readonly agent: string;
}

/** A device that requests access. */
export interface WaitingDevice {
  readonly requestId: string;
  readonly name: string;
  readonly address: string;
  /** Requested access. */
  readonly scopes: readonly string[];
}

/** A session with an active run. */
export interface RunningSession {
  readonly key: string;
  readonly title: string;
}

/** State of the tray. */
export interface TrayState {
  readonly approvals: readonly WaitingApproval[];
  readonly devices: readonly WaitingDevice[];
  readonly running: readonly RunningSession[];
}

/** Actions of the tray menu. */
export interface TrayActions {
  open(path: string): void;
  decide(approvalId: string, decision: 'allow-once' | 'deny'): void;
  answerDevice(requestId: string, answer: 'approve' | 'reject'): void;
  quit(): void;
}

/** Nothing pending, nothing running. */
export const QUIET_TRAY: TrayState = { approvals: [], devices: [], running: [] };

/** Menus longer than this scroll badly: the rest is behind the window's inbox. */
const MAX_LISTED = 8;
/** A menu line; the whole command is in the submenu's first line and in the inbox. */
const MAX_LABEL = 60;
/** So much of a command can be shown whole in a menu; a longer one is decided in the inbox, where all of it stands. */
const MAX_DECIDABLE = 160;

/** The menu of the tray icon. */
export function trayMenu(state: TrayState, actions: TrayActions): MenuItemConstructorOptions[] {
  return [
    { label: 'Open Gatehouse', click: () => actions.open('/') },
    { type: 'separator' },
    ...approvalItems(state, actions),
    ...deviceItems(state, actions),
    ...runningItems(state, actions),
    { type: 'separator' },
    { label: 'Quit', click: () => actions.quit() },
  ];
}

/** One line for the tray's tooltip. */
export function trayTooltip(state: TrayState): string {
  const { running } = state;
  const count = waitingCount(state);
  const waiting = count === 0 ? [] : [`${count} pending`];
  const working = running.length === 0 ? [] : [`${running.length} running`];
  return ['Gatehouse', ...waiting, ...working].join(' · ');
}

/** How many answers are waited for. */
export function waitingCount({ approvals, devices }: TrayState): number {
  return approvals.length + devices.length;
}

function approvalItems(state: TrayState, actions: TrayActions): MenuItemConstructorOptions[] {
  const { approvals } = state;
  if (approvals.length === 0 && waitingCount(state) > 0) return [];
  if (approvals.length === 0) return [{ label: 'No pending approvals', enabled: false }];
  return [
    { label: `${approvals.length} pending`, click: () => actions.open('/approvals') },
    ...approvals.slice(0, MAX_LISTED).map((approval) => approvalItem(approval, actions)),
    ...moreItem(approvals.length, () => actions.open('/approvals')),
  ];
}

function approvalItem(approval: WaitingApproval, actions: TrayActions): MenuItemConstructorOptions {
  const command = visibleText(approval.command);
  const look: MenuItemConstructorOptions = { label: 'Review…', click: () => actions.open('/approvals') };
  const decide: MenuItemConstructorOptions[] = [
    { label: 'Approve once', click: () => actions.decide(approval.id, 'allow-once') },
    { label: 'Deny', click: () => actions.decide(approval.id, 'deny') },
  ];
  return {
    label: shorten(command, MAX_LABEL),
    submenu: [
      { label: `${approval.agent} requests to run: ${shorten(command, MAX_DECIDABLE)}`, enabled: false },
      ...(command.length <= MAX_DECIDABLE ? decide : []),
      look,
    ],
  };
}

function deviceItems({ devices }: TrayState, actions: TrayActions): MenuItemConstructorOptions[] {
  if (devices.length === 0) return [];
  const look = (): void => actions.open('/settings/devices');
  return [
    { label: devices.length === 1 ? '1 access request' : `${devices.length} access requests`, click: look },
    ...devices.slice(0, MAX_LISTED).map((device) => deviceItem(device, look, actions)),
    ...moreItem(devices.length, look),
  ];
}

function deviceItem(device: WaitingDevice, look: () => void, actions: TrayActions): MenuItemConstructorOptions {
  const name = visibleText(device.name);
  const requested = device.scopes.length === 0 ? 'no scopes' : visibleText(device.scopes.join(', '));
  const facts = `${name} (${visibleText(device.address)}) requests: ${requested}`;
  const answer: MenuItemConstructorOptions[] = [
    { label: 'Approve', click: () => actions.answerDevice(device.requestId, 'approve') },
    { label: 'Deny', click: () => actions.answerDevice(device.requestId, 'reject') },
  ];
  return {
    label: shorten(name, MAX_LABEL),
    submenu: [
      { label: shorten(facts, MAX_DECIDABLE), enabled: false },
      ...(facts.length <= MAX_DECIDABLE ? answer : []),
      { label: 'Review…', click: look },
    ],
  };
}

function runningItems({ running }: TrayState, actions: TrayActions): MenuItemConstructorOptions[] {
  if (running.length === 0) return [];
  return [
    { type: 'separator' },
    { label: `${running.length} running`, enabled: false },
    ...running.slice(0, MAX_LISTED).map((session) => ({
      label: shorten(visibleText(session.title), MAX_LABEL),
      click: () => actions.open(`/sessions/${encodeURIComponent(session.key)}`),
    })),
    ...moreItem(running.length, () => actions.open('/sessions')),
  ];
}

function moreItem(count: number, click: () => void): MenuItemConstructorOptions[] {
  return count > MAX_LISTED ? [{ label: `and ${count - MAX_LISTED} more…`, click }] : [];
}

/** Control, formatting and direction characters are shown as escapes, and `&` does not become a menu accelerator. */
function visibleText(text: string): string {
  const escaped = text.replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, (character) => {
    return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
  });
  return escaped.replaceAll('&', '&&');
}

function shorten(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}
