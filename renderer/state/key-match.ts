// Matches key presses with combinations of the key map, on any keyboard layout.

/** The relevant part of a keyboard event. */
export type KeyPress = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>;

/** The part of a keyboard event that tells whether an input method handles it. */
export interface Composing {
  readonly isComposing?: boolean;
  readonly keyCode?: number;
}

const CODES: Readonly<Record<string, string>> = {
  '[': 'BracketLeft',
  ']': 'BracketRight',
  '`': 'Backquote',
  ',': 'Comma',
  '/': 'Slash',
};

/**
 * Letters and signs are compared as characters, so they follow the layout. The position counts for digits, and if Alt or Shift
 * changes the character. A single sign (`?`) matches with and without Shift.
 */
export function matchesKeys(press: KeyPress, keys: string, mac: boolean): boolean {
  const parts = keys.split('+');
  const last = parts.at(-1) ?? '';
  const wants = (name: string): boolean => parts.slice(0, -1).includes(name);
  const mod = mac ? press.metaKey : press.ctrlKey;
  const other = mac ? press.ctrlKey : press.metaKey;
  const signAlone = parts.length === 1 && last.length === 1 && !/[a-z0-9]/i.test(last);
  if (mod !== wants('Mod') || other || press.altKey !== wants('Alt')) return false;
  if (!signAlone && press.shiftKey !== wants('Shift')) return false;
  return sameKey(press, last, wants('Alt') || wants('Shift'));
}

function sameKey(press: KeyPress, key: string, shifted: boolean): boolean {
  if (key.length > 1) return press.key === key;
  if (press.key.toLowerCase() === key.toLowerCase()) return true;
  if (/\d/.test(key)) return press.code === `Digit${key}`;
  if (!shifted) return false;
  return press.code === (CODES[key] ?? `Key${key.toUpperCase()}`);
}

/** Whether an input method is composing a character with this key: no shortcut may run then. */
export function isComposing(event: Composing): boolean {
  // Browsers report 229 for keys that the input method handles, also in the tick in which the composition ends.
  return event.isComposing === true || event.keyCode === 229;
}
