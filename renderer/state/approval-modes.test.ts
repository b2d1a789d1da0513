import { expect, it } from 'vitest';
import { APPROVAL_MODES } from '#contract/types/approval-modes.ts';
import { approvalModes, nextApprovalMode } from './approval-modes.ts';

it('cycles through Plan, Ask, and Auto, and never into full access', () => {
  expect([nextApprovalMode('plan'), nextApprovalMode('ask'), nextApprovalMode('auto')]).toEqual([
    'ask',
    'auto',
    'plan',
  ]);
  expect(nextApprovalMode(undefined)).toBe('auto');
  expect(APPROVAL_MODES.map(nextApprovalMode)).not.toContain('full');
});

it('returns to Plan from a mode outside the cycle', () => {
  for (const mode of ['accept-edits', 'full', 'deny'] as const) expect(nextApprovalMode(mode)).toBe('plan');
});

it('has a name and a hint for each mode, and red only for full access', () => {
  expect(new Set(approvalModes().map(({ title }) => title)).size).toBe(APPROVAL_MODES.length);
  expect(approvalModes().flatMap(({ mode, tone }) => (tone === 'bad' ? [mode] : []))).toEqual(['full']);
});
