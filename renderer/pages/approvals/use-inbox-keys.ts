// Keyboard shortcuts of the inbox. They act on the selected approval, anywhere on the page except while typing.
import { useEffect, useRef } from 'react';
import { isTyping } from '../../state/commands.ts';
import { isComposing } from '../../state/key-match.ts';

/** What the shortcuts do. */
export interface InboxKeys {
  step(by: 1 | -1): void;
  allow(): void;
  ask(what: 'always' | 'reason'): void;
}

/** Listens while the component is on the screen. */
export function useInboxKeys(keys: InboxKeys): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const { defaultPrevented, ctrlKey, metaKey, altKey, repeat } = event;
      if (defaultPrevented || ctrlKey || metaKey || altKey || repeat) return;
      if (isTyping(event.target) || isComposing(event)) return;
      if (act(event.key, latest.current)) event.preventDefault();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}

function act(key: string, keys: InboxKeys): boolean {
  switch (key.length === 1 ? key.toLowerCase() : key) {
    case 'j':
    case 'ArrowDown':
      keys.step(1);
      return true;
    case 'k':
    case 'ArrowUp':
      keys.step(-1);
      return true;
    case 'y':
      keys.allow();
      return true;
    case 'a':
      keys.ask('always');
      return true;
    case 'n':
      keys.ask('reason');
      return true;
    default:
      return false;
  }
}
