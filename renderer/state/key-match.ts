// Tells whether a key press is a combination of the key map, on any keyboard layout.

/** What of a keyboard event matters. */
export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

const CODES: Readonly<Record<string, string>> = {
  '[': 'BracketLeft',
  ']': 'BracketRight',
  '`': 'Backquote',
  ',': 'Comma',
  '/': 'Slash',
};

/**
 * Letters and signs are compared as characters, so they follow the layout; where Alt or Shift changes the character, and for
 * digits, the position counts. A sign alone (`?`) matches whatever Shift state it takes.
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

/** Tells whether the key belongs to an input method that composes a character: nothing may fire then. */
export function isComposing(event: { readonly isComposing?: boolean; readonly keyCode?: number }): boolean {
  // 229 is what browsers report for keys that the input method took, also in the tick in which the composition ends.
  return event.isComposing === true || event.keyCode === 229;
}
