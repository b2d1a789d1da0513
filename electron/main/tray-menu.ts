// What the tray shows: what waits for a decision, what runs, and the way back into the window. A pure function.
import type { MenuItemConstructorOptions } from 'electron';

/** A request that waits for a decision. */
export interface WaitingApproval {
  readonly id: string;
  readonly command: string;
  readonly agent: string;
}

/** A session whose agent is at work. */
export interface RunningSession {
  readonly key: string;
  readonly title: string;
}

/** What the tray knows. */
export interface TrayState {
  readonly approvals: readonly WaitingApproval[];
  readonly running: readonly RunningSession[];
}

/** What can be done from the tray. */
export interface TrayActions {
  open(path: string): void;
  decide(approvalId: string, decision: 'allow-once' | 'deny'): void;
  quit(): void;
}

/** Nothing waits, nothing runs. */
export const QUIET_TRAY: TrayState = { approvals: [], running: [] };

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
    ...runningItems(state, actions),
    { type: 'separator' },
    { label: 'Quit', click: () => actions.quit() },
  ];
}

/** One line for the tray's tooltip. */
export function trayTooltip({ approvals, running }: TrayState): string {
  const waiting = approvals.length === 0 ? [] : [`${approvals.length} waiting for you`];
  const working = running.length === 0 ? [] : [`${running.length} running`];
  return ['Gatehouse', ...waiting, ...working].join(' · ');
}

function approvalItems({ approvals }: TrayState, actions: TrayActions): MenuItemConstructorOptions[] {
  if (approvals.length === 0) return [{ label: 'Nothing waits for you', enabled: false }];
  return [
    { label: `${approvals.length} waiting for you`, click: () => actions.open('/approvals') },
    ...approvals.slice(0, MAX_LISTED).map((approval) => approvalItem(approval, actions)),
    ...moreItem(approvals.length, () => actions.open('/approvals')),
  ];
}

function approvalItem(approval: WaitingApproval, actions: TrayActions): MenuItemConstructorOptions {
  const command = visibleText(approval.command);
  const look: MenuItemConstructorOptions = { label: 'Look at it …', click: () => actions.open('/approvals') };
  const decide: MenuItemConstructorOptions[] = [
    { label: 'Allow once', click: () => actions.decide(approval.id, 'allow-once') },
    { label: 'Deny', click: () => actions.decide(approval.id, 'deny') },
  ];
  return {
    label: shorten(command, MAX_LABEL),
    submenu: [
      { label: `${approval.agent} wants to run: ${shorten(command, MAX_DECIDABLE)}`, enabled: false },
      ...(command.length <= MAX_DECIDABLE ? decide : []),
      look,
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
  return count > MAX_LISTED ? [{ label: `and ${count - MAX_LISTED} more …`, click }] : [];
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
