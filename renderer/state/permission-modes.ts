// The four approval modes: their names, colors, and names on the wire. Sessions use the
// protocol's names; the configuration has different names for two of them.
import type { ApprovalMode } from '#contract/types/approvals.ts';
import { t } from '#messages/translate.ts';
import type { Tone } from '../design/badge.tsx';

/** A mode as the protocol names it. */
export type PermissionMode = (typeof MODES)[number];

/** How a mode is shown. */
export interface PermissionModeText {
  readonly mode: PermissionMode;
  readonly title: string;
  readonly hint: string;
  readonly tone: Tone;
}

const TONES = { 'read-only': 'neutral', guarded: 'accent', workspace: 'ok', full: 'bad' } as const;

/** In the order in which Shift+Tab cycles through them; full access can only be chosen from the menu. */
const MODES = ['read-only', 'guarded', 'workspace', 'full'] as const;
const SAFE_MODES = MODES.filter((mode) => mode !== 'full');

/** All modes, for a menu. */
export function permissionModes(): readonly PermissionModeText[] {
  return MODES.map(describePermissionMode);
}

/** How a mode is shown; an unknown or missing one counts as Ask. */
export function describePermissionMode(mode: string | undefined): PermissionModeText {
  const known = toPermissionMode(mode);
  return { mode: known, title: t(`modes.${known}`), hint: t(`modes.${known}.hint`), tone: TONES[known] };
}

const BY_APPROVAL_MODE = {
  'read-only': 'read-only',
  ask: 'guarded',
  'accept-edits': 'workspace',
  full: 'full',
} as const satisfies Readonly<Record<ApprovalMode, PermissionMode>>;

/** All modes, as the configuration names them. */
export function approvalModes(): readonly (Omit<PermissionModeText, 'mode'> & { readonly mode: ApprovalMode })[] {
  const modes = Object.keys(BY_APPROVAL_MODE) as readonly ApprovalMode[]; // The keys of the table above.
  return modes.map((mode) => ({ ...describePermissionMode(BY_APPROVAL_MODE[mode]), mode }));
}

/** The next mode by shortcut, never full access. */
export function nextPermissionMode(mode: string | undefined): PermissionMode {
  const at = SAFE_MODES.findIndex((safe) => safe === toPermissionMode(mode));
  return SAFE_MODES[(at + 1) % SAFE_MODES.length] ?? 'guarded';
}

function toPermissionMode(mode: string | undefined): PermissionMode {
  return MODES.find((known) => known === mode) ?? 'guarded';
}
