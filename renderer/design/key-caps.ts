// Key combinations, as the platform writes them.
import { keyLabel } from '../state/key-match.ts';

const MAC: Readonly<Record<string, string>> = { Mod: '⌘', Shift: '⇧', Alt: '⌥', Ctrl: '⌃', Enter: '↩', Escape: 'esc' };
const OTHER: Readonly<Record<string, string>> = { Mod: 'Ctrl', Escape: 'Esc', Enter: 'Enter' };
const ARROWS: Readonly<Record<string, string>> = { ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→' };

/** Whether this is a Mac, where Mod is ⌘. */
export function isMac(): boolean {
  return typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent);
}

/** `Mod+Shift+p` → `['⌘', '⇧', 'P']` on a Mac, `['Ctrl', 'Shift', 'P']` elsewhere. */
export function keyCaps(keys: string, mac: boolean = isMac()): readonly string[] {
  return keys
    .split('+')
    .map(keyLabel)
    .map((key) => (mac ? MAC : OTHER)[key] ?? ARROWS[key] ?? (key.length === 1 ? key.toUpperCase() : key));
}
