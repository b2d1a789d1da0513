import { expect, it } from 'vitest';
import { APPROVAL_MODES } from '#contract/types/approval-modes.ts';
import { toExpectedModes, toPermissionMode, toWantedMode } from './permission-modes.ts';

it('shows each mode as the closest one of OpenClaw', () => {
  expect(Object.fromEntries(APPROVAL_MODES.map((mode) => [mode, toPermissionMode(mode)]))).toEqual({
    plan: 'read-only',
    ask: 'guarded',
    'accept-edits': 'workspace',
    auto: 'workspace',
    full: 'full',
    deny: 'read-only',
  });
});

it('keeps the mode that a client sees under the name that it sends', () => {
  expect(toWantedMode({ permissionMode: 'workspace' }, 'auto')).toBe('auto');
  expect(toWantedMode({ permissionMode: 'read-only' }, 'plan')).toBe('plan');
  expect(toWantedMode({ permissionMode: 'read-only' }, 'ask')).toBe('deny');
  expect(toWantedMode({ permissionMode: 'workspace' }, undefined)).toBe('accept-edits');
  expect(toWantedMode({ permissionMode: null }, 'auto')).toBeNull();
  expect(toWantedMode({ approvalMode: 'plan' }, 'auto')).toBe('plan');
  expect(toWantedMode({}, 'auto')).toBeUndefined();
  expect(() => toWantedMode({ approvalMode: 'plan', permissionMode: 'full' }, 'ask')).toThrow(/not both/);
});

it('accepts every mode that looks like the one a client has seen', () => {
  expect(toExpectedModes('workspace')).toEqual(['accept-edits', 'auto']);
  expect(toExpectedModes(null)).toEqual([null]);
  expect(toExpectedModes(undefined)).toBeUndefined();
});
