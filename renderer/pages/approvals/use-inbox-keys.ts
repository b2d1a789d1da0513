// Keyboard shortcuts of the inbox. They act on the selected approval, anywhere on the page except while typing.
import { useEffect, useRef } from 'react';
import { isTyping } from '../../state/commands.ts';
import { isComposing } from '../../state/key-match.ts';

/** The actions of the shortcuts. */
export interface InboxKeys {
  readonly step: (by: 1 | -1) => void;
  readonly allow: () => void;
  readonly ask: (what: 'always' | 'reason') => void;
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

function act(key: string, { step, allow, ask }: InboxKeys): boolean {
  const actions: Readonly<Record<string, () => void>> = {
    j: () => step(1),
    arrowdown: () => step(1),
    k: () => step(-1),
    arrowup: () => step(-1),
    y: allow,
    a: () => ask('always'),
    n: () => ask('reason'),
  };
  const action = actions[key.toLowerCase()];
  action?.();
  return action !== undefined;
}
