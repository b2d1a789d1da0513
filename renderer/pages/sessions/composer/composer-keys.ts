// The actions of keys in the composer.
import { isComposing, type Composing, type KeyPress } from '../../../state/key-match.ts';

/** The action of a key. */
export type ComposerIntent = 'send' | 'send-other' | 'recall' | 'stop' | 'rewind' | 'next-mode' | 'none';

/** A key event. */
export type ComposerKey = Omit<KeyPress, 'code'> & Composing;

interface ComposerSituation {
  readonly empty: boolean;
  readonly running: boolean;
  /** The setting: Enter sends and Shift+Enter inserts a newline; otherwise Mod+Enter sends. */
  readonly enterSends: boolean;
  /** A touch device: Enter inserts a newline, the button sends. */
  readonly touch: boolean;
  /** Whether the key is that of the next approval mode. */
  readonly changesMode: boolean;
}

/** `none` during IME composition. During a run, `send` queues and `send-other` steers. */
export function composerIntent(event: ComposerKey, situation: ComposerSituation): ComposerIntent {
  if (isComposing(event)) return 'none';
  if (situation.changesMode) return 'next-mode';
  if (event.key === 'Enter') return enterIntent(event, situation);
  if (isModified(event) || event.altKey) return 'none';
  if (event.key === 'ArrowUp' && situation.empty) return 'recall';
  return event.key === 'Escape' ? escapeIntent(situation) : 'none';
}

/** A draft is never in the way of a rewind, which would replace it. */
function escapeIntent({ running, empty }: ComposerSituation): ComposerIntent {
  if (running) return 'stop';
  return empty ? 'rewind' : 'none';
}

function enterIntent(event: ComposerKey, { running, enterSends, touch }: ComposerSituation): ComposerIntent {
  if (event.altKey) return 'none';
  if (!isModified(event)) return enterSends && !event.shiftKey && !touch ? 'send' : 'none';
  // With Shift, it maximizes the pane.
  if (event.shiftKey) return 'none';
  return enterSends && running ? 'send-other' : 'send';
}

function isModified({ ctrlKey, metaKey }: ComposerKey): boolean {
  return ctrlKey || metaKey;
}
