// Confines programs to their terminal: no clipboard writes, no titles, no notifications.

/**
 * Operating-system commands (`ESC ] number ; …`) that are dropped: titles (0, 1, 2), notifications (9, 777), clipboard (52), and
 * color queries whose answer would go to the shell (4, 10, 11, 12).
 */
const BLOCKED_OSC: readonly number[] = [0, 1, 2, 4, 9, 10, 11, 12, 52, 777];

/** The parser of xterm. A handler that returns true prevents the default. */
export interface OscParser {
  registerOscHandler(ident: number, callback: (data: string) => boolean): { dispose(): void };
}

/** Drops the blocked commands; returns the function that stops it. */
export function blockOsc(parser: OscParser): () => void {
  const handlers = BLOCKED_OSC.map((ident) => parser.registerOscHandler(ident, () => true));
  return () => handlers.forEach((handler) => handler.dispose());
}

/** Whether a paste needs confirmation: several lines may run before anyone has read them. */
export function pasteNeedsConsent(text: string, bracketedPaste: boolean): boolean {
  return !bracketedPaste && /\r|\n/.test(text.replace(/[\r\n]+$/, ''));
}
