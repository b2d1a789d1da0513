// The four approval modes: the word, the colour, and the name on the wire.
import type { Tone } from '../design/badge.tsx';

/** A mode as the protocol names it. */
export type PermissionMode = 'read-only' | 'guarded' | 'workspace' | 'full';

/** How a mode is shown. */
export interface PermissionModeWords {
  readonly mode: PermissionMode;
  readonly title: string;
  readonly hint: string;
  readonly tone: Tone;
}

/** In the order in which Shift+Tab goes through them; full access is chosen by hand only. */
export const PERMISSION_MODES: readonly PermissionModeWords[] = [
  { mode: 'read-only', title: 'Read only', hint: 'Looks, changes nothing', tone: 'neutral' },
  { mode: 'guarded', title: 'Ask', hint: 'Asks before it writes or runs', tone: 'accent' },
  { mode: 'workspace', title: 'Accept edits', hint: 'Writes in the workspace, asks before it runs', tone: 'ok' },
  { mode: 'full', title: 'Full access', hint: 'Asks nothing. Everything runs at once', tone: 'bad' },
];

const FALLBACK: PermissionModeWords = { mode: 'guarded', title: 'Ask', hint: '', tone: 'accent' };

/** The words of a mode; without one it asks. */
export function permissionModeWords(mode: string | undefined): PermissionModeWords {
  return PERMISSION_MODES.find((entry) => entry.mode === mode) ?? FALLBACK;
}

/** The next one by key, never full access. */
export function nextPermissionMode(mode: string | undefined): PermissionMode {
  const safe = PERMISSION_MODES.filter((entry) => entry.mode !== 'full');
  const at = safe.findIndex((entry) => entry.mode === permissionModeWords(mode).mode);
  return safe[(at + 1) % safe.length]?.mode ?? 'guarded';
}
