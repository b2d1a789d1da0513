/** A global shortcut: `taken` by another program, or `invalid` because it names no known keys. */
export type ShortcutState = 'off' | 'active' | 'taken' | 'invalid';
/** The state of the desktop app. */
export interface DesktopStatus {
  readonly shortcut: ShortcutState;
  /** Why the app can't be opened at login, as a sentence. */
  readonly loginProblem?: string | undefined;
  /** The folder with reports about crashes of windows and helper processes. */
  readonly crashFolder: string;
}
