// Key combinations in the notation of Electron.

/** The part of a key press that is read. */
export type PressedKeys = Pick<KeyboardEvent, 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'code'>;

const NAMED: Readonly<Record<string, string>> = {
  Space: 'Space',
  Enter: 'Return',
  Tab: 'Tab',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  Home: 'Home',
  End: 'End',
  PageUp: 'PageUp',
  PageDown: 'PageDown',
  Insert: 'Insert',
  Delete: 'Delete',
  Comma: ',',
  Period: '.',
  Slash: '/',
  Semicolon: ';',
  Minus: '-',
  Equal: '=',
  Backquote: '`',
};

/** The combination of a key press; undefined while only modifiers are held, or if it would block a key for typing. */
export function toAccelerator(event: PressedKeys, mac: boolean): string | undefined {
  const key = toKey(event.code);
  const isMain = mac ? event.metaKey : event.ctrlKey;
  const isOther = mac ? event.ctrlKey : event.metaKey;
  const hasModifier = event.ctrlKey || event.metaKey || event.altKey;
  if (key === undefined || (!hasModifier && !/^F\d/.test(key))) return undefined;
  const parts = [
    isMain ? 'CommandOrControl' : '',
    isOther ? (mac ? 'Control' : 'Super') : '',
    event.altKey ? 'Alt' : '',
    event.shiftKey ? 'Shift' : '',
    key,
  ];
  return parts.filter((part) => part !== '').join('+');
}

/** The combination in the app's own notation, for display: `Mod+Shift+G`. */
export function toShownKeys(accelerator: string): string {
  return accelerator
    .split('+')
    .map((part) => (part === 'CommandOrControl' ? 'Mod' : part === 'Control' ? 'Ctrl' : part))
    .join('+');
}

function toKey(code: string): string | undefined {
  const plain = /^(?:Key([A-Z])|Digit(\d)|(F\d{1,2}))$/.exec(code);
  return plain?.[1] ?? plain?.[2] ?? plain?.[3] ?? NAMED[code];
}
