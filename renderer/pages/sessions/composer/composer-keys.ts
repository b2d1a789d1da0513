// The actions of keys in the composer.
import { isComposing, type Composing, type KeyPress } from '../../../state/key-match.ts';

/** The action of a key. */
export type ComposerIntent = 'send' | 'send-other' | 'recall' | 'stop' | 'next-mode' | 'none';

/** A key event. */
export type ComposerKey = Omit<KeyPress, 'code'> & Composing;

interface ComposerSituation {
  readonly empty: boolean;
  readonly running: boolean;
  /** The setting: Enter sends and Shift+Enter inserts a newline; otherwise Mod+Enter sends. */
  readonly enterSends: boolean;
  /** A touch device: Enter inserts a newline, the button sends. */
  readonly touch: boolean;
}

/** `none` during IME composition. During a run, `send` queues and `send-other` steers. */
export function composerIntent(
  event: ComposerKey,
  { empty, running, enterSends, touch }: ComposerSituation,
): ComposerIntent {
  if (isComposing(event)) return 'none';
  const mod = event.ctrlKey || event.metaKey;
  if (event.key === 'Enter') {
    if (event.altKey) return 'none';
    if (mod) return enterSends && running ? 'send-other' : 'send';
    return enterSends && !event.shiftKey && !touch ? 'send' : 'none';
  }
  if (mod || event.altKey) return 'none';
  if (event.key === 'Tab' && event.shiftKey) return 'next-mode';
  if (event.key === 'ArrowUp' && empty) return 'recall';
  return event.key === 'Escape' && running ? 'stop' : 'none';
}
