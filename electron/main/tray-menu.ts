// Builds the tray menu: pending approvals and pairing requests, running agents, and the window. A pure function.
import type { MenuItemConstructorOptions } from 'electron';
import { formatList } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { truncateText } from '#contract/types/truncate-text.ts';
import { escapeHiddenInLine } from '#contract/types/hidden-characters.ts';

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
  /** It waits for a provider's limit to reset, and continues after a restart. */
  readonly waits?: boolean;
}

/** Sessions whose agents work now. */
export function workingSessions({ running }: Pick<TrayState, 'running'>): readonly RunningSession[] {
  return running.filter(({ waits }) => waits !== true);
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
  stop(sessionKey: string): void;
  quit(): void;
}

/** Nothing pending, nothing running. */
export const QUIET_TRAY: TrayState = { approvals: [], devices: [], running: [] };

/** Longer menus are hard to scroll, so the rest is in the inbox. */
const MAX_LISTED = 8;
/** Length of a menu line. The full command is in the first line of the submenu and in the inbox. */
const MAX_LABEL = 60;
/** Maximum length of a command that can be answered in the menu, characters. Longer ones open the inbox. */
const MAX_DECIDABLE = 160;

/** The menu of the tray icon. */
export function trayMenu(state: TrayState, actions: TrayActions): MenuItemConstructorOptions[] {
  return [
    { label: t('shell.tray.open'), click: () => actions.open('/') },
    { label: t('shell.tray.newSession'), click: () => actions.open('/sessions/new') },
    { type: 'separator' },
    ...approvalItems(state, actions),
    ...deviceItems(state, actions),
    ...runningItems(state, actions),
    { type: 'separator' },
    { label: t('shell.tray.quit'), click: () => actions.quit() },
  ];
}

/** One line for the tray's tooltip. */
export function trayTooltip(state: TrayState): string {
  const { running } = state;
  const count = waitingCount(state);
  const waiting = count === 0 ? [] : [t('shell.tray.waiting', { count })];
  const working = running.length === 0 ? [] : [t('shell.tray.running', { count: running.length })];
  return ['Gatehouse', ...waiting, ...working].join(' · ');
}

/** Number of pending requests. */
export function waitingCount({ approvals, devices }: TrayState): number {
  return approvals.length + devices.length;
}

function approvalItems(state: TrayState, actions: TrayActions): MenuItemConstructorOptions[] {
  const { approvals } = state;
  if (approvals.length === 0 && waitingCount(state) > 0) return [];
  if (approvals.length === 0) return [{ label: t('shell.tray.noneWaiting'), enabled: false }];
  return [
    { label: t('shell.tray.approvals', { count: approvals.length }), click: () => actions.open('/approvals') },
    ...approvals.slice(0, MAX_LISTED).map((approval) => approvalItem(approval, actions)),
    ...moreItem(approvals.length, () => actions.open('/approvals')),
  ];
}

function approvalItem(approval: WaitingApproval, actions: TrayActions): MenuItemConstructorOptions {
  const command = visibleText(approval.command);
  const text = t('shell.tray.command', {
    agent: visibleText(approval.agent),
    command: truncateText(command, MAX_DECIDABLE),
  });
  const answers = [
    { label: t('approvals.allowOnce'), click: () => actions.decide(approval.id, 'allow-once') },
    { label: t('approvals.deny'), click: () => actions.decide(approval.id, 'deny') },
  ];
  return requestItem(command, text, command.length <= MAX_DECIDABLE ? answers : [], () => actions.open('/approvals'));
}

/** A request with its full text and answers in a submenu. */
function requestItem(
  title: string,
  text: string,
  answers: readonly MenuItemConstructorOptions[],
  review: () => void,
): MenuItemConstructorOptions {
  const submenu = [{ label: text, enabled: false }, ...answers, { label: t('shell.tray.review'), click: review }];
  return { label: truncateText(title, MAX_LABEL), submenu };
}

function deviceItems({ devices }: TrayState, actions: TrayActions): MenuItemConstructorOptions[] {
  if (devices.length === 0) return [];
  const review = (): void => actions.open('/settings/devices');
  return [
    { label: t('app.accessRequests', { count: devices.length }), click: review },
    ...devices.slice(0, MAX_LISTED).map((device) => deviceItem(device, review, actions)),
    ...moreItem(devices.length, review),
  ];
}

function deviceItem(device: WaitingDevice, review: () => void, actions: TrayActions): MenuItemConstructorOptions {
  const name = visibleText(device.name);
  const scopes = device.scopes.length === 0 ? t('access.scope.none') : visibleText(formatList(device.scopes));
  const text = t('shell.tray.device', { name, address: visibleText(device.address), scopes });
  const answers = [
    { label: t('access.approve'), click: () => actions.answerDevice(device.requestId, 'approve') },
    { label: t('access.deny'), click: () => actions.answerDevice(device.requestId, 'reject') },
  ];
  return requestItem(name, truncateText(text, MAX_DECIDABLE), text.length <= MAX_DECIDABLE ? answers : [], review);
}

function runningItems({ running }: TrayState, actions: TrayActions): MenuItemConstructorOptions[] {
  if (running.length === 0) return [];
  return [
    { type: 'separator' },
    { label: t('shell.tray.running', { count: running.length }), enabled: false },
    ...running.slice(0, MAX_LISTED).map((session) => ({
      label: describeSession(session),
      submenu: [
        {
          label: t('shell.tray.openSession'),
          click: () => actions.open(`/sessions/${encodeURIComponent(session.key)}`),
        },
        { label: t('composer.stop'), click: () => actions.stop(session.key) },
      ],
    })),
    ...moreItem(running.length, () => actions.open('/sessions')),
  ];
}

function describeSession({ title, waits }: RunningSession): string {
  const text = truncateText(visibleText(title), MAX_LABEL);
  return waits === true ? t('shell.tray.limited', { title: text }) : text;
}

function moreItem(count: number, click: () => void): MenuItemConstructorOptions[] {
  return count > MAX_LISTED ? [{ label: t('shell.tray.more', { count: count - MAX_LISTED }), click }] : [];
}

/** Escapes invisible characters, and `&`, which would become a menu accelerator. */
function visibleText(text: string): string {
  return escapeHiddenInLine(text).replaceAll('&', '&&');
}
