import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, it } from 'vitest';
import { t } from '#messages/translate.ts';

import { QUIET_TRAY, trayMenu, trayTooltip, type TrayActions, type TrayState, workingSessions } from './tray-menu.ts';

function recorder(): { readonly calls: string[]; readonly actions: TrayActions } {
  const calls: string[] = [];
  return {
    calls,
    actions: {
      open: (path) => calls.push(`open ${path}`),
      decide: (id, decision) => calls.push(`${decision} ${id}`),
      answerDevice: (id, answer) => calls.push(`${answer} ${id}`),
      stop: (key) => calls.push(`stop ${key}`),
      quit: () => calls.push('quit'),
    },
  };
}

function labels(items: readonly MenuItemConstructorOptions[]): (string | undefined)[] {
  return items.map((item) => item.label ?? item.type);
}

/** Clicks the entry that is reached by these labels. */
function click(items: readonly MenuItemConstructorOptions[], ...path: readonly string[]): void {
  const item = items.find((candidate) => candidate.label === path[0]);
  if (item === undefined) throw new Error(`no entry ${path[0]} in ${labels(items).join(', ')}`);
  if (path.length > 1) return click(item.submenu as MenuItemConstructorOptions[], ...path.slice(1));
  // The template's handlers take no arguments.
  (item.click as () => void)();
}

const BUSY: TrayState = {
  approvals: [{ id: 'a1', command: 'npm test', agent: 'main' }],
  devices: [],
  running: [{ key: 'agent:main:main', title: 'Fix the build' }],
};

describe('tray menu', () => {
  it('says when nothing waits', () => {
    const { actions } = recorder();
    expect(labels(trayMenu(QUIET_TRAY, actions))).toContain(t('shell.tray.noneWaiting'));
    expect(trayTooltip(QUIET_TRAY)).toBe('Gatehouse');
  });

  it('answers a request, and opens or stops a session', () => {
    const { actions, calls } = recorder();
    const menu = trayMenu(BUSY, actions);
    click(menu, 'npm test', t('approvals.allowOnce'));
    click(menu, 'npm test', t('approvals.deny'));
    click(menu, 'Fix the build', t('shell.tray.openSession'));
    click(menu, 'Fix the build', t('composer.stop'));
    expect(calls).toEqual(['allow-once a1', 'deny a1', 'open /sessions/agent%3Amain%3Amain', 'stop agent:main:main']);
    expect(trayTooltip(BUSY)).toBe('Gatehouse · 1 pending request · 1 session running');
  });

  it('lists a session that waits for a limit to reset, but its agent does not work', () => {
    const { actions } = recorder();
    const state = { ...QUIET_TRAY, running: [{ key: 'agent:main:main', title: 'Fix the build', waits: true }] };
    expect(labels(trayMenu(state, actions))).toContain(t('shell.tray.limited', { title: 'Fix the build' }));
    expect(workingSessions(state)).toEqual([]);
    expect(workingSessions(BUSY)).toEqual(BUSY.running);
  });

  it('does not offer a decision on a command that it cannot show whole', () => {
    const { actions } = recorder();
    const long = { id: 'a2', command: `echo ${'x'.repeat(300)}`, agent: 'main' };
    const item = trayMenu({ approvals: [long], devices: [], running: [] }, actions).find((entry) =>
      entry.label?.startsWith('echo'),
    );
    expect(labels(item?.submenu as MenuItemConstructorOptions[]).slice(1)).toEqual([t('shell.tray.review')]);
  });

  it('shows hidden characters and keeps ampersands', () => {
    const { actions } = recorder();
    const sly = { id: 'a3', command: 'a && b\u202e\n', agent: 'main' };
    expect(labels(trayMenu({ approvals: [sly], devices: [], running: [] }, actions))).toContain(
      'a &&&& b\\u{202e}\\u{a}',
    );
  });

  it('answers a pairing request, and shows its address and requested scopes', () => {
    const { actions, calls } = recorder();
    const device = { requestId: 'r1', name: 'Phone\u202e', address: '192.0.2.7', scopes: ['operator.read'] };
    const state = { ...QUIET_TRAY, devices: [device] };
    const menu = trayMenu(state, actions);
    expect(labels(menu)).toContain('1 access request');
    expect(labels(menu)).not.toContain(t('shell.tray.noneWaiting'));
    click(menu, 'Phone\\u{202e}', t('access.approve'));
    click(menu, 'Phone\\u{202e}', t('access.deny'));
    click(menu, '1 access request');
    expect(calls).toEqual(['approve r1', 'reject r1', 'open /settings/devices']);
    const item = menu.find(({ label }) => label?.startsWith('Phone'));
    expect(labels(item?.submenu as MenuItemConstructorOptions[])[0]).toBe(
      'Phone\\u{202e} at 192.0.2.7 requests: operator.read',
    );
    expect(trayTooltip(state)).toBe('Gatehouse · 1 pending request');
    const long = trayMenu({ ...QUIET_TRAY, devices: [{ ...device, name: 'x'.repeat(300) }] }, actions);
    const hidden = long.find(({ label }) => label?.startsWith('xxx'));
    expect(labels(hidden?.submenu as MenuItemConstructorOptions[]).slice(1)).toEqual([t('shell.tray.review')]);
  });

  it('stays short', () => {
    const { actions } = recorder();
    const approvals = Array.from({ length: 30 }, (_, index) => ({
      id: `${index}`,
      command: `c${index}`,
      agent: 'main',
    }));
    expect(labels(trayMenu({ approvals, devices: [], running: [] }, actions))).toContain('22 more…');
  });
});
