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

/** Signs with Shift on the layouts that have both on one key. */
const UNSHIFTED: Readonly<Record<string, string>> = { '{': '[', '}': ']', '~': '`', '<': ',', '?': '/' };

/** What precedes the name of a key that is meant by its position: `Mod+@KeyZ`. */
const POSITION = '@';

/**
 * Letters and signs are compared as characters, so they follow the layout. The position counts for digits, for keys that have no
 * Latin character (`ö`, `л`, dead keys), and if Alt or Shift changes a sign. A single sign (`?`) matches with and without Shift.
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
  if (isPosition(key)) return press.code === key.slice(1);
  if (key.length > 1) return press.key === key;
  if (press.key.toLowerCase() === key.toLowerCase()) return true;
  if (/\d/.test(key)) return press.code === `Digit${key}`;
  if (shifted && UNSHIFTED[press.key] === key) return true;
  // A Latin letter is what the user meant, wherever it is: on Dvorak, the position of K has T.
  if (/^[a-z]$/i.test(press.key) || (!shifted && /^[ -~]$/.test(press.key))) return false;
  return press.code === (CODES[key] ?? `Key${key.toUpperCase()}`);
}

function isPosition(key: string): boolean {
  return key.length > 1 && key.startsWith(POSITION);
}

/** A key without its place on the keyboard, for people: `@KeyZ` → `Z`. */
export function keyLabel(key: string): string {
  return isPosition(key) ? key.slice(1).replace(/^(Key|Digit)(?=.$)/, '') : key;
}

const MODIFIERS = /^(Control|Shift|Alt|AltGraph|Meta|CapsLock|Fn|OS|Dead|Process|Unidentified)$/;

/**
 * The combination of a key press in the notation of the key map; undefined while only modifiers are held, and for the second
 * modifier of the platform. Letters and signs become characters if the layout has them without a dead key, otherwise positions.
 */
export function toKeys(press: KeyPress, mac: boolean): string | undefined {
  if ((mac ? press.ctrlKey : press.metaKey) || /^(Control|Shift|Alt|Meta|OS)/.test(press.code)) return undefined;
  const key = toToken(press);
  if (key === undefined) return undefined;
  const mod = mac ? press.metaKey : press.ctrlKey;
  // On most layouts, a sign needs Shift to be typed at all.
  const shift = press.shiftKey && !(key === press.key && /^[^a-z0-9]$/i.test(key) && !mod && !press.altKey);
  return [mod ? 'Mod' : '', press.altKey ? 'Alt' : '', shift ? 'Shift' : '', key]
    .filter((part) => part !== '')
    .join('+');
}

function toToken(press: KeyPress): string | undefined {
  const digit = /^Digit(\d)$/.exec(press.code)?.[1];
  if (press.key.length > 1 && !MODIFIERS.test(press.key)) return press.key;
  if (/^[a-z]$/i.test(press.key)) return press.key.toUpperCase();
  const held = press.altKey || press.shiftKey;
  const isAlone = !press.altKey && !press.ctrlKey && !press.metaKey;
  if (digit !== undefined && !(isAlone && held)) return digit;
  if (held && UNSHIFTED[press.key] !== undefined && !isAlone) return UNSHIFTED[press.key];
  // `+` separates the parts of a combination.
  if (/^[!-~]$/.test(press.key) && press.key !== '+' && (isAlone || !held)) return press.key;
  return press.code === '' ? undefined : `${POSITION}${press.code}`;
}

/** Whether an input method is composing a character with this key: no shortcut may run then. */
export function isComposing(event: Composing): boolean {
  // Browsers report 229 for keys that the input method handles, also in the tick in which the composition ends.
  return event.isComposing === true || event.keyCode === 229;
}
