// The approval modes: their names, colors, and the order in which the shortcut cycles through them.
import { APPROVAL_MODES, type ApprovalMode } from '#contract/types/approval-modes.ts';
import { t } from '#messages/translate.ts';
import type { Tone } from '../design/badge.tsx';

/** How a mode is shown. */
export interface ApprovalModeText {
  readonly mode: ApprovalMode;
  readonly title: string;
  readonly hint: string;
  readonly tone: Tone;
}

const TONES: Readonly<Record<ApprovalMode, Tone>> = {
  plan: 'accent',
  ask: 'neutral',
  'accept-edits': 'ok',
  auto: 'warn',
  full: 'bad',
  deny: 'neutral',
};

/** The modes that Shift+Tab cycles through. The others can only be chosen from the menu. */
const CYCLE = ['plan', 'ask', 'auto'] as const satisfies readonly ApprovalMode[];

/** All modes, for a menu. */
export function approvalModes(): readonly ApprovalModeText[] {
  return APPROVAL_MODES.map(describeApprovalMode);
}

/** How a mode is shown; a missing one counts as Ask. */
export function describeApprovalMode(mode: ApprovalMode = 'ask'): ApprovalModeText {
  return { mode, title: t(`modes.${mode}`), hint: t(`modes.${mode}.hint`), tone: TONES[mode] };
}

/** The next mode by shortcut. From a mode outside the cycle, it is Plan, which allows the least. */
export function nextApprovalMode(mode: ApprovalMode = 'ask'): ApprovalMode {
  const at = CYCLE.findIndex((one) => one === mode);
  return CYCLE[(at + 1) % CYCLE.length] ?? 'plan';
}
