// Where the keyboard goes after the user chose something: to the composer, and to a terminal only on request. Otherwise a prompt
// could be typed into a shell, which runs it without approval.
import { createStore } from 'zustand/vanilla';

/** Counts the requests to focus the composer of the focused pane. */
export const composerFocus = createStore<{ readonly requests: number }>(() => ({ requests: 0 }));

/** Focuses the composer of the focused pane, also if it already shows the chosen session. */
export function focusComposer(): void {
  // An archived session has no composer, but the keys must not go to a shell either.
  if (isInTerminal()) blurFocused();
  composerFocus.setState(({ requests }) => ({ requests: requests + 1 }));
}

/** The session whose terminal the user asked for, until that terminal takes the focus. */
export const terminalFocus = createStore<{ readonly sessionKey: string | undefined }>(() => ({
  sessionKey: undefined,
}));

/** Whether keys go to a terminal now. */
export function isInTerminal(): boolean {
  if (typeof document === 'undefined') return false;
  return (document.activeElement?.closest('[data-keys="terminal"]') ?? null) !== null;
}

function blurFocused(): void {
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
}

const FORGET = { sessionKey: undefined };

/**
 * Focuses the terminal of a session once it is on the screen, which can take a moment. The next key or click forgets the request:
 * by then, the user is busy elsewhere.
 */
export function requestTerminal(sessionKey: string, keys: EventTarget = window): void {
  terminalFocus.setState({ sessionKey });
  const forget = (): void => {
    keys.removeEventListener('keydown', forget, true);
    keys.removeEventListener('pointerdown', forget, true);
    terminalFocus.setState(FORGET);
  };
  keys.addEventListener('keydown', forget, true);
  keys.addEventListener('pointerdown', forget, true);
}

/** Whether the terminal of a session may take the focus now; true once per request. */
export function claimTerminalFocus(sessionKey: string): boolean {
  if (terminalFocus.getState().sessionKey !== sessionKey) return false;
  terminalFocus.setState(FORGET);
  return true;
}
