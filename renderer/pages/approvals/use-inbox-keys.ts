// Keyboard shortcuts of the inbox. They act on the selected approval, anywhere on the page except while typing.
import { useEffect, useRef } from 'react';
import { isMac } from '../../design/key-caps.ts';
import { isTyping } from '../../state/commands.ts';
import { pressRuns } from '../../state/key-bindings.ts';
import { isComposing } from '../../state/key-match.ts';

/** The actions of the shortcuts. */
export interface InboxKeys {
  readonly step: (by: 1 | -1) => void;
  readonly allow: () => void;
  readonly ask: (what: 'always' | 'reason' | 'edit') => void;
}

/** Listens while the component is on the screen. */
export function useInboxKeys(keys: InboxKeys): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.repeat || isTyping(event.target) || isComposing(event)) return;
      const run = findAction(event, latest.current);
      if (run === undefined) return;
      event.preventDefault();
      run();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}

type AnswerCommand = 'approval.once' | 'approval.edit' | 'approval.always' | 'approval.deny';

function findAction(event: KeyboardEvent, { step, allow, ask }: InboxKeys): (() => void) | undefined {
  const runs = (id: 'list.next' | 'list.previous' | AnswerCommand): boolean => pressRuns(event, id, isMac());
  const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
  if (runs('list.next') || (isPlain && event.key === 'ArrowDown')) return () => step(1);
  if (runs('list.previous') || (isPlain && event.key === 'ArrowUp')) return () => step(-1);
  if (runs('approval.once')) return allow;
  if (runs('approval.edit')) return () => ask('edit');
  if (runs('approval.always')) return () => ask('always');
  return runs('approval.deny') ? () => ask('reason') : undefined;
}
