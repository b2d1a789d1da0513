// The user's preferences for terminals.
import type { Preferences } from '#contract/types/preferences.ts';

/** Which pastes need confirmation. `unsafe`: only those that the shell would run immediately, or with control characters. */
export const PASTE_GUARDS = ['always', 'unsafe', 'never'] as const;

/** The preferences, with their defaults. */
export interface TerminalPreferences {
  readonly pasteGuard: (typeof PASTE_GUARDS)[number];
  readonly copyOnSelect: boolean;
}

/** The names under which they are stored. */
export const TERMINAL_PREFERENCES = {
  pasteGuard: 'terminalPasteGuard',
  copyOnSelect: 'terminalCopyOnSelect',
} as const;

/** Reads them; unknown values count as the default. */
export function readTerminalPreferences(preferences: Preferences): TerminalPreferences {
  const { pasteGuard, copyOnSelect } = TERMINAL_PREFERENCES;
  return {
    pasteGuard: PASTE_GUARDS.find((one) => one === preferences[pasteGuard]) ?? 'always',
    copyOnSelect: preferences[copyOnSelect] === true,
  };
}
