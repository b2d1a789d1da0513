// A key combination that works while another program is in front.
import { globalShortcut } from 'electron';
import type { ShortcutState } from '#contract/types/desktop.ts';

/** The combination, of which there is at most one. */
export interface ShortcutKeeper {
  /** Replaces the combination; empty for none. */
  set(accelerator: string): ShortcutState;
  stop(): void;
}

/** `press` is called for each press. */
export function makeShortcut(press: () => void): ShortcutKeeper {
  let current: string | undefined;
  let state: ShortcutState = 'off';
  return {
    set(accelerator) {
      if (accelerator === current) return state;
      globalShortcut.unregisterAll();
      current = accelerator;
      state = accelerator === '' ? 'off' : register(accelerator, press);
      return state;
    },
    stop: () => globalShortcut.unregisterAll(),
  };
}

function register(accelerator: string, press: () => void): ShortcutState {
  try {
    return globalShortcut.register(accelerator, press) ? 'active' : 'taken';
  } catch {
    // It isn't a combination of known keys.
    return 'invalid';
  }
}
