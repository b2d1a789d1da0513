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

/** Control characters except tab and line breaks, and those that change the direction of text. */
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;
const LINE_BREAK = /\r\n|\r|\n/;

/** Why a paste needs confirmation. */
export interface PasteRisk {
  readonly lines: number;
  readonly hasControl: boolean;
}

/**
 * Whether a paste needs confirmation, and why: several lines may run before anyone has read them, and control characters can end
 * the protection of `bracketedPaste`. `always`: several lines need it also if the shell waits for Enter.
 */
export function findPasteRisk(
  text: string,
  { bracketedPaste, guard }: { readonly bracketedPaste: boolean; readonly guard: 'always' | 'unsafe' | 'never' },
): PasteRisk | undefined {
  if (guard === 'never') return undefined;
  const lines = text.replace(/[\r\n]+$/, '').split(LINE_BREAK).length;
  const hasControl = CONTROL.test(text);
  const hasLines = lines > 1 && (guard === 'always' || !bracketedPaste);
  return hasLines || hasControl ? { lines, hasControl } : undefined;
}

/** A paste as it is shown before it is confirmed: control characters are visible, and a long text is shortened. */
export function previewPaste(text: string): string {
  const visible = text.slice(0, MAX_PREVIEW).replace(new RegExp(CONTROL, 'g'), showControl);
  return text.length > MAX_PREVIEW ? `${visible}…` : visible;
}

const MAX_PREVIEW = 5_000;
const PICTURES = 0x2400;

function showControl(character: string): string {
  const code = character.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(PICTURES + code);
  return code === 0x7f ? '\u2421' : `\\u${code.toString(16).padStart(4, '0')}`;
}
