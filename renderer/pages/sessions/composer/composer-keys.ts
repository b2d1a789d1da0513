// What a key means in the composer. Pure, so that every combination is tested.
import { isComposing } from '../../../state/key-match.ts';

/** What is to be done. */
export type ComposerIntent = 'send' | 'send-other' | 'recall' | 'stop' | 'next-mode' | 'none';

/** The key and what the composer knows. */
export interface ComposerKey {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly isComposing?: boolean;
  readonly keyCode?: number;
}

interface ComposerSituation {
  readonly empty: boolean;
  readonly running: boolean;
  /** The setting: Enter sends, Shift+Enter makes a line; else Mod+Enter sends. */
  readonly enterSends: boolean;
  /** A device without a keyboard of its own: Enter makes a line, the button sends. */
  readonly touch: boolean;
}

/** Nothing while an input method composes. While a run is active `send` queues and `send-other` steers. */
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
