// The keys of the row above a phone's keyboard, as terminals expect them.

/** A key of the row. */
export interface TerminalKey {
  readonly id: 'escape' | 'tab' | 'left' | 'up' | 'down' | 'right' | 'pipe' | 'slash' | 'tilde';
  /** What is on the key. Default: the message `terminal.keyCap.<id>`. */
  readonly cap?: string;
  /** What is sent; arrows differ in full-screen programs. */
  readonly send: string;
  readonly sendInApplication?: string;
}

/** The keys, in order. Ctrl comes after Tab and isn't sent itself. */
export const TERMINAL_KEYS: readonly TerminalKey[] = [
  { id: 'escape', send: '\u001b' },
  { id: 'tab', send: '\t' },
  { id: 'left', cap: '←', send: '\u001b[D', sendInApplication: '\u001bOD' },
  { id: 'up', cap: '↑', send: '\u001b[A', sendInApplication: '\u001bOA' },
  { id: 'down', cap: '↓', send: '\u001b[B', sendInApplication: '\u001bOB' },
  { id: 'right', cap: '→', send: '\u001b[C', sendInApplication: '\u001bOC' },
  { id: 'pipe', cap: '|', send: '|' },
  { id: 'slash', cap: '/', send: '/' },
  { id: 'tilde', cap: '~', send: '~' },
];

/** What Ctrl and a character send; undefined if there is no such code. */
export function withControl(data: string): string | undefined {
  if (data.length !== 1) return undefined;
  if (data === ' ') return '\u0000';
  if (data === '?') return '\u007f';
  const code = data.toUpperCase().charCodeAt(0);
  return code >= 0x40 && code <= 0x5f ? String.fromCharCode(code - 0x40) : undefined;
}
